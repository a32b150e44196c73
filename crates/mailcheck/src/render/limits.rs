//! How many connections a server lets be held at once, in a line for each measurement.

use super::shape::{DeviceJson, DevicesJson, LimitJson, RateJson};
use super::{Words, escape};
use crate::evidence::{EndpointView, Evidence, Family, Hold, Ramp, RampEnd, Refused};
use crate::limits::{Doubt, Limit, Number, Sort, limits, needs, of};
use crate::model::ServerText;
use crate::report::Arg;

/// What was measured of an endpoint, a text for each time that connections were held.
pub(super) fn told(view: &EndpointView<'_>, words: &Words) -> Vec<String> {
    let all = of(view);
    let mut ips: Vec<_> = all.iter().map(|limit| limit.ip).collect();
    ips.dedup();
    let is_one = ips.len() == 1;
    all.iter().map(|limit| one(limit, is_one, words)).collect()
}

fn one(limit: &Limit<'_>, is_one: bool, words: &Words) -> String {
    let number = |number: u32| Arg::from(i64::from(number));
    let mut told = Vec::new();
    told.extend(limit.ip.filter(|_| !is_one).map(|ip| ip.to_string()));
    if limit.ramp.hold == Hold::Greeted {
        told.push(words.ui("connections-greeted", &[]));
    }
    let held = [("number", number(limit.ramp.held))];
    told.push(match (limit.number, limit.sort) {
        (Number::AtLeast(_), _) if limit.ramp.end == RampEnd::Stopped => {
            words.ui("connections-at-least-stopped", &held)
        }
        (Number::AtLeast(_), _) => words.ui("connections-at-least", &held),
        (Number::Exactly(_), _) => words.ui("connections-exactly", &held),
        (Number::NotDetermined(_), Some(Sort::Rate { connections, within_ms })) => {
            let seconds = i64::try_from(within_ms.div_ceil(1_000).max(1)).unwrap_or(i64::MAX);
            let args = [("number", number(connections)), ("seconds", Arg::from(seconds))];
            words.ui("connections-rate", &args)
        }
        (Number::NotDetermined(doubt), _) => {
            words.ui(&format!("connections-{}", doubt.name()), &held)
        }
    });
    if let Some(stated) = limit.stated {
        told.push(words.ui("connections-stated", &[("number", number(stated))]));
    }
    if let Some(used) = limit.in_use.filter(|used| *used > 0) {
        told.push(words.ui("connections-in-use", &[("number", number(used))]));
    }
    let is_told = limit.number != Number::NotDetermined(Doubt::NoneHeld);
    if limit.sort.is_some() && is_told {
        told.push(words.ui(&format!("connections-scope-{}", limit.shared()), &[]));
    }
    if limit.other_user_rejected {
        told.push(words.ui("connections-second-rejected", &[]));
    }
    for ip in &limit.not_asked {
        let family = if Family::of(*ip) == Family::Ipv4 { "IPv4" } else { "IPv6" };
        let args = [("ip", Arg::from(ip.to_string())), ("family", Arg::from(family))];
        // Who could have reached the server and did not ask is the one who asked before.
        let is_same = limit.ip.is_some_and(|of| Family::of(of) == Family::of(*ip));
        let key = if is_same { "connections-not-another" } else { "connections-not-asked" };
        told.push(words.ui(key, &args));
    }
    if limit.usable_again == Some(false) {
        told.push(words.ui("connections-unusable", &[]));
    }
    words.list(&told)
}

/// What the devices need that the person named.
pub(super) fn devices(evidence: &Evidence, words: &Words) -> Option<String> {
    let needs = needs(&evidence.account)?;
    let listed = needs.listed();
    let args = [
        ("devices", Arg::Name { en: listed.en, ja: listed.ja }),
        ("needed", Arg::from(i64::from(needs.connections))),
    ];
    let key = if needs.may_be_more { "connections-devices-more" } else { "connections-devices" };
    Some(escape(&words.ui(key, &args)).into_owned())
}

