//! Of all that the file says to log in by, the server offers nothing.

use mailcheck::report::{Advice, Severity, Who};

use super::super::{Claim, Seen, Untrue};
use super::{case_of, offering};

pub(crate) static CLAIM: Claim = Claim {
    id: "preset.authentication-not-offered",
    severity: Severity::Error,
    reference: "RFC 4954 §4, RFC 9051 §6.2.2, RFC 5034 §4",
    judge: |seen: &Seen<'_>| {
        let ways = &seen.server.authentication;
        let first = ways.first()?;
        let is_missing = ways.iter().all(|way| {
            way.meaning.as_ref().is_some_and(|way| seen.offered.has(way) == Some(false))
        });
        // A server that offers nothing at all has a finding of its own.
        if !is_missing || seen.offered.ways.is_empty() {
            return None;
        }
        let claimed: Vec<String> = ways.iter().map(|way| way.text.clone()).collect();
        let case = first.meaning.as_ref().map_or("other", case_of);
        let advice = Advice::new(Who::You).case(case).arg("claimed", claimed);
        Some(Untrue { at: first.at, advice: offering(advice, seen) })
    },
};
