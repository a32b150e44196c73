//! How the talk with a server begins, or why it does not: questions that several rules share.

use super::meaning::{asked, told};
use crate::evidence::{AddressView, Attempt, Fact, Greeting, ReadFailure, Stage, Step, TlsFailure};
use crate::knowledge::replies::{Meaning, Moment};
use crate::model::{Security, ServerText};
use crate::wire::greeting::{self, GreetingKind};

/// What a server said first, where it was to speak: in clear, inside TLS, or in clear instead of TLS.
pub(super) struct Opening<'a> {
    pub(super) kind: GreetingKind,
    pub(super) lines: &'a [ServerText],
    /// TLS was to come first, and this came instead of it.
    pub(super) instead_of_tls: bool,
}

/// What the server said first; `None` when it said nothing complete.
pub(super) fn opening<'a>(address: &AddressView<'a>) -> Option<Opening<'a>> {
    let endpoint = address.endpoint.endpoint();
    if endpoint.security == Security::Tls
        && let Step::Failed(TlsFailure::PlainText { text, .. }) = address.handshake()
    {
        let kind = greeting::kind(endpoint.service, text.as_str().as_bytes());
        return Some(Opening { kind, lines: std::slice::from_ref(text), instead_of_tls: true });
    }
    let Greeting { kind, lines, .. } = greeting(address).done()?;
    Some(Opening { kind: kind.clone(), lines, instead_of_tls: false })
}

/// The greeting as a client meets it. A certificate that is not trusted ends a client's connection,
/// so what came after it was not reached; nor is silence a fault where TLS is what is spoken.
pub(super) fn greeting<'a>(address: &AddressView<'a>) -> Step<&'a Greeting, &'a ReadFailure> {
    let is_tls = address.endpoint.endpoint().security == Security::Tls;
    let is_reached = !is_tls || address.handshake().done().is_some();
    if is_reached && !address.speaks_implicit_tls() { address.greeting() } else { Step::NotReached }
}

/// Where the talk broke down: in the greeting, or at the client's first question after it.
pub(super) struct Breakdown<'a> {
    pub(super) why: &'a ReadFailure,
    /// What had come of the greeting.
    pub(super) partial: Option<&'a ServerText>,
    /// The greeting was complete.
    pub(super) after_greeting: bool,
}

impl Breakdown<'_> {
    /// Which of the texts: they are named alike in every rule.
    pub(super) fn case(&self) -> &'static str {
        match self.partial {
            _ if self.after_greeting => "after-greeting",
            Some(_) => "partial",
            None => "other",
        }
    }

    /// All that was heard.
    pub(super) fn heard(&self) -> Option<ServerText> {
        if let ReadFailure::Garbled { text } = self.why {
            return Some(text.clone());
        }
        if let ReadFailure::Other { text } = self.why {
            return Some(ServerText::from(text.as_str()));
        }
        self.partial.cloned()
    }
}

/// Why there was no talk; `None` when there was one.
pub(super) fn breakdown<'a>(address: &AddressView<'a>) -> Option<Breakdown<'a>> {
    if let Step::Failed(why) = greeting(address) {
        let partial = address.partial_greeting().filter(|text| !text.as_str().is_empty());
        return Some(Breakdown { why, partial, after_greeting: false });
    }
    let Refusal::Unread(why) = first_question(address)? else { return None };
    Some(Breakdown { why, partial: None, after_greeting: true })
}

/// What came instead of the capabilities.
pub(super) enum Refusal<'a> {
    /// The server said no.
    Said(&'a ServerText),
    /// Nothing that could be read.
    Unread(&'a ReadFailure),
}

/// What came instead of the capabilities, when the client asked for them before the log-in.
pub(super) fn first_question<'a>(address: &AddressView<'a>) -> Option<Refusal<'a>> {
    if !matches!(opening(address)?.kind, GreetingKind::Ready | GreetingKind::Preauth) {
        return None;
    }
    address.facts(Attempt::Client).find_map(|fact| {
        let Fact::CapabilitiesFailed { stage, why, reply } = fact else { return None };
        if *stage == Stage::AfterLogin {
            return None;
        }
        let unread = why.as_ref().map(Refusal::Unread);
        unread.or_else(|| reply.as_ref().map(Refusal::Said))
    })
}

/// The answer to STARTTLS that turns the client away, for now or for good: a goodbye, or words that the catalogue knows as such. It is no word about encryption.
pub(super) struct Dismissal<'a> {
    pub(super) reply: &'a ServerText,
    pub(super) meanings: Vec<Meaning>,
}

/// The answer to STARTTLS, if it turns the client away.
pub(super) fn dismissal<'a>(address: &AddressView<'a>) -> Option<Dismissal<'a>> {
    let Fact::StarttlsRefused { reply, .. } = address.starttls()? else { return None };
    let meanings = asked(address, Moment::Starttls, std::slice::from_ref(reply));
    // RFC 9051 §7.1.5, RFC 5321 §3.8.
    let is_goodbye = |start: &&str| reply.as_str().to_ascii_uppercase().starts_with(start);
    let turns_away = ["* BYE", "421"].iter().any(is_goodbye) || told(&meanings).is_some();
    turns_away.then_some(Dismissal { reply, meanings })
}