/// The same for programs.
pub(super) fn all_json(evidence: &Evidence) -> Vec<LimitJson> {
    let all = limits(evidence);
    let json = |limit: &Limit<'_>| {
        let endpoint = &evidence.endpoints.get(limit.endpoint)?.endpoint;
        let Ramp { hold, most, held, end, refused, .. } = limit.ramp;
        let (number, determined) = match limit.number {
            Number::AtLeast(number) => (Some(number), "at-least"),
            Number::Exactly(number) => (Some(number), "exactly"),
            Number::NotDetermined(_) => (None, "not-determined"),
        };
        let (sort, rate) = match limit.sort {
            Some(Sort::Concurrency) => (Some("concurrency"), None),
            Some(Sort::Rate { connections, within_ms }) => {
                (Some("rate"), Some(RateJson { connections, within_ms }))
            }
            None => (None, None),
        };
        let doubt = match limit.number {
            Number::NotDetermined(doubt) => Some(Doubt::name(doubt)),
            Number::AtLeast(_) | Number::Exactly(_) => None,
        };
        Some(LimitJson {
            service: endpoint.service.name(),
            host: endpoint.host.as_str().to_owned(),
            scope: limit.scope.map_or("unknown", |scope| scope.name()),
            accepted: *held,
            refused_at: refused.as_ref().map(|_| held.saturating_add(1)),
            stopped_because: match end {
                RampEnd::Enough => "enough",
                RampEnd::Lost => "lost",
                RampEnd::Refused => "refused",
                RampEnd::Stopped => "stopped",
            }
            .to_owned(),
            reply: refused.as_ref().and_then(reply),
            port: endpoint.port,
            ip: limit.ip,
            hold: match hold {
                Hold::Greeted => "greeted",
                Hold::LoggedIn => "logged-in",
            },
            most: *most,
            determined,
            number,
            doubt,
            sort,
            rate,
            stated: limit.stated,
            in_use: limit.in_use,
            usable_again: limit.usable_again,
            other_address_let_in: limit.other_address,
            other_user_let_in: limit.other_user,
            other_user_rejected: limit.other_user_rejected,
            not_asked_from: limit.not_asked.clone(),
        })
    };
    all.iter().filter_map(json).collect()
}

