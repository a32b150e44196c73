//! What the catalogue of replies knows, in the words of rules: cases, causes, waits.

use std::collections::BTreeSet;

use crate::evidence::{AddressView, GreetingKind};
use crate::knowledge::replies::{Certainty, Kind, Meaning, Moment, Said, SpeakerKind, meanings};
use crate::model::ServerText;
use crate::report::{Wait, WaitSource};

/// Asks what a reply of this address means; empty when nothing was said or nothing is known.
pub(super) fn asked(
    address: &AddressView<'_>,
    moment: Moment,
    lines: &[ServerText],
) -> Vec<Meaning> {
    let endpoint = address.endpoint.endpoint();
    let greeting = address.greeting().done().map_or(&[][..], |greeting| &greeting.lines);
    meanings(&Said::new(endpoint.service, moment, lines).host(&endpoint.host).greeting(greeting))
}

/// Whether the server has too much to do, with us or with everybody. That it waited too long for us,
/// or had enough of our mistakes, is something else.
pub(super) fn is_busy(meaning: &Meaning) -> bool {
    let is_ours = matches!(meaning.kind, Some(Kind::Idle | Kind::Misuse));
    meaning.finding == "greeting.busy" && !is_ours
}

/// Whether a text that is known says that this is for now or for good. A code says no more than what
/// was seen of it already.
pub(super) fn told(meanings: &[Meaning]) -> Option<GreetingKind> {
    let first = meanings.first().filter(|meaning| meaning.certainty > Certainty::Code)?;
    match first.finding {
        "greeting.busy" => Some(GreetingKind::Busy),
        "greeting.refused" => Some(GreetingKind::Refused),
        _other => None,
    }
}

/// Which text of `greeting.busy` fits, where the meanings agree on one; `None` where they do not, or
/// where only a code is known.
pub(super) fn busy_case(meanings: &[Meaning]) -> Option<&'static str> {
    let is_told = meanings.iter().all(|it| is_busy(it) && it.certainty > Certainty::Code);
    let kinds: BTreeSet<Kind> = meanings.iter().filter_map(|meaning| meaning.kind).collect();
    let kinds: Vec<Kind> = kinds.into_iter().filter(|_| is_told).collect();
    match kinds.as_slice() {
        [Kind::Concurrency] if limit(meanings).is_some() => Some("limit"),
        [Kind::Concurrency] => Some("concurrency"),
        [Kind::Concurrency, Kind::Rate] => Some("connections"),
        [Kind::Maintenance] => Some("maintenance"),
        [Kind::Rate] => Some("rate"),
        _several_or_none => None,
    }
}

/// How many connections the server allows, where it says so.
pub(super) fn limit(meanings: &[Meaning]) -> Option<u32> {
    meanings.first().and_then(|meaning| meaning.limit)
}

/// The causes that the meanings come down to, the likeliest first.
pub(super) fn causes(meanings: &[Meaning]) -> Vec<&'static str> {
    let mut causes = Vec::new();
    for cause in meanings.iter().flat_map(|meaning| cause(meaning)) {
        if !causes.contains(cause) {
            causes.push(*cause);
        }
    }
    causes
}

fn cause(meaning: &Meaning) -> &'static [&'static str] {
    match (meaning.finding, meaning.kind) {
        ("greeting.busy", Some(Kind::Concurrency)) => &["cause-too-many-connections"],
        ("greeting.busy", Some(Kind::Rate)) => &["cause-too-many-in-a-time"],
        ("greeting.busy", Some(Kind::Idle | Kind::Misuse)) => &[],
        ("greeting.busy", _) => &["cause-server-overloaded"],
        ("greeting.refused", Some(Kind::Address)) => &["cause-listed-address"],
        ("greeting.refused", Some(Kind::ClientName)) => &["cause-client-name"],
        ("greeting.refused", Some(Kind::Foreign)) => &["cause-foreign-filter"],
        ("greeting.refused", _) => {
            &["cause-listed-address", "cause-foreign-filter", "cause-wrong-server-or-port"]
        }
        ("login.app-password-required", _) => &["cause-app-password"],
        ("login.locked", _) => &["cause-account-locked"],
        ("login.oauth-required", _) => &["cause-oauth"],
        ("login.rejected", _) => &["cause-wrong-password", "cause-portal-password"],
        ("login.restricted", Some(Kind::Client)) => &["cause-unnamed-client"],
        ("login.restricted", _) => &["cause-account-restricted"],
        ("login.service-disabled", _) => &["cause-service-off"],
        ("login.temporary-failure", _) => &["cause-server-trouble"],
        ("login.username-form", _) => &["cause-username-form"],
        ("login.web-login-required", _) => &["cause-web-login"],
        ("send.recipient-rejected", _) => &["cause-no-such-recipient"],
        ("send.relay-denied", _) => &["cause-not-logged-in"],
        ("send.sender-rejected", _) => &["cause-other-sender"],
        _other => &[],
    }
}

/// Whether the words are known to be the provider's own, so that they say more than what it publishes.
pub(super) fn is_of_provider(meanings: &[Meaning]) -> bool {
    let is_its_own = |it: &Meaning| {
        it.entry.by.kind == SpeakerKind::Provider && it.certainty == Certainty::Exact
    };
    meanings.len() > 1 && meanings.first().is_some_and(is_its_own)
}

/// How long to wait: as the reply says, else as its speaker's own rule does.
pub(super) fn wait(meanings: &[Meaning]) -> Option<Wait> {
    wait_of(meanings.first()?)
}

/// The wait of one meaning, if it has one.
pub(crate) fn wait_of(meaning: &Meaning) -> Option<Wait> {
    let wait = meaning.wait?;
    let whose = match meaning.entry.by.kind {
        _ if wait.source.is_empty() => WaitSource::Reply,
        SpeakerKind::Provider => WaitSource::Provider,
        SpeakerKind::Software => WaitSource::Software,
        // Words without a speaker have no rule of their own.
        SpeakerKind::Standard | SpeakerKind::Words => return None,
    };
    Some(Wait::new(wait.length, whose, wait.source))
}

/// What servers refuse a log-in for, other than user name and password.
pub(super) const DENIED: &[&str] = &[
    "login.app-password-required",
    "login.locked",
    "login.oauth-required",
    "login.restricted",
    "login.service-disabled",
    "login.web-login-required",
];
