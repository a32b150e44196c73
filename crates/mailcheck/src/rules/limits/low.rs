//! Fewer connections than a phone and a computer need together.

use super::arguments::{Pair, advice, setting};
use super::devices::too_many;
use super::telling::telling_of_devices;
use crate::limits::Number;
use crate::model::Service;
use crate::report::{Severity, Who};
use crate::rules::rule::{Judge, Rule};

/// The server allows fewer connections than a phone and a mail program on a computer hold together.
/// Devices that were named and do not fit are told of instead ([`super::TOO_MANY`]).
/// What devices held already while it was measured counts as theirs, where that is known.
pub(in crate::rules) static LOW: Rule = Rule {
    id: "limits.low",
    severity: Severity::Warning,
    reference: "docs/devices.md",
    judge: Judge::Endpoint(|view| {
        // Only there devices hold connections.
        if view.endpoint().service != Service::Imap {
            return None;
        }
        let limit = telling_of_devices(view)?;
        let pair = Pair::usual()?;
        let Number::Exactly(more) = limit.number else { return None };
        let (case, number) = match limit.in_all() {
            Some(all) => ("in-all", all),
            None => ("other", more),
        };
        if number >= pair.needs() {
            return None;
        }
        // What to set so that the person's own devices fit is said with them.
        if too_many(view).is_some() {
            return None;
        }
        let advice = advice(view, &limit, Who::You).case(case);
        let advice = advice.arg("number", i64::from(number)).arg("needed", i64::from(pair.needs()));
        // The rest is for the phone.
        let left = i64::from(number.saturating_sub(1).max(1));
        Some(pair.named(advice).arg("setting", setting(pair.computer)).arg("to", left))
    }),
};
