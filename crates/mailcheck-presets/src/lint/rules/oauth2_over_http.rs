//! Tokens of OAuth2 are to be asked for without encryption.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::ask::{is_http, shown};
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.oauth2-over-http",
    severity: Severity::Error,
    reference: "RFC 6749 §3.1, §3.2",
    judge: Judge::Provider(|view| {
        let Some(oauth2) = &view.provider.oauth2 else { return Vec::new() };
        let addresses = [&oauth2.auth_url, &oauth2.token_url].into_iter().flatten();
        let faults = addresses.filter(|url| is_http(&url.text)).map(|url| {
            let advice = Advice::new(Who::You).arg("address", shown(&url.text));
            Fault::new(url.at, advice)
        });
        faults.collect()
    }),
};
