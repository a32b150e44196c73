//! A way to log in stands before a stronger one, so that nobody takes the stronger.

use mailcheck::model::Authentication;
use mailcheck::report::Severity;

use crate::lint::Fault;
use crate::lint::ask::shown;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.weaker-way-first",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig; thunderbird/autoconfig#56",
    judge: Judge::Server(|_view, server| {
        let mut ways = server.authentication.iter().filter_map(|word| {
            let way = word.meaning.as_ref()?;
            Some((word, strength(way)?))
        });
        let (mut weak, mut least) = ways.next()?;
        for (word, strength) in ways {
            if strength > least {
                let advice = server.advice()?.arg("first", shown(&weak.text));
                return Some(Fault::new(word.at, advice.arg("better", shown(&word.text))));
            }
            (weak, least) = (word, strength);
        }
        None
    }),
};

/// How well a way keeps the password from others; `None` where that depends on how it is set up.
fn strength(way: &Authentication) -> Option<u8> {
    match way {
        Authentication::None | Authentication::ClientIpAddress => Some(0),
        Authentication::PasswordCleartext => Some(1),
        Authentication::PasswordEncrypted => Some(2),
        Authentication::Gssapi | Authentication::OAuth2 | Authentication::TlsClientCert => Some(3),
        Authentication::Ntlm | Authentication::Other(_) | _ => None,
    }
}
