//! How many connections a server lets be held at once.

use super::arguments::{Pair, Room, advice};
use super::telling::telling;
use crate::evidence::{RampEnd, Turn};
use crate::limits::{Number, Sort};
use crate::model::Service;
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
        // Who is not logged in is nobody's device.
        let room = |room: Room, advice: Advice| match Pair::usual() {
            Some(pair) if limit.is_of_logins() => pair.fit(room, advice),
            _none => advice.arg("room", "not-told"),
        };
        let counted = |number: u32| i64::from(number);
        let is_pop3 = view.endpoint().service == Service::Pop3;
        let refused = limit.ramp.refused.as_ref();
        let is_lock = is_pop3 && refused.is_some_and(|it| it.turn == Turn::Login);
        match (limit.number, limit.sort) {
            (Number::AtLeast(number), _) => {
                let is_stopped = limit.ramp.end == RampEnd::Stopped;
                let advice = advice.case(if is_stopped { "stopped" } else { "at-least" });
                let unanswered = counted(limit.ramp.begun.saturating_sub(number));
                let advice = advice.arg("number", counted(number)).arg("unanswered", unanswered);
                Some(room(Room::AtLeast(number), advice))
            }
            (Number::Exactly(number), _) => {
                let advice = advice.arg("number", counted(number));
                Some(match (limit.in_all(), limit.in_use) {
                    (Some(all), Some(0)) => {
                        let advice = advice.case("stated").arg("stated", counted(all));
                        room(Room::Exactly(all), advice)
                    }
                    (Some(all), Some(used)) => {
                        let advice = advice.case("in-use").arg("in-use", counted(used));
                        room(Room::Exactly(all), advice.arg("stated", counted(all)))
                    }
                    // Whoever is logged in by POP3 has the mailbox for himself.
                    (_, _) if is_lock && number == 1 => advice.case("locked"),
                    (_, _) => room(Room::Exactly(number), advice),
                })
            }
            (Number::NotDetermined(_), Some(Sort::Rate { connections, within_ms })) => {
                let seconds = within_ms.div_ceil(1_000).max(1);
                let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
                let advice = advice.case("rate").arg("seconds", seconds).arg("room", "rate");
                Some(advice.arg("number", counted(connections)))
            }
            (Number::NotDetermined(_), _) => None,
        }
    }),
};
