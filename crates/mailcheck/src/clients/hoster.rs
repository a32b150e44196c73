//! What both Thunderbirds ask about the mail hoster that MX records name.

use std::cmp::Reverse;

use super::answers::{Answer, Place, Scheme};
use super::walk::Walk;
use crate::model::Host;

/// The hoster's autoconfig file and its entry in the database, over HTTPS: the host of the best MX record
/// without its first label comes before the registrable domain, and the file before the entry.
pub(super) fn answers<'a>(walk: &mut Walk<'a>) -> Vec<Answer<'a>> {
    let mut answers = walk.ask(Place::Mx);
    let domains: Vec<Host> = answers.iter().filter_map(|answer| domain(*answer)).collect();
    // The run walks up to the registrable domain.
    let shortest = domains.iter().min_by_key(|domain| domain.as_str().len());
    answers.retain(|answer| {
        // Without a web address it says that there is no such record.
        let Some(domain) = domain(*answer) else { return answer.host().is_none() };
        let nearest = answer.asked.by_mx.as_ref().and_then(Host::parent);
        Some(&domain) == shortest || Some(&domain) == nearest.as_ref()
    });
    answers.sort_by_key(|answer| {
        let length = domain(*answer).map_or(0, |domain| domain.as_str().len());
        (Reverse(length), answer.is_entry())
    });
    answers
}

/// The domain that an answer about a hoster is about, if it is one that these clients ask for.
fn domain(answer: Answer<'_>) -> Option<Host> {
    if answer.scheme() == Scheme::Http {
        return None;
    }
    if answer.is_entry() {
        return answer.entry();
    }
    answer.host()?.as_str().strip_prefix("autoconfig.")?.parse().ok()
}
