//! Why there were no more connections.

use super::limit::{Doubt, Number, Sort};
use super::words::{Says, Words};
use crate::evidence::{
    ConnectFailure, Ramp, RampEnd, ReadFailure, Refused, Trial, TrialKind, Turn,
};

/// What the end of a ramp tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Ended {
    pub(super) number: Number,
    pub(super) sort: Option<Sort>,
    pub(super) usable_again: Option<bool>,
}

/// Decides how many there can be, the first line that fits:
///
/// | the ramp ended because | the words say | after all goodbyes | later | number | sort |
/// |---|---|---|---|---|---|
/// | there were enough | | | | at least as many as were held | |
/// | the run was stopped, some were held | | | | at least as many as were held | |
/// | the run was stopped, none were held | | | | not determined: network | |
/// | one was lost | | | | not determined: lost | |
/// | of no route, an unknown error, the end of the run | | | | not determined: network | |
/// | something else than mail answered | | | | not determined: other reason | |
/// | refused | something else, or `SERVERBUG` | | | not determined: other reason | |
/// | refused | a rate | | | not determined: rate | rate |
/// | refused | | let in | | exactly as many as were held | concurrency |
/// | refused | connections at once | refused | let in | exactly as many as were held | concurrency |
/// | refused | | refused | let in | not determined: rate | rate |
/// | refused | | refused | refused, or not tried | not determined: not restored | |
/// | refused | connections at once | not tried | | exactly as many as were held | concurrency |
/// | refused | | not tried | | not determined: not confirmed | |
///
/// Where not one was held, there is no number unless the server states its limit: then others hold all
/// of it. A trial that failed on the line is as good as none.
pub(super) fn ended(ramp: &Ramp, trials: &[&Trial], words: &Words) -> Ended {
    let trial = |kind| trials.iter().rfind(|trial| trial.kind == kind).and_then(|it| let_in(it));
    let (again, later) = (trial(TrialKind::Again), trial(TrialKind::Later));
    let usable_again = match (again, later) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), _) | (None, Some(false)) => Some(false),
        (None, None) => None,
    };
    let doubt = |doubt| (Number::NotDetermined(doubt), None);
    let (number, sort) = match (ramp.end, &ramp.refused) {
        (RampEnd::Enough, _) => (Number::AtLeast(ramp.held), None),
        (RampEnd::Stopped, _) if ramp.held > 0 => (Number::AtLeast(ramp.held), None),
        (RampEnd::Stopped, _) => doubt(Doubt::Network),
        (RampEnd::Lost, _) => doubt(Doubt::Lost),
        (RampEnd::Refused, None) => doubt(Doubt::NotConfirmed),
        (RampEnd::Refused, Some(refused)) => match by_whom(&refused.turn) {
            Whom::Line => doubt(Doubt::Network),
            Whom::Stranger => doubt(Doubt::OtherReason),
            Whom::Server => refused_by_server(ramp, words, again, later),
        },
    };
    Ended { number, sort, usable_again }
}

fn refused_by_server(
    ramp: &Ramp,
    words: &Words,
    again: Option<bool>,
    later: Option<bool>,
) -> (Number, Option<Sort>) {
    let rate = Sort::Rate { connections: ramp.held, within_ms: ramp.took_ms };
    let rate = (Number::NotDetermined(Doubt::Rate), Some(rate));
    let is_known = ramp.held > 0 || words.limit.is_some();
    let number =
        if is_known { Number::Exactly(ramp.held) } else { Number::NotDetermined(Doubt::NoneHeld) };
    let at_once = (number, Some(Sort::Concurrency));
    match (words.says, again, later) {
        (Says::Another, _, _) => (Number::NotDetermined(Doubt::OtherReason), None),
        (Says::Rate, _, _) => rate,
        (_, Some(true), _)
        | (Says::Concurrency, Some(false), Some(true))
        | (Says::Concurrency, None, _) => at_once,
        (_, Some(false), Some(true)) => rate,
        (_, Some(false), _) => (Number::NotDetermined(Doubt::NotRestored), None),
        (_, None, _) => (Number::NotDetermined(Doubt::NotConfirmed), None),
    }
}

/// Whether a trial was let in; `None` where the line kept it from telling.
pub(super) fn let_in(trial: &Trial) -> Option<bool> {
    match &trial.refused {
        None => Some(true),
        Some(Refused { turn, .. }) => (by_whom(turn) == Whom::Server).then_some(false),
    }
}

/// Who does not let a connection in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Whom {
    /// The line, this device, or nobody: the run ended.
    Line,
    /// The server, or what guards it.
    Server,
    /// Something that does not speak the protocol.
    Stranger,
}

fn by_whom(turn: &Turn) -> Whom {
    match turn {
        Turn::Connect { why } => match why {
            ConnectFailure::NoRoute
            | ConnectFailure::Other { .. }
            | ConnectFailure::Stopped
            | ConnectFailure::Unreachable => Whom::Line,
            ConnectFailure::Refused | ConnectFailure::Reset | ConnectFailure::TimedOut => {
                Whom::Server
            }
        },
        Turn::Held { why } | Turn::Opening { why } | Turn::Unanswered { why } => match why {
            ReadFailure::Other { .. } | ReadFailure::Stopped => Whom::Line,
            ReadFailure::Garbled { .. } | ReadFailure::TooLong { .. } => Whom::Stranger,
            ReadFailure::Closed | ReadFailure::Reset | ReadFailure::TimedOut => Whom::Server,
        },
        Turn::Greeting | Turn::Login | Turn::LoginBye | Turn::Question => Whom::Server,
    }
}
