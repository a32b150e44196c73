//! What came of a log-in: the one place where a server's answer to it is judged.

use super::greeting::says_limit;
use crate::evidence::{AddressView, Evidence, LoginFailure, LoginReply, ReadFailure, Step};
use crate::model::ServerText;
use crate::report::LoginOutcome;
use crate::wire::imap::{Condition, Response, Status};

/// What came of the log-in at each endpoint of the evidence.
pub(super) fn logins(evidence: &Evidence) -> Vec<LoginOutcome> {
    let mut logins = vec![LoginOutcome::NotAttempted; evidence.endpoints.len()];
    for view in evidence.views() {
        if let (Some(login), Some(address)) = (logins.get_mut(view.index), view.furthest()) {
            *login = outcome(&address);
        }
    }
    logins
}

/// What came of the log-in at one address.
pub(super) fn outcome(address: &AddressView<'_>) -> LoginOutcome {
    match address.login() {
        Step::Done(reply) => answered(reply),
        Step::Failed(LoginFailure { why: ReadFailure::Stopped, .. }) => LoginOutcome::Stopped,
        Step::Failed(LoginFailure { lines, .. }) if lines.iter().any(says_limit) => {
            LoginOutcome::Limit
        }
        Step::Failed(_) => LoginOutcome::Unanswered,
        Step::NotReached => LoginOutcome::NotAttempted,
    }
}

/// What the server said to the log-in, whether or not its answer was complete.
pub(super) fn said<'a>(address: &AddressView<'a>) -> &'a [ServerText] {
    match address.login() {
        Step::Done(reply) => &reply.lines,
        Step::Failed(failure) => &failure.lines,
        Step::NotReached => &[],
    }
}

/// What says most comes first: a limit explains a refusal by policy as well.
fn answered(reply: &LoginReply) -> LoginOutcome {
    if reply.accepted {
        LoginOutcome::Accepted
    } else if reply.detail.as_deref() == Some("LIMIT") || reply.lines.iter().any(says_limit) {
        LoginOutcome::Limit
    } else if reply.transient || reply.lines.iter().any(says_later) {
        LoginOutcome::Later
    } else if is_policy(reply) {
        LoginOutcome::TurnedAway
    } else if is_about_the_command(reply) {
        LoginOutcome::NotCarriedOut
    } else {
        LoginOutcome::Rejected
    }
}

/// SMTP's 550 or 554 with `5.7.1`, "delivery not authorized" (RFC 3463 §3.8), is no word about a
/// credential: that would be 535 (RFC 4954 §6).
fn is_policy(reply: &LoginReply) -> bool {
    matches!(reply.code, Some(550 | 554)) && reply.detail.as_deref() == Some("5.7.1")
}

/// Whether the answer is about the command and not about what it carried: SMTP's 50x are about
/// syntax, order and what is implemented (RFC 5321 §4.2.1), also as answers to AUTH (RFC 4954 §4),
/// and so is IMAP's `BAD` (RFC 9051 §7.1.3), unless its response code says otherwise.
fn is_about_the_command(reply: &LoginReply) -> bool {
    if let Some(code) = reply.code {
        return code / 10 == SMTP_SYNTAX;
    }
    let last = reply.lines.last().map(|line| Response::parse(line.as_str().as_bytes()));
    let Some(Ok(Response::Tagged { status: Status { condition, .. }, .. })) = last else {
        return false;
    };
    let was_checked = |code: &str| CODES_OF_THE_CREDENTIAL.contains(&code);
    condition == Condition::Bad && !reply.detail.as_deref().is_some_and(was_checked)
}

/// Whether a reply whose code does not say so says that another time may be better.
fn says_later(line: &ServerText) -> bool {
    LATER_WORDS.iter().any(|words| line.says(words))
}

/// The first two digits of SMTP's replies about syntax (RFC 5321 §4.2.1).
const SMTP_SYNTAX: u16 = 50;
/// IMAP's response codes for a credential that was looked at (RFC 5530 §3).
const CODES_OF_THE_CREDENTIAL: &[&str] =
    &["AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED"];
/// What servers say, without a code, when they cannot check now.
const LATER_WORDS: &[&str] = &[
    "rate limit", // Mailu 1.x front, "Authentication rate limit from one source exceeded"
    "server unavailable", // Exchange IMAP, "NO Server Unavailable. 15"
    "undergoing maintenance", // Zimbra, "NO [ALERT] account undergoing maintenance"
];
