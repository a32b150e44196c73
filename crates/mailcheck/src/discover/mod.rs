//! Sources of settings. Each answer is kept with where it came from; none is believed here.

mod guess;
mod srv;

pub(crate) use guess::{guesses, usual_hosts};
pub(crate) use srv::{Answer, Patience, srv};
