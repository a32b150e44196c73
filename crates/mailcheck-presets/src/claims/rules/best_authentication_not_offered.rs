//! The way to log in that the file names first is not offered, while another that it names is.

use mailcheck::report::{Advice, Severity, Who};

use super::super::{Claim, Seen, Untrue};
use super::{case_of, offering};

pub(crate) static CLAIM: Claim = Claim {
    id: "preset.best-authentication-not-offered",
    severity: Severity::Warning,
    reference: "RFC 4954 §4, RFC 9051 §6.2.2, RFC 5034 §4",
    judge: |seen: &Seen<'_>| {
        let mut ways = seen.server.authentication.iter();
        let first = ways.next()?;
        let meaning = first.meaning.as_ref()?;
        if seen.offered.has(meaning) != Some(false) {
            return None;
        }
        let works = ways.find(|way| {
            way.meaning.as_ref().is_some_and(|way| seen.offered.has(way) == Some(true))
        })?;
        let advice = Advice::new(Who::You)
            .case(case_of(meaning))
            .arg("claimed", first.text.clone())
            .arg("works", works.text.clone());
        Some(Untrue { at: first.at, advice: offering(advice, seen) })
    },
};
