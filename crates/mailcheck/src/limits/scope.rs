//! Whose connections a limit counts together.

use super::ended::let_in;
use super::words::Words;
use crate::evidence::{Asker, Refused, Trial, TrialKind, Turn};
use crate::knowledge::replies::Scope;

/// Decides by who else is let in while all are held:
///
/// | another address of ours | another user | scope |
/// |---|---|---|
/// | let in | let in | user and address |
/// | let in | refused | address |
/// | refused | let in | user |
/// | refused | refused | server |
///
/// Before the log-in nobody knows the user, so that only address and server are left. Where an answer
/// is missing, the words decide among what is left; `None` where they do not either. A refusal of
/// another kind than the one that ended the ramp, such as of another user's password, is no answer.
pub(super) fn scope(refused: &Refused, others: Others, words: &Words) -> Option<Scope> {
    let Others { address, user, .. } = others;
    let is_before_login = refused.turn.is_before_login();
    let mut left = Scope::ALL.to_vec();
    left.retain(|scope| {
        let counts_addresses = matches!(scope, Scope::Address | Scope::UserAndAddress);
        let counts_users = matches!(scope, Scope::User | Scope::UserAndAddress);
        address.is_none_or(|let_in| let_in == counts_addresses)
            && user.is_none_or(|let_in| let_in == counts_users)
            && !(is_before_login && counts_users)
    });
    match left.as_slice() {
        [only] => Some(*only),
        several => words.scope.filter(|told| several.contains(told)),
    }
}

/// Whether others were let in while all were held; `None` where that was not tried, or tells nothing.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Others {
    /// Another address of ours, whichever of several.
    pub(super) address: Option<bool>,
    pub(super) user: Option<bool>,
    /// The other user's log-in was refused, and not for the limit.
    pub(super) user_rejected: bool,
}

impl Others {
    pub(super) fn of(refused: &Refused, trials: &[&Trial]) -> Self {
        let beside = || trials.iter().filter(|it| it.kind == TrialKind::Beside);
        let answer = |asked: &Trial| {
            let is_alike = asked.refused.as_ref().is_none_or(|other| is_alike(refused, other));
            let_in(asked).filter(|_| is_alike)
        };
        let is_address = |it: &&&Trial| matches!(it.asker, Asker::OtherAddress { .. });
        let is_user = |it: &&&Trial| it.asker == Asker::OtherUser;
        let rejected = |it: &Trial| {
            let at_login = it.refused.as_ref().is_some_and(|it| it.turn == Turn::Login);
            at_login && answer(it).is_none()
        };
        Self {
            // `Some(true)` is more than `Some(false)`, and that more than `None`.
            address: beside().filter(is_address).filter_map(|it| answer(it)).max(),
            user: beside().find(is_user).and_then(|it| answer(it)),
            user_rejected: beside().filter(is_user).any(|it| rejected(it)),
        }
    }
}

/// Whether two refusals are of one kind: at the same turn, with the same code or the same words.
fn is_alike(one: &Refused, other: &Refused) -> bool {
    std::mem::discriminant(&one.turn) == std::mem::discriminant(&other.turn)
        && one.code == other.code
        && one.detail == other.detail
}