fn reply(refused: &Refused) -> Option<String> {
    let lines: Vec<&str> = refused.lines.iter().map(ServerText::as_str).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The devices that the person named, for programs.
pub(super) fn devices_json(evidence: &Evidence) -> Option<DevicesJson> {
    let needs = needs(&evidence.account)?;
    let devices = needs.devices.iter();
    Some(DevicesJson {
        connections: needs.connections,
        at_least: needs.may_be_more,
        devices: devices
            .map(|(device, count)| DeviceJson {
                device: device.id.as_str(),
                count: *count,
                connections: device.holds,
                more_with_folders: device.folders,
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::super::{Lang, Style, Support, json, samples, support, text};
    use super::*;
    use crate::evidence::{
        Asker, Attempt, Fact, Observation, Place, ReadFailure, Trial, TrialKind, Turn, Wanted,
    };
    use crate::report::Report;

    fn held(number: u32, end: RampEnd, refused: Option<Refused>) -> Fact {
        let mut ramp = Ramp::new(Hold::LoggedIn, 16, number, number + 1, end);
        ramp.refused = refused;
        ramp.took_ms = 1_400;
        Fact::Held(ramp)
    }

    fn said(line: &str) -> Refused {
        let mut refused = Refused::new(Turn::Login, 8);
        refused.lines = vec![line.into()];
        refused
    }

    fn closed() -> Refused {
        Refused::new(Turn::Opening { why: ReadFailure::Closed }, 8)
    }

    fn tried(kind: TrialKind, refused: Option<Refused>) -> Fact {
        let mut trial = Trial::new(kind, Hold::LoggedIn, Asker::Same);
        trial.refused = refused;
        Fact::Tried(trial)
    }

    /// A healthy account of which this was measured at its incoming server.
    fn measured(facts: Vec<Fact>, devices: &[(&str, u32)]) -> Report {
        let mut evidence = samples::healthy().evidence;
        let ip: IpAddr = "192.0.2.1".parse().expect("is an address");
        for fact in facts {
            let place = Place { endpoint: Some(0), ip: Some(ip), attempt: Some(Attempt::Ramp) };
            evidence.observations.push(Observation::new(1_500, place, fact));
        }
        let wanted = devices.iter().map(|(id, count)| Wanted::new((*id).to_owned(), *count));
        evidence.account.devices = wanted.collect();
        crate::judge(evidence)
    }

    fn dovecot() -> Refused {
        said(
            "a3 NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
        )
    }

    #[test]
    fn limits_are_told_to_people_helpdesks_and_programs() {
        let devices = [("thunderbird", 2), ("iphone", 1)];
        let facts = vec![held(4, RampEnd::Refused, Some(dovecot())), tried(TrialKind::Again, None)];
        let report = measured(facts, &devices);
        samples::snapshots().bind(|| {
            for lang in Lang::ALL {
                let name = lang.name();
                let told = text(&report, &Style::new(lang));
                insta::assert_snapshot!(format!("limits.{name}.txt"), told);
                let told = support(&report, &Support::new(Style::new(lang)));
                insta::assert_snapshot!(format!("limits.{name}.md"), told);
            }
            let value: serde_json::Value =
                serde_json::from_str(&json(&report, Lang::En)).expect("is JSON");
            let told = serde_json::json!({
                "devices": value["devices"], "limits": value["limits"]
            });
            let told = serde_json::to_string_pretty(&told).expect("is JSON");
            insta::assert_snapshot!("limits.json", told);
        });
    }

    #[test]
    fn every_outcome_has_its_words() {
        let unknown = || said("a3 NO [UNAVAILABLE] not now, my friend");
        let cases = [
            vec![held(16, RampEnd::Enough, None)],
            vec![held(8, RampEnd::Refused, Some(closed())), tried(TrialKind::Again, None)],
            vec![held(10, RampEnd::Refused, Some(dovecot())), tried(TrialKind::Again, None)],
            vec![
                held(8, RampEnd::Refused, Some(closed())),
                tried(TrialKind::Again, Some(closed())),
                tried(TrialKind::Later, None),
            ],
            vec![
                held(8, RampEnd::Refused, Some(closed())),
                Fact::NotTried { from: "2001:db8::9".parse().expect("is an address") },
                tried(TrialKind::Again, None),
            ],
            vec![held(3, RampEnd::Lost, None)],
            vec![held(0, RampEnd::Stopped, None)],
            vec![held(0, RampEnd::Refused, Some(closed())), tried(TrialKind::Again, None)],
            vec![held(3, RampEnd::Refused, Some(unknown()))],
            vec![
                held(3, RampEnd::Refused, Some(unknown())),
                tried(TrialKind::Again, Some(unknown())),
            ],
            vec![held(
                3,
                RampEnd::Refused,
                Some(said("a3 NO [UNAVAILABLE] Temporary authentication failure.")),
            )],
        ];
        for lang in Lang::ALL {
            let mut lines = Vec::new();
            for facts in cases.clone() {
                let report = measured(facts, &[]);
                let told = text(&report, &Style::new(lang).width(300));
                assert!(!told.contains("connections-"), "{told}");
                let heading = Words::new(lang).ui("connections", &[]);
                let mut after = told.lines().skip_while(|line| *line != heading);
                lines.push(after.nth(1).unwrap_or_default().to_owned());
            }
            samples::snapshots().bind(|| {
                insta::assert_snapshot!(
                    format!("limits-outcomes.{}.txt", lang.name()),
                    lines.join("\n")
                );
            });
        }
    }

    #[test]
    fn a_server_cannot_write_to_the_terminal_by_its_refusal() {
        let evil = said("a3 NO \u{1b}[2Jtoo many connections\u{202e}");
        let facts = vec![held(8, RampEnd::Refused, Some(evil)), tried(TrialKind::Again, None)];
        let report = measured(facts, &[("thunderbird", 1)]);
        for told in [text(&report, &Style::new(Lang::Ja)), json(&report, Lang::Ja)] {
            assert!(!told.contains(['\u{1b}', '\u{202e}']), "{told}");
        }
    }
}
