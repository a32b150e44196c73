//! What to choose as authentication in a mail program, in the autoconfig draft's words.

use crate::evidence::{AddressView, Credential, EndpointView, Mechanism, OtherLogin, Stage, Step};
use crate::model::{Authentication, Service};
use crate::wire::{mechanisms, offers};

/// What to choose for this server, the best first: by what was given to log in with, what the server
/// offers and what of it was seen not to work. Where nothing is known it is the ordinary password.
pub(super) fn to_choose(view: &EndpointView<'_>) -> Vec<Authentication> {
    match view.evidence.account.credential {
        Credential::Certificate => return vec![Authentication::TlsClientCert],
        Credential::Token => return vec![Authentication::OAuth2],
        Credential::None | Credential::Password => {}
    }
    let usual = vec![Authentication::PasswordCleartext];
    let Some(address) = view.furthest() else { return usual };
    let Some(offered) = offered(&address) else { return usual };
    let is_broken = |mechanism: &Mechanism| broken(&address).any(|it| it == *mechanism);
    let works = |all: &[Mechanism]| all.iter().any(|it| offered.contains(it) && !is_broken(it));
    if works(CLEARTEXT) {
        return usual;
    }
    if works(ENCRYPTED) {
        return vec![Authentication::PasswordEncrypted];
    }
    if works(TOKEN) { vec![Authentication::OAuth2] } else { usual }
}

/// The mechanisms that the server offers inside TLS and this program knows.
fn offered(address: &AddressView<'_>) -> Option<Vec<Mechanism>> {
    let list = address.capabilities(Stage::AfterTls)?;
    let service = address.endpoint.endpoint().service;
    let mut offered: Vec<Mechanism> =
        mechanisms(service, list).iter().filter_map(|name| name.parse().ok()).collect();
    match service {
        Service::Imap if !offers(list, "LOGINDISABLED") => offered.push(Mechanism::ImapLogin),
        // Without a list of capabilities there is still USER (RFC 2449 §6.3).
        Service::Pop3 if list.is_empty() || offers(list, "USER") => {
            offered.push(Mechanism::Pop3User);
        }
        Service::Imap | Service::Pop3 | Service::Smtp => {}
    }
    // The greeting says so, and no list (RFC 1939 §7).
    if address.apop_timestamp().is_some() {
        offered.push(Mechanism::Apop);
    }
    Some(offered)
}

/// Those that were tried and refused, though another was taken.
fn broken<'a>(address: &AddressView<'a>) -> impl Iterator<Item = Mechanism> + use<'a> {
    let is_logged_in = matches!(address.login(), Step::Done(reply) if reply.accepted);
    let missing = address.login_by_a_missing_mechanism().map(|reply| reply.mechanism);
    let others = address.other_mechanisms().filter_map(|(mechanism, login)| match login {
        OtherLogin::Answered(reply) if !reply.accepted => Some(mechanism),
        OtherLogin::Answered(_) | OtherLogin::Failed(_) | OtherLogin::LeftOut => None,
    });
    missing.into_iter().chain(others).filter(move |_| is_logged_in)
}

/// What mail programs call the ordinary password.
const CLEARTEXT: &[Mechanism] =
    &[Mechanism::Plain, Mechanism::Login, Mechanism::ImapLogin, Mechanism::Pop3User];
/// What they call an encrypted password, MD5 or challenge and response.
const ENCRYPTED: &[Mechanism] = &[
    Mechanism::CramMd5,
    Mechanism::Apop,
    Mechanism::ScramSha1,
    Mechanism::ScramSha256,
    Mechanism::ScramSha512,
];
const TOKEN: &[Mechanism] = &[Mechanism::OauthBearer, Mechanism::Xoauth2];
