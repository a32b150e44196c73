//! Which mechanism to log in by: the strongest that the server offers and the credential can be used with.

use super::pop3;
use crate::evidence::{Mechanism, NotAttempted};
use crate::model::{ServerText, Service};
use crate::wire::imap::quote;
use crate::wire::sasl::Key;
use crate::wire::{mechanisms, offers};

/// The mechanism to use. And the next best, for a server that turns out not to have the first, unless
/// somebody chose.
pub(super) fn usable(
    service: Service,
    list: &[ServerText],
    only: Option<Mechanism>,
    can_bind: bool,
    credential: Option<&(String, Key<'_>)>,
) -> Result<(Mechanism, Option<Mechanism>), NotAttempted> {
    let offered = mechanisms(service, list);
    let has_command = match service {
        Service::Imap => !offers(list, "LOGINDISABLED"),
        Service::Pop3 => offers(list, "USER") || offers(list, "APOP"),
        Service::Smtp => false,
    };
    if offered.is_empty() && !has_command {
        return Err(NotAttempted::NoMechanism);
    }
    let credential = credential.ok_or(NotAttempted::NoCredential)?;
    let mut usable =
        all_usable(service, list, credential).into_iter().filter(|it| wanted(*it, only, can_bind));
    let missing = only.map_or(NotAttempted::Unusable, NotAttempted::NotOffered);
    let first = usable.next().ok_or(missing)?;
    Ok((first, usable.next().filter(|_| only.is_none())))
}

/// Every mechanism that is offered and that the credential can be used with, the strongest first.
pub(in crate::probe) fn all_usable(
    service: Service,
    list: &[ServerText],
    (name, key): &(String, Key<'_>),
) -> Vec<Mechanism> {
    let offered = mechanisms(service, list);
    let has = |mechanism: Mechanism| offered.iter().any(|name| name == mechanism.name());
    let has_login_command = service == Service::Imap && !offers(list, "LOGINDISABLED");
    let initial = service != Service::Imap || offers(list, "SASL-IR") || offers(list, "IMAP4rev2");
    let by_preference = match key {
        Key::Token(_) => TOKENS.to_vec(),
        Key::Certificate => vec![Mechanism::External],
        Key::Password(password) => {
            // LOGIN never carries more than ASCII, whatever the server could (RFC 6855 §5).
            let quotable = quote(name).is_some() && quote(password.expose()).is_some();
            let command = match service {
                Service::Pop3 => {
                    Some(Mechanism::Pop3User).filter(|_| pop3::takes(list, name, password))
                }
                Service::Imap | Service::Smtp => {
                    Some(Mechanism::ImapLogin).filter(|_| has_login_command && quotable)
                }
            };
            let plain = Some(Mechanism::Plain).filter(|_| has(Mechanism::Plain));
            // PLAIN where its message goes along with the command, else what costs the fewest round trips.
            let clear = if initial { [plain, command] } else { [command, plain] };
            let has_apop = offers(list, "APOP") && pop3::is_argument(name);
            let has = |it: &Mechanism| if *it == Mechanism::Apop { has_apop } else { has(*it) };
            let proofs = PROOFS.into_iter().filter(has);
            let rest = OLD.into_iter().filter(has);
            return proofs.chain(clear.into_iter().flatten()).chain(rest).collect();
        }
    };
    by_preference.into_iter().filter(|it| has(*it)).collect()
}

/// Whether a mechanism is the one that was asked for; LOGIN stands for IMAP's command, too. If nobody
/// asked, it is one that this connection can carry.
fn wanted(mechanism: Mechanism, only: Option<Mechanism>, can_bind: bool) -> bool {
    match only {
        None => can_bind || !mechanism.is_bound(),
        Some(Mechanism::Login | Mechanism::ImapLogin) => {
            matches!(mechanism, Mechanism::Login | Mechanism::ImapLogin)
        }
        Some(only) => mechanism == only,
    }
}

/// What the server takes a proof by instead of the password, and proves itself; the bound ones first.
const PROOFS: [Mechanism; 6] = [
    Mechanism::ScramSha512Plus,
    Mechanism::ScramSha256Plus,
    Mechanism::ScramSha1Plus,
    Mechanism::ScramSha512,
    Mechanism::ScramSha256,
    Mechanism::ScramSha1,
];
/// What is used when nothing better is offered: LOGIN is not standardised, and APOP and CRAM-MD5, inside
/// TLS no safer than PLAIN, have servers keep passwords in clear and are often offered where they do not.
const OLD: [Mechanism; 3] = [Mechanism::Login, Mechanism::Apop, Mechanism::CramMd5];
/// What takes a bearer token.
const TOKENS: [Mechanism; 2] = [Mechanism::OauthBearer, Mechanism::Xoauth2];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secret;

    fn texts(words: &str) -> Vec<ServerText> {
        words.split(',').map(ServerText::from).collect()
    }

    #[test]
    fn the_shortest_usable_way_is_chosen() {
        let ascii = Secret::new("secret".to_owned());
        let greek = Secret::new("μυστικό".to_owned());
        let (imap, pop3) = (Service::Imap, Service::Pop3);
        for (service, list, only, secret, expected) in [
            (imap, "IMAP4rev1,SASL-IR,AUTH=PLAIN", None, &ascii, Ok(Mechanism::Plain)),
            (imap, "IMAP4rev1,AUTH=PLAIN", None, &ascii, Ok(Mechanism::ImapLogin)),
            (imap, "IMAP4rev1,AUTH=PLAIN", None, &greek, Ok(Mechanism::Plain)),
            (imap, "IMAP4rev1", None, &ascii, Ok(Mechanism::ImapLogin)),
            (imap, "IMAP4rev1", None, &greek, Err(NotAttempted::Unusable)),
            (imap, "IMAP4rev1,LOGINDISABLED", None, &ascii, Err(NotAttempted::NoMechanism)),
            (imap, "A,LOGINDISABLED,AUTH=XOAUTH2", None, &ascii, Err(NotAttempted::Unusable)),
            (imap, "SASL-IR,AUTH=PLAIN", Some(Mechanism::Login), &ascii, Ok(Mechanism::ImapLogin)),
            (Service::Smtp, "AUTH LOGIN PLAIN", None, &ascii, Ok(Mechanism::Plain)),
            (Service::Smtp, "AUTH LOGIN", None, &greek, Ok(Mechanism::Login)),
            (
                Service::Smtp,
                "AUTH LOGIN",
                Some(Mechanism::Plain),
                &ascii,
                Err(NotAttempted::NotOffered(Mechanism::Plain)),
            ),
            (Service::Smtp, "PIPELINING", None, &ascii, Err(NotAttempted::NoMechanism)),
            (Service::Smtp, "AUTH CRAM-MD5", None, &ascii, Ok(Mechanism::CramMd5)),
            (Service::Smtp, "AUTH NTLM", None, &ascii, Err(NotAttempted::Unusable)),
            (pop3, "SASL PLAIN,USER,APOP", None, &ascii, Ok(Mechanism::Plain)),
            (pop3, "SASL LOGIN CRAM-MD5,USER,APOP", None, &ascii, Ok(Mechanism::Pop3User)),
            (pop3, "SASL CRAM-MD5,APOP", None, &ascii, Ok(Mechanism::Apop)),
            (pop3, "USER", None, &greek, Err(NotAttempted::Unusable)),
            (pop3, "USER,UTF8 USER", None, &greek, Ok(Mechanism::Pop3User)),
            (pop3, "TOP,UIDL", None, &ascii, Err(NotAttempted::NoMechanism)),
            (pop3, "SASL PLAIN,USER", Some(Mechanism::Pop3User), &ascii, Ok(Mechanism::Pop3User)),
            (
                imap,
                "SASL-IR,AUTH=PLAIN,AUTH=SCRAM-SHA-1,AUTH=SCRAM-SHA-256",
                None,
                &ascii,
                Ok(Mechanism::ScramSha256),
            ),
        ] {
            let credential = ("you".to_owned(), Key::Password(secret));
            let chosen = usable(service, &texts(list), only, false, Some(&credential));
            assert_eq!(chosen.map(|(first, _)| first), expected, "{service} {list}");
        }
    }

    #[test]
    fn the_next_best_way_is_another_and_nobody_elses_choice() {
        let secret = Secret::new("secret".to_owned());
        let credential = ("you".to_owned(), Key::Password(&secret));
        let imap = Service::Imap;
        for (service, list, only, expected) in [
            (Service::Smtp, "AUTH LOGIN PLAIN", None, Some(Mechanism::Login)),
            (Service::Smtp, "AUTH PLAIN CRAM-MD5", None, Some(Mechanism::CramMd5)),
            (Service::Smtp, "AUTH LOGIN PLAIN", Some(Mechanism::Plain), None),
            (imap, "SASL-IR,AUTH=PLAIN", None, Some(Mechanism::ImapLogin)),
            (imap, "AUTH=PLAIN", None, Some(Mechanism::Plain)),
            (imap, "IMAP4rev1", None, None),
            (imap, "AUTH=LOGIN", Some(Mechanism::Login), None),
            (Service::Pop3, "SASL PLAIN,USER", None, Some(Mechanism::Pop3User)),
            (Service::Pop3, "USER", None, None),
        ] {
            let ways = usable(service, &texts(list), only, false, Some(&credential));
            assert_eq!(ways.map(|(_, other)| other), Ok(expected), "{list}");
        }
    }
}
