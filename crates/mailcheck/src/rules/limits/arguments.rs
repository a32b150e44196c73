//! What the texts about limits have in common.

use crate::evidence::{EndpointView, Hold};
use crate::knowledge::devices::{Device, Kind, usual};
use crate::limits::Limit;
use crate::report::{Advice, Arg, Who};
use crate::rules::concerned::about;

/// Advice with what every text about a limit may use: whose connections it counts, how far they were
/// taken, and what was said at its end.
pub(super) fn advice(view: &EndpointView<'_>, limit: &Limit<'_>, who: Who) -> Advice {
    let hold = match limit.ramp.hold {
        Hold::Greeted => "greeted",
        Hold::LoggedIn if limit.other_user_rejected => "rejected",
        Hold::LoggedIn => "logged-in",
    };
    let said = limit.ramp.refused.iter().flat_map(|refused| refused.lines.clone());
    about(view, who).arg("hold", hold).arg("scope", limit.shared()).evidence(said)
}

/// A computer and a phone that others are compared with.
pub(super) struct Pair {
    pub(super) computer: &'static Device,
    phone: &'static Device,
}

impl Pair {
    pub(super) fn usual() -> Option<Self> {
        Some(Self { computer: usual(Kind::Computer)?, phone: usual(Kind::Phone)? })
    }

    /// How many connections both need together at least.
    pub(super) fn needs(&self) -> u32 {
        self.computer.needs().saturating_add(self.phone.needs())
    }

    /// Says what so many connections are enough for: one computer alone, or as many as there can be with
    /// one phone beside them, and how many phones the rest is. What is only known to be enough is no bound.
    pub(super) fn fit(&self, room: Room, advice: Advice) -> Advice {
        let (Room::AtLeast(connections) | Room::Exactly(connections)) = room;
        let (each, phone) = (self.computer.needs().max(1), self.phone.needs().max(1));
        let computers = match connections.saturating_sub(phone) / each {
            0 => u32::from(connections >= each),
            several => several,
        };
        let rest = connections.saturating_sub(computers.saturating_mul(each));
        let name = match (room, computers, rest / phone) {
            (Room::AtLeast(_), 0, _) => "at-least-few",
            (Room::AtLeast(_), _, 0) => "at-least-alone",
            (Room::AtLeast(_), _, _) => "at-least-both",
            (Room::Exactly(_), 0, 0) => "none",
            (Room::Exactly(_), 0, _) => "phones",
            (Room::Exactly(_), _, 0) => "alone",
            (Room::Exactly(_), _, _) => "both",
        };
        let phones = if computers == 0 || rest == 0 { connections } else { rest } / phone;
        self.named(advice)
            .arg("room", name)
            .arg("computers", i64::from(computers))
            .arg("phones", i64::from(phones))
            .arg("needed", i64::from(self.needs()))
    }

    /// Names the computer's program and what it holds.
    pub(super) fn named(&self, advice: Advice) -> Advice {
        let each = i64::from(self.computer.needs());
        advice.arg("computer", name(self.computer)).arg("each", each)
    }
}

/// For how many connections there is room.
#[derive(Clone, Copy)]
pub(super) enum Room {
    /// So many were let in, and more may be.
    AtLeast(u32),
    /// So many, and no more.
    Exactly(u32),
}

/// What a program is called.
pub(super) fn name(device: &Device) -> Arg {
    Arg::Name { en: device.names.en.clone(), ja: device.names.ja.clone() }
}

/// The way to the setting that bounds a program; empty where it has none.
pub(super) fn setting(device: &Device) -> Arg {
    match &device.setting {
        Some(names) => Arg::Name { en: names.en.clone(), ja: names.ja.clone() },
        None => Arg::from(""),
    }
}
