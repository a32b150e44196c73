//! What programs need to ask for tokens of OAuth2 is not all there.

use mailcheck::report::{Advice, Severity, Who};

use crate::file::Word;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.oauth2-incomplete",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig; RFC 6749 §4.1",
    judge: Judge::Provider(|view| {
        let is_autoconfig = view.file.format == Format::Autoconfig;
        let Some(oauth2) = view.provider.oauth2.as_ref().filter(|_| is_autoconfig) else {
            return Vec::new();
        };
        let parts = [
            ("issuer", &oauth2.issuer),
            ("scope", &oauth2.scope),
            ("authURL", &oauth2.auth_url),
            ("tokenURL", &oauth2.token_url),
        ];
        let missing = parts.iter().filter(|(_, word)| word.as_ref().is_none_or(Word::is_empty));
        let missing: Vec<String> = missing.map(|(name, _)| (*name).to_owned()).collect();
        let fault = || Fault::new(oauth2.at, Advice::new(Who::You).arg("parts", missing.clone()));
        (!missing.is_empty()).then(fault).into_iter().collect()
    }),
};
