//! What came of asking whether mail may be sent: the one place where a server's answer to MAIL and
//! RCPT is judged.

use super::meaning::{asked, is_busy};
use crate::evidence::{AddressView, Attempt, EnvelopePart, SendReply, Step};
use crate::knowledge::replies::{Certainty, Meaning, Moment};
use crate::model::ServerText;

/// What came of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Sending {
    Accepted,
    /// A limit, which is no word about this mail.
    Busy,
    Deferred,
    /// The message itself, whose envelope was taken.
    MessageRefused,
    RecipientRejected,
    RelayDenied,
    SenderRejected,
    /// A filter, which is no word about this mail.
    TurnedAway,
}

/// What came of it, in whose words, and what is known of them.
pub(super) struct Envelope<'a> {
    pub(super) outcome: Sending,
    pub(super) lines: &'a [ServerText],
    /// What that may mean, the likeliest first.
    pub(super) meanings: Vec<Meaning>,
}

/// What came of it on this kind of connection to an address; `None` where that was not asked, or
/// cannot be told.
pub(super) fn sending<'a>(address: &AddressView<'a>, attempt: Attempt) -> Option<Envelope<'a>> {
    if attempt == Attempt::Delivery
        && let Some(reply) = address.message()
    {
        return message(address, reply);
    }
    let Step::Done(reply) = address.envelope(attempt) else { return None };
    let lines = reply.lines.as_slice();
    if reply.is_positive() {
        return Some(Envelope { outcome: Sending::Accepted, lines, meanings: Vec::new() });
    }
    let moment = match reply.part {
        EnvelopePart::Recipient => Moment::Rcpt,
        EnvelopePart::Sender => Moment::Mail,
    };
    let meanings = asked(address, moment, lines);
    let outcome = refused(reply.code, Some(reply.part), &meanings)?;
    Some(Envelope { outcome, lines, meanings })
}

/// The same of a message, whose envelope was taken.
fn message<'a>(address: &AddressView<'a>, reply: &'a SendReply) -> Option<Envelope<'a>> {
    let lines = reply.lines.as_slice();
    if reply.is_accepted() {
        return Some(Envelope { outcome: Sending::Accepted, lines, meanings: Vec::new() });
    }
    let meanings = asked(address, Moment::Data, lines);
    Some(Envelope { outcome: refused(reply.code, None, &meanings)?, lines, meanings })
}

/// A text that is known goes first: Postfix denies relaying by 454 unless changed. Then it counts that
/// another time may be better, then what is known of the code, and at last what was refused.
fn refused(code: u16, part: Option<EnvelopePart>, meanings: &[Meaning]) -> Option<Sending> {
    let is_text = meanings.first().is_some_and(|first| first.certainty > Certainty::Code);
    if meanings.first().is_some_and(is_busy) {
        return Some(Sending::Busy);
    }
    let known = likeliest(meanings);
    match code {
        _ if is_text && known.is_some() => known,
        _ if code / 100 == 4 => Some(Sending::Deferred),
        // A code alone does not say whether it is the message or who sends it.
        _ if part.is_none() => Some(Sending::MessageRefused),
        _ if known.is_some() => known,
        AUTHENTICATION_REQUIRED => Some(Sending::RelayDenied),
        // About the command, and not about what it carried (RFC 5321 §4.2.1).
        500 | 502..=504 => None,
        _ => Some(match part {
            Some(EnvelopePart::Recipient) => Sending::RecipientRejected,
            Some(EnvelopePart::Sender) => Sending::SenderRejected,
            None => Sending::MessageRefused,
        }),
    }
}

/// The likeliest meaning that has to do with sending. Where one reply stands for several things, a
/// session without log-in is the last of them: this one has just logged in.
fn likeliest(meanings: &[Meaning]) -> Option<Sending> {
    let mut known = meanings.iter().filter_map(|meaning| match meaning.finding {
        "greeting.refused" => Some(Sending::TurnedAway),
        "send.deferred" => Some(Sending::Deferred),
        "send.over-quota" | "send.recipient-rejected" => Some(Sending::RecipientRejected),
        "send.relay-denied" => Some(Sending::RelayDenied),
        "send.sender-rejected" => Some(Sending::SenderRejected),
        _of_something_else => None,
    });
    let first = known.next()?;
    let is_of_this_mail =
        |it: &Sending| matches!(it, Sending::RecipientRejected | Sending::SenderRejected);
    if first == Sending::RelayDenied {
        known.find(is_of_this_mail).or(Some(first))
    } else {
        Some(first)
    }
}

/// RFC 4954 §6.
const AUTHENTICATION_REQUIRED: u16 = 530;
