//! How many connections a server lets be held at once.

use super::arguments::{Pair, advice};
use super::telling::telling;
use crate::limits::{Number, Sort};
use crate::report::{Advice, Severity, Who};
use crate::rules::rule::{Judge, Rule};

/// A limit was measured, or as many connections were let in as were asked for.
pub(in crate::rules) static MEASURED: Rule = Rule {
    id: "limits.measured",
    severity: Severity::Notice,
    reference: "RFC 5530 §3, docs/devices.md",
    judge: Judge::Endpoint(|view| {
        let limit = telling(view)?;
        let advice = advice(view, &limit, Who::You);
        let room = |connections: u32, advice: Advice| match Pair::usual() {
            Some(pair) => pair.fit(connections, advice),
            None => advice,
        };
        let counted = |number: u32| i64::from(number);
        match (limit.number, limit.sort) {
            (Number::AtLeast(number), _) => {
                let advice = advice.case("at-least").arg("number", counted(number));
                Some(room(number, advice))
            }
            (Number::Exactly(number), _) => {
                let advice = advice.arg("number", counted(number));
                Some(match (limit.in_all(), limit.in_use) {
                    (Some(all), Some(0)) => {
                        room(all, advice.case("stated").arg("stated", counted(all)))
                    }
                    (Some(all), Some(used)) => {
                        let advice = advice.case("in-use").arg("in-use", counted(used));
                        room(all, advice.arg("stated", counted(all)))
                    }
                    (_, _) => room(number, advice),
                })
            }
            (Number::NotDetermined(_), Some(Sort::Rate { connections, within_ms })) => {
                let seconds = within_ms.div_ceil(1_000).max(1);
                let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
                let advice = advice.case("rate").arg("seconds", seconds);
                Some(advice.arg("number", counted(connections)))
            }
            (Number::NotDetermined(_), _) => None,
        }
    }),
};
