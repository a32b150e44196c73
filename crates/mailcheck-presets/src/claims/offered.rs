//! What a server offers to log in with, in the words of autoconfig.

use mailcheck::evidence::{AddressView, Stage};
use mailcheck::model::{Authentication, ServerText, Service};
use mailcheck::wire::pop3;
use mailcheck::wire::{mechanisms, offers};

/// What a server offers at the point of logging in.
#[derive(Clone, Debug)]
pub(crate) struct Offered {
    /// Names of SASL mechanisms, and of the protocols' own ways.
    pub(crate) ways: Vec<String>,
    /// Whether encryption is offered.
    pub(crate) starttls: bool,
}

impl Offered {
    /// What is offered at an address; `None` where the server was not heard to say.
    #[expect(clippy::wildcard_enum_match_arm, reason = "SMTP has no ways of its own")]
    pub(crate) fn of(address: &AddressView<'_>, stage: Stage) -> Option<Self> {
        let list = address.capabilities(stage)?;
        let service = address.endpoint.endpoint().service;
        let mut ways = mechanisms(service, list);
        match service {
            // It needs no mention (RFC 9051 §6.2.3).
            Service::Imap if !offers(list, "LOGINDISABLED") => ways.push(IMAP_LOGIN.to_owned()),
            Service::Pop3 => {
                // Without a list of capabilities there is still USER (RFC 2449 §6.3).
                if list.is_empty() || offers(list, USER) {
                    ways.push(USER.to_owned());
                }
                if has_apop(address, stage) {
                    ways.push(APOP.to_owned());
                }
            }
            _no_more => {}
        }
        Some(Self { ways, starttls: has_starttls(list) })
    }

    /// Whether a log-in of this kind is offered; `None` where that does not show.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the rest needs no mention in a list")]
    pub(crate) fn has(&self, way: &Authentication) -> Option<bool> {
        let any = |names: &[&str]| self.ways.iter().any(|way| names.contains(&way.as_str()));
        match way {
            Authentication::PasswordCleartext => Some(any(&["PLAIN", "LOGIN", IMAP_LOGIN, USER])),
            Authentication::PasswordEncrypted => {
                let has_scram = self.ways.iter().any(|way| way.starts_with("SCRAM-"));
                Some(has_scram || any(&["CRAM-MD5", "DIGEST-MD5", APOP]))
            }
            Authentication::OAuth2 => Some(any(&["XOAUTH2", "OAUTHBEARER"])),
            Authentication::Gssapi => Some(any(&["GSSAPI", "GSS-SPNEGO"])),
            Authentication::Ntlm => Some(any(&["NTLM", "GSS-SPNEGO"])),
            _not_shown => None,
        }
    }
}

/// What is said in clear is forgotten when TLS begins (RFC 2595 §4).
fn has_apop(address: &AddressView<'_>, stage: Stage) -> bool {
    if stage == Stage::AfterTls {
        return address.apop_timestamp().is_some();
    }
    let greeting = address.greeting().done().and_then(|greeting| greeting.lines.first());
    greeting.is_some_and(|line| pop3::timestamp(line.as_str()).is_some())
}

fn has_starttls(list: &[ServerText]) -> bool {
    offers(list, "STARTTLS") || offers(list, "STLS")
}

/// IMAP's command, as against the mechanism `LOGIN`.
const IMAP_LOGIN: &str = "IMAP LOGIN";
const USER: &str = "USER";
const APOP: &str = "APOP";
