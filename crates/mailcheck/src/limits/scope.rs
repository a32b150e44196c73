//! Whose connections a limit counts together.

use super::ended::let_in;
use super::words::Words;
use crate::evidence::{Asker, Refused, Trial, TrialKind};
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
pub(super) fn scope(refused: &Refused, trials: &[&Trial], words: &Words) -> Option<Scope> {
    let answer = |wanted: fn(&Asker) -> bool| {
        let asked = trials.iter().find(|it| it.kind == TrialKind::Beside && wanted(&it.asker))?;
        let is_alike = asked.refused.as_ref().is_none_or(|other| is_alike(refused, other));
        let_in(asked).filter(|_| is_alike)
    };
    let address = answer(|asker| matches!(asker, Asker::OtherAddress { .. }));
    let user = answer(|asker| *asker == Asker::OtherUser);
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

/// Whether two refusals are of one kind: at the same turn, with the same code or the same words.
fn is_alike(one: &Refused, other: &Refused) -> bool {
    std::mem::discriminant(&one.turn) == std::mem::discriminant(&other.turn)
        && one.code == other.code
        && one.detail == other.detail
}
