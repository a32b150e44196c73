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
        Hold::LoggedIn => "logged-in",
    };
    let scope = limit.scope.map_or("unknown", |scope| scope.name());
    let said = limit.ramp.refused.iter().flat_map(|refused| refused.lines.clone());
    about(view, who).arg("hold", hold).arg("scope", scope).evidence(said)
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

    /// Says how many computers so many connections are enough for, with one phone beside them, and how
    /// many phones the rest is.
    pub(super) fn fit(&self, connections: u32, advice: Advice) -> Advice {
        let each = self.computer.needs().max(1);
        let computers = connections.saturating_sub(self.phone.needs()) / each;
        let rest = connections.saturating_sub(computers.saturating_mul(each));
        let phones = rest / self.phone.needs().max(1);
        self.named(advice).arg("computers", i64::from(computers)).arg("phones", i64::from(phones))
    }

    /// Names the computer's program and what it holds.
    pub(super) fn named(&self, advice: Advice) -> Advice {
        let each = i64::from(self.computer.needs());
        advice.arg("computer", name(self.computer)).arg("each", each)
    }
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
