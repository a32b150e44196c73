//! Every finding that can be explained, and who can act on it.

use super::{By, Certainty, Explanation};
use crate::knowledge::replies::Kind;
use crate::report::Who;
use crate::rules::usual_wait;

/// The ids of all findings that can be explained, in the order of the stages. Some are judged by no
/// rule yet, and `device.…` are faults of the mail program, which none will judge.
///
/// # Examples
///
/// ```
/// assert!(mailcheck::explain::findings().any(|id| id == "login.locked"));
/// ```
pub fn findings() -> impl Iterator<Item = &'static str> {
    FINDINGS.iter().map(|(id, _who)| *id)
}

/// Who can act on a finding of this kind; the person where it is none of ours.
pub(super) fn who(finding: &str, kind: Option<Kind>) -> Who {
    match (finding, kind) {
        ("greeting.refused", Some(Kind::ClientName | Kind::Foreign))
        | ("login.restricted", Some(Kind::Client)) => return Who::You,
        ("greeting.busy", Some(Kind::Maintenance | Kind::Overload))
        | ("greeting.refused", Some(Kind::Policy))
        | ("login.service-disabled", Some(Kind::Admin)) => return Who::Provider,
        _all_kinds_alike => {}
    }
    FINDINGS.iter().find(|(id, _who)| *id == finding).map_or(Who::You, |(_id, who)| *who)
}

/// The finding that a text is the name of: `greeting.busy`, or with its kind `greeting.busy rate`.
pub(super) fn named(text: &str) -> Option<Explanation> {
    if text.len() > MAX_NAME_OCTETS {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let mut words = text.split_ascii_whitespace();
    let finding = words.next()?;
    let finding = findings().find(|id| *id == finding)?;
    let kind_of = |name: &str| Kind::ALL.into_iter().find(|kind| kind.name() == name);
    let kind = words.next().map(kind_of);
    if kind == Some(None) || words.next().is_some() {
        return None;
    }
    let kind = kind.flatten();
    Some(Explanation {
        finding,
        kind,
        certainty: Certainty::Named,
        by: By::Name,
        who: who(finding, kind),
        wait: usual_wait(finding, kind),
    })
}

/// The finding whose name is nearest to a word that looks like one.
pub(super) fn nearest(text: &str) -> Option<&'static str> {
    let is_name = |letter: char| letter.is_ascii_alphabetic() || ".-_".contains(letter);
    if text.len() > MAX_NAME_OCTETS || !text.chars().all(is_name) {
        return None;
    }
    let text = text.to_ascii_lowercase().replace('_', "-");
    let near = |id: &'static str| (strsim::damerau_levenshtein(id, &text), id);
    let (distance, id) = findings().map(near).min()?;
    (distance <= MAX_SLIPS).then_some(id)
}

/// No name is longer.
const MAX_NAME_OCTETS: usize = 64;
/// Letters by which a name may be missed.
const MAX_SLIPS: usize = 4;

static FINDINGS: &[(&str, Who)] = &[
    ("settings.not-found", Who::You),
    ("settings.broken-document", Who::Provider),
    ("settings.conflict", Who::Provider),
    ("settings.forgeable-source", Who::You),
    ("settings.insecure", Who::Provider),
    ("settings.pop3-only", Who::You),
    ("settings.record-odd", Who::Provider),
    ("settings.stale", Who::Provider),
    ("settings.starttls-preferred", Who::Provider),
    ("settings.look-alike", Who::You),
    ("dns.name-not-found", Who::You),
    ("dns.no-answer", Who::Line),
    ("dns.bogus", Who::Provider),
    ("connect.refused", Who::You),
    ("connect.filtered", Who::Line),
    ("connect.unreachable", Who::You),
    ("connect.address-dead", Who::Provider),
    ("connect.submission-blocked", Who::You),
    ("greeting.dropped", Who::You),
    ("greeting.slow", Who::Provider),
    ("greeting.silent", Who::You),
    ("greeting.not-mail", Who::You),
    ("greeting.other-service", Who::You),
    ("greeting.busy", Who::You),
    ("greeting.refused", Who::Line),
    ("tls.wrong-kind", Who::You),
    ("tls.starttls-not-offered", Who::You),
    ("tls.starttls-refused", Who::Provider),
    ("tls.starttls-injection", Who::Provider),
    ("tls.handshake-failed", Who::Provider),
    ("tls.version-obsolete", Who::Provider),
    ("tls.certificate-expired", Who::Provider),
    ("tls.certificate-not-yet-valid", Who::You),
    ("tls.certificate-expires-soon", Who::Provider),
    ("tls.certificate-name-mismatch", Who::You),
    ("tls.certificate-self-signed", Who::Provider),
    ("tls.certificate-unknown-issuer", Who::Line),
    ("tls.certificate-chain-incomplete", Who::Provider),
    ("tls.certificate-weak", Who::Provider),
    ("tls.certificates-differ", Who::Provider),
    ("tls.intercepted", Who::Line),
    ("login.no-mechanism", Who::You),
    ("login.mechanism-unusable", Who::You),
    ("login.mechanism-broken", Who::Provider),
    ("login.allowed-in-clear", Who::You),
    ("login.would-be-in-clear", Who::You),
    ("login.server-unproved", Who::Provider),
    ("login.exchange-failed", Who::Provider),
    ("login.token-refused", Who::You),
    ("login.certificate-refused", Who::Provider),
    ("login.rejected", Who::You),
    ("login.temporary-failure", Who::Provider),
    ("login.locked", Who::You),
    ("login.restricted", Who::Provider),
    ("login.app-password-required", Who::You),
    ("login.oauth-required", Who::You),
    ("login.web-login-required", Who::You),
    ("login.service-disabled", Who::You),
    ("login.username-form", Who::You),
    ("login.typing", Who::You),
    ("login.too-soon", Who::You),
    ("session.refused", Who::Provider),
    ("session.id-required", Who::You),
    ("session.mailbox-full", Who::You),
    ("session.mailbox-nearly-full", Who::You),
    ("session.prefix", Who::You),
    ("send.sender-rejected", Who::You),
    ("send.relay-denied", Who::You),
    ("send.refused", Who::Provider),
    ("send.deferred", Who::You),
    ("send.not-authenticated", Who::Provider),
    ("send.over-quota", Who::You),
    ("send.recipient-rejected", Who::You),
    ("send.too-large", Who::You),
    ("send.not-tested", Who::You),
    ("send.not-delivered", Who::You),
    ("send.junked", Who::You),
    ("send.authentication-failed", Who::Provider),
    ("send.not-encrypted-on-the-way", Who::Provider),
    ("send.delivered", Who::You),
    ("limits.measured", Who::You),
    ("limits.low", Who::Provider),
    ("limits.not-restored", Who::You),
    ("limits.too-many-devices", Who::You),
    ("limits.not-determined", Who::You),
    ("capability.missing", Who::Provider),
    ("capability.idle-silent", Who::Provider),
    ("device.profile", Who::You),
];
