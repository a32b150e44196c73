//! Which of several measurements counts.

use crate::evidence::EndpointView;
use crate::limits::{Doubt, Limit, Number, of};

/// The measurement that tells most of an endpoint: a limit before a rate, a rate before what is only
/// known to be enough, and that before nothing; of two a logged-in one, and of these the one that binds first.
pub(super) fn telling<'a>(view: &EndpointView<'a>) -> Option<Limit<'a>> {
    of(view).into_iter().min_by_key(rank)
}

/// The same among those that were logged in, as devices are.
pub(super) fn telling_of_devices<'a>(view: &EndpointView<'a>) -> Option<Limit<'a>> {
    of(view).into_iter().filter(Limit::is_of_logins).min_by_key(rank)
}

fn rank(limit: &Limit<'_>) -> (u32, bool, u32) {
    let (rank, number) = match limit.number {
        Number::Exactly(number) => (0, number),
        Number::NotDetermined(Doubt::Rate) => (1, 0),
        Number::AtLeast(number) => (2, number),
        Number::NotDetermined(_) => (3, 0),
    };
    (rank, !limit.is_of_logins(), number)
}
