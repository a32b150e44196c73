//! Sources of settings. Each answer is kept with where it came from; none is believed here.

mod autodiscover;
mod documents;
mod guess;
mod hosters;
mod pacc;
mod search;
mod services;

pub(crate) use guess::{guesses, pop3_guesses, usual_hosts};
pub use search::Search;
pub(crate) use search::Searcher;
