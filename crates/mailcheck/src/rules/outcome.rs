//! What came of a log-in: the one place where a server's answer to it is judged.

use super::exchange::is_given_up;
use super::meaning::{DENIED, asked, is_busy};
use crate::evidence::{AddressView, Evidence, LoginFailure, LoginReply, ReadFailure, Step};
use crate::knowledge::replies::{Meaning, Moment};
use crate::model::ServerText;
use crate::report::LoginOutcome;
use crate::wire::imap::{Condition, Response, Status};

/// What came of a log-in, in whose words, and what is known of them.
pub(super) struct Answer<'a> {
    pub(super) outcome: LoginOutcome,
    /// What the server said to the log-in, whether or not its answer was complete.
    pub(super) lines: &'a [ServerText],
    /// What that may mean, the likeliest first.
    pub(super) meanings: Vec<Meaning>,
}

/// What came of the log-in at each endpoint of the evidence.
pub(super) fn logins(evidence: &Evidence) -> Vec<LoginOutcome> {
    let mut logins = vec![LoginOutcome::NotAttempted; evidence.endpoints.len()];
    for view in evidence.views() {
        if let (Some(login), Some(address)) = (logins.get_mut(view.index), view.furthest()) {
            *login = answer(&address).outcome;
        }
    }
    logins
}

/// What came of the log-in at one address.
pub(super) fn answer<'a>(address: &AddressView<'a>) -> Answer<'a> {
    match address.login() {
        Step::Done(reply) if reply.accepted => {
            let (outcome, lines) = (LoginOutcome::Accepted, reply.lines.as_slice());
            Answer { outcome, lines, meanings: Vec::new() }
        }
        Step::Done(reply) if is_given_up(reply) => {
            let (outcome, lines) = (LoginOutcome::GivenUp, reply.lines.as_slice());
            Answer { outcome, lines, meanings: Vec::new() }
        }
        Step::Done(reply) => {
            let meanings = asked(address, Moment::Login, &reply.lines);
            Answer { outcome: refused(reply, &meanings), lines: &reply.lines, meanings }
        }
        Step::Failed(failure) => {
            let meanings = asked(address, Moment::Login, &failure.lines);
            Answer { outcome: unanswered(failure, &meanings), lines: &failure.lines, meanings }
        }
        Step::NotReached => {
            Answer { outcome: LoginOutcome::NotAttempted, lines: &[], meanings: Vec::new() }
        }
    }
}

/// The answer to the log-in, if the server refused it for this reason of its own.
pub(super) fn denied<'a>(address: &AddressView<'a>, finding: &str) -> Option<Answer<'a>> {
    let answer = answer(address);
    let is_so = answer.meanings.first().is_some_and(|meaning| meaning.finding == finding);
    let is_denied = matches!(answer.outcome, LoginOutcome::Denied | LoginOutcome::Locked);
    (is_denied && is_so).then_some(answer)
}

/// What the catalogue knows goes first: servers use codes for what they were not made for. But what
/// may pass by its code is never taken for a word about the credential.
fn refused(reply: &LoginReply, meanings: &[Meaning]) -> LoginOutcome {
    match known(meanings) {
        Some(LoginOutcome::Rejected) | None if reply.transient => LoginOutcome::Later,
        Some(outcome) => outcome,
        None if is_about_the_command(reply) => LoginOutcome::NotCarriedOut,
        None => LoginOutcome::Rejected,
    }
}

/// What a server said before it hung up may explain that it did.
fn unanswered(failure: &LoginFailure, meanings: &[Meaning]) -> LoginOutcome {
    match (&failure.why, known(meanings)) {
        (ReadFailure::Stopped, _) => LoginOutcome::Stopped,
        (_, Some(LoginOutcome::Rejected) | None) => LoginOutcome::Unanswered,
        (_, Some(outcome)) => outcome,
    }
}

/// What the meanings say of the log-in. Words that stand for several reasons settle none of them: if
/// user name and password are among them it is a refusal, with all its causes, and else the form of the
/// reply decides.
fn known(meanings: &[Meaning]) -> Option<LoginOutcome> {
    let first = meanings.first()?;
    let may_be = |finding: &str| meanings.iter().any(|meaning| meaning.finding == finding);
    let is_settled = meanings.iter().all(|meaning| meaning.finding == first.finding);
    match first.finding {
        "greeting.busy" if is_busy(first) => Some(LoginOutcome::Busy),
        "greeting.refused" => Some(LoginOutcome::TurnedAway),
        "login.rejected" | "login.username-form" => Some(LoginOutcome::Rejected),
        "login.temporary-failure" => Some(LoginOutcome::Later),
        "login.locked" if is_settled => Some(LoginOutcome::Locked),
        finding if DENIED.contains(&finding) && is_settled => Some(LoginOutcome::Denied),
        _of_the_credential if may_be("login.rejected") => Some(LoginOutcome::Rejected),
        finding if OF_THE_COMMAND.contains(&finding) => Some(LoginOutcome::NotCarriedOut),
        // Said at another moment it would be about the message; at the log-in it is about the line.
        _of_the_message if may_be("greeting.refused") => Some(LoginOutcome::TurnedAway),
        _other => None,
    }
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
    condition == Condition::Bad
}

/// Inside TLS these are about what the client asked for: nothing more to encrypt, no such mechanism.
const OF_THE_COMMAND: &[&str] = &[
    "login.mechanism-broken",
    "login.mechanism-unusable",
    "login.no-mechanism",
    "login.would-be-in-clear",
];
/// The first two digits of SMTP's replies about syntax (RFC 5321 §4.2.1).
const SMTP_SYNTAX: u16 = 50;
