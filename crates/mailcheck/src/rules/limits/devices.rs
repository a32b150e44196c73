//! Devices that need more connections than the server allows.

use super::arguments::{advice, name, setting};
use super::telling::telling_of_devices;
use crate::evidence::EndpointView;
use crate::knowledge::devices::Device;
use crate::knowledge::providers::LimitKind;
use crate::limits::{Needs, Number, needs};
use crate::model::Service;
use crate::report::{Advice, Arg, Severity, Who};
use crate::rules::concerned::about;
use crate::rules::provider::{self, named};
use crate::rules::rule::{Judge, Rule};

/// The devices that the person named hold more connections than the server allows: as it was measured,
/// else as the provider publishes.
pub(in crate::rules) static TOO_MANY: Rule = Rule {
    id: "limits.too-many-devices",
    severity: Severity::Warning,
    reference: "docs/devices.md",
    judge: Judge::Endpoint(|view| {
        let (needs, allowed, advice) = too_many(view)?;
        let listed = needs.listed();
        let advice = advice
            .arg("number", i64::from(allowed))
            .arg("needed", i64::from(needs.connections))
            .arg("devices", Arg::Name { en: listed.en, ja: listed.ja });
        Some(lowered(&needs, allowed, advice))
    }),
};

/// What the devices that the person named need where it is more than the server allows, and how many that is.
pub(super) fn too_many(view: &EndpointView<'_>) -> Option<(Needs, u32, Advice)> {
    if view.endpoint().service != Service::Imap {
        return None;
    }
    let needs = needs(&view.evidence.account)?;
    let (allowed, advice) = measured(view).or_else(|| published(view))?;
    (needs.connections > allowed).then_some((needs, allowed, advice))
}

/// How many the server allows, as it was measured.
fn measured(view: &EndpointView<'_>) -> Option<(u32, Advice)> {
    let limit = telling_of_devices(view)?;
    let advice = advice(view, &limit, Who::You);
    match (limit.number, limit.in_all()) {
        (Number::Exactly(_), Some(all)) => Some((all, advice)),
        // The devices may be among those that held connections already.
        (Number::Exactly(more), None) => Some((more, advice.case("more"))),
        (Number::AtLeast(_) | Number::NotDetermined(_), _) => None,
    }
}

/// How many the provider publishes to allow, unless more than that were let in. Of a server that was not
/// reached there is something else to say first.
fn published(view: &EndpointView<'_>) -> Option<(u32, Advice)> {
    if view.addresses().iter().all(|address| address.connect().done().is_none()) {
        return None;
    }
    let provider = provider::of(view)?;
    let service = view.endpoint().service;
    let limit = provider
        .limit(LimitKind::ConnectionsPerUser, service)
        .or_else(|| provider.limit(LimitKind::ConnectionsPerAddress, service))?;
    let most = limit.most.told()?;
    let was_more = telling_of_devices(view).is_some_and(|it| it.ramp.held > most);
    let advice = about(view, Who::You).case("published").arg("provider", named(&provider.names));
    let advice = advice.arg("seen", limit.source.seen.to_string());
    (!was_more).then_some((most, advice))
}

/// Which setting of which program to lower, and how far that it is enough; where no setting is, to use
/// fewer of them.
fn lowered(needs: &Needs, allowed: u32, advice: Advice) -> Advice {
    let has_setting = |(device, _): &&(&'static Device, u32)| device.setting.is_some();
    let adjustable = needs.devices.iter().filter(has_setting);
    let most = adjustable.max_by_key(|(device, count)| device.needs().saturating_mul(*count));
    let to = most.and_then(|(device, count)| {
        let theirs = device.needs().saturating_mul(*count);
        let others = needs.connections.saturating_sub(theirs);
        allowed.checked_sub(others)?.checked_div(*count).filter(|each| *each > 0)
    });
    match (most, to) {
        (Some((device, _)), Some(to)) => advice
            .arg("way", "setting")
            .arg("device", name(device))
            .arg("setting", setting(device))
            .arg("to", i64::from(to)),
        _none => advice.arg("way", "fewer").arg("device", "").arg("setting", "").arg("to", 0),
    }
}
