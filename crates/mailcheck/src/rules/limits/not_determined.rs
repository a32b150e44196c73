//! A limit that could not be measured, and why.

use super::arguments::advice;
use super::telling::telling;
use crate::limits::{Doubt, Number};
use crate::report::{Severity, Who};
use crate::rules::rule::{Judge, Rule};

/// Connections were held, and how many there can be could not be told. Where the server let nobody in
/// afterwards, that alone is said.
pub(in crate::rules) static NOT_DETERMINED: Rule = Rule {
    id: "limits.not-determined",
    severity: Severity::Notice,
    reference: "RFC 5530 §3, RFC 9051 §7.1.5",
    judge: Judge::Endpoint(|view| {
        let limit = telling(view)?;
        let Number::NotDetermined(doubt) = limit.number else { return None };
        let case = match doubt {
            Doubt::Lost => "lost",
            Doubt::Network => "network",
            Doubt::NoneHeld => "none-held",
            Doubt::NotConfirmed => "other",
            Doubt::OtherReason => "other-reason",
            Doubt::NotRestored | Doubt::Rate => return None,
        };
        let advice = advice(view, &limit, Who::You).case(case);
        Some(advice.arg("number", i64::from(limit.ramp.held)))
    }),
};
