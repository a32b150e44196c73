//! An account that was not usable again after it was measured.

use super::arguments::advice;
use crate::limits::of;
use crate::report::{Decides, Severity, Who};
use crate::rules::rule::{Judge, Rule};
use crate::rules::waits;

/// After a goodbye on every connection one more was not let in, and some time later neither.
pub(in crate::rules) static NOT_RESTORED: Rule = Rule {
    id: "limits.not-restored",
    severity: Severity::Warning,
    reference: "RFC 9051 §6.1.3, RFC 5321 §4.1.1.10",
    judge: Judge::Endpoint(|view| {
        let limit = of(view).into_iter().find(|limit| limit.usable_again == Some(false))?;
        let advice = advice(view, &limit, Who::You).arg("number", i64::from(limit.ramp.held));
        Some(advice.wait(waits::BUSY).decides(Decides::No))
    }),
};
