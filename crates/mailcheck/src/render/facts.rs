//! Which words tell how far an endpoint was seen to work.

use super::Words;
use crate::evidence::{
    AddressView, Attempt, EndpointView, Family, LookupFailure, NotAttempted, Opened, OtherLogin,
    ReadFailure, Step, Usage,
};
use crate::report::{Arg, LoginOutcome};

/// What came of a log-in, or why there was none.
pub(super) fn login(address: &AddressView<'_>, outcome: LoginOutcome) -> &'static str {
    match outcome {
        LoginOutcome::Accepted => "accepted",
        LoginOutcome::Busy => "busy",
        LoginOutcome::Denied => "denied",
        LoginOutcome::GivenUp => "given-up",
        LoginOutcome::Later => "later",
        LoginOutcome::Locked => "locked",
        LoginOutcome::NotAttempted => address.not_attempted().map_or("not-reached", held_back),
        LoginOutcome::NotCarriedOut => "not-carried-out",
        LoginOutcome::Rejected => "rejected",
        LoginOutcome::Stopped | LoginOutcome::Unanswered => "unanswered",
        LoginOutcome::TurnedAway => "turned-away",
    }
}

/// What the server made of the account's own address as sender and recipient; `None` where it was not
/// asked.
pub(super) fn sending(address: &AddressView<'_>) -> Option<&'static str> {
    match address.envelope(Attempt::Client) {
        Step::Done(reply) if reply.is_positive() => Some("accepted"),
        Step::Done(reply) if reply.is_transient() => Some("later"),
        Step::Done(_) => Some("refused"),
        Step::Failed(_) => Some("unanswered"),
        Step::NotReached => None,
    }
}

/// The same for people.
pub(super) fn sending_in_words(address: &AddressView<'_>, words: &Words) -> Option<String> {
    let outcome = sending(address)?;
    let who = address.endpoint.evidence.account.address.as_deref().unwrap_or_default();
    Some(words.ui(&format!("fact-sending-{outcome}"), &[("address", Arg::from(who))]))
}

/// The other mechanisms that were tried and work, for people.
pub(super) fn others_in_words(address: &AddressView<'_>, words: &Words) -> Option<String> {
    let ways = address.other_mechanisms().filter_map(|(mechanism, login)| match login {
        OtherLogin::Answered(reply) if reply.accepted => Some(mechanism.name().to_owned()),
        OtherLogin::Answered(_) | OtherLogin::Failed(_) | OtherLogin::LeftOut => None,
    });
    let ways: Vec<String> = ways.collect();
    (!ways.is_empty()).then(|| words.ui("fact-other-mechanisms", &[("ways", Arg::from(ways))]))
}

/// What came of opening the mailbox after the log-in; `None` where that was not tried or the run ended.
pub(super) fn mailbox(address: &AddressView<'_>) -> Option<&'static str> {
    match address.mailbox()?.opened() {
        Opened::Failed { why: ReadFailure::Stopped, .. } => None,
        Opened::Failed { .. } => Some("unanswered"),
        Opened::Open { .. } => Some("opened"),
        Opened::Refused { .. } => Some("refused"),
    }
}

/// The same for people, who take it for granted that it opens: then how full it is, where that is known.
pub(super) fn mailbox_in_words(address: &AddressView<'_>, words: &Words) -> Option<String> {
    let outcome = mailbox(address)?;
    if outcome != "opened" {
        return Some(words.ui(&format!("fact-mailbox-{outcome}"), &[]));
    }
    let found = address.mailbox()?;
    let percent =
        found.storage.and_then(Usage::percent).max(found.messages.and_then(Usage::percent))?;
    let percent = i64::try_from(percent).unwrap_or(i64::MAX);
    Some(words.ui("fact-mailbox-room", &[("percent", Arg::from(percent))]))
}

/// Why there was no log-in.
fn held_back(why: NotAttempted) -> &'static str {
    match why {
        NotAttempted::ForeignHost => "foreign-host",
        NotAttempted::InClear => "in-clear",
        NotAttempted::IncomingNotAccepted => "after-incoming",
        NotAttempted::Injected => "injected",
        NotAttempted::NoCredential => "not-attempted",
        NotAttempted::NoMechanism => "no-mechanism",
        NotAttempted::NotChosen => "not-chosen",
        NotAttempted::NotOffered(_) => "not-offered",
        NotAttempted::Preauth => "preauth",
        NotAttempted::RefusedElsewhere => "refused-elsewhere",
        NotAttempted::Stopped => "not-reached",
        NotAttempted::TooSoon(_) => "too-soon",
        NotAttempted::Unusable => "unusable",
        NotAttempted::Unverified => "unverified",
    }
}

/// Why no address was tried.
pub(super) fn unreached(view: &EndpointView<'_>) -> &'static str {
    let lookups = view.lookups();
    let unanswered = |why: &LookupFailure| match why {
        LookupFailure::Bogus
        | LookupFailure::NoAnswer
        | LookupFailure::Other { .. }
        | LookupFailure::ServerError { .. } => true,
        LookupFailure::NotFound | LookupFailure::Stopped => false,
    };
    let is_stopped = lookups.iter().any(|it| matches!(it.outcome, Err(LookupFailure::Stopped)));
    if lookups.iter().any(|it| it.outcome.is_ok_and(|ips| !ips.is_empty())) {
        "not-connected"
    } else if lookups.is_empty() || is_stopped {
        "not-looked-up"
    } else if lookups.iter().any(|it| it.outcome.is_err_and(unanswered)) {
        "look-up-unanswered"
    } else {
        "not-found"
    }
}

/// The families over which the endpoint was reached.
pub(super) fn families(view: &EndpointView<'_>) -> String {
    let addresses = view.addresses();
    let reached = |family: Family| {
        addresses.iter().any(|it| Family::of(it.ip) == family && it.connect().done().is_some())
    };
    let both = [(Family::Ipv4, "IPv4"), (Family::Ipv6, "IPv6")];
    let names: Vec<&str> =
        both.into_iter().filter(|(family, _)| reached(*family)).map(|(_, name)| name).collect();
    names.join("/")
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use jiff::Timestamp;

    use super::super::{Lang, Style, samples, text};
    use super::*;
    use crate::evidence::{
        EnvelopeFailure, EnvelopePart, EnvelopeReply, Fact, Mechanism, Observation, Place,
        ReadFailure, Risk, TooSoon, Via,
    };

    /// What is told of the second endpoint when this alone was seen of it.
    fn seen(facts: &[Fact], lang: Lang) -> String {
        let mut report = samples::unreachable();
        let place = |ip, attempt| Place { endpoint: Some(1), ip, attempt };
        report.evidence.observations.clear();
        for fact in facts {
            let is_lookup = matches!(fact, Fact::LookupFailed { .. } | Fact::Resolved { .. });
            let ip = (!is_lookup).then_some(Ipv4Addr::LOCALHOST.into());
            let place = place(ip, ip.map(|_| Attempt::Client));
            report.evidence.observations.push(Observation::new(0, place, fact.clone()));
        }
        let told = text(&report, &Style::new(lang).width(200));
        told.lines().find(|line| line.starts_with("  SMTP  ")).unwrap_or_default().to_owned()
    }

    #[test]
    fn what_was_not_looked_up_is_not_called_missing() {
        let failed = |why| Fact::LookupFailed { family: Family::Ipv4, why, took_ms: 0 };
        let resolved = |ips: &[Ipv4Addr]| Fact::Resolved {
            family: Family::Ipv6,
            ips: ips.iter().copied().map(Into::into).collect(),
            via: Via::Dns,
            took_ms: 0,
        };
        let servfail = LookupFailure::ServerError { code: "SERVFAIL".to_owned() };
        for (facts, expected) in [
            (&[][..], "not looked up"),
            (&[failed(LookupFailure::NoAnswer)], "look-up not answered"),
            (&[resolved(&[]), failed(servfail)], "look-up not answered"),
            (&[resolved(&[]), failed(LookupFailure::NotFound)], "server not found"),
            (&[resolved(&[])], "server not found"),
            (&[resolved(&[Ipv4Addr::LOCALHOST])], "no connection"),
        ] {
            let told = seen(facts, Lang::En);
            assert!(told.ends_with(&format!(", {expected}")), "{expected}: {told}");
        }
    }

    #[test]
    fn a_log_in_that_was_not_tried_says_why() {
        let mut told = Vec::new();
        for why in [
            NotAttempted::InClear,
            NotAttempted::Injected,
            NotAttempted::NoCredential,
            NotAttempted::NoMechanism,
            NotAttempted::NotChosen,
            NotAttempted::NotOffered(Mechanism::CramMd5),
            NotAttempted::Preauth,
            NotAttempted::RefusedElsewhere,
            NotAttempted::Stopped,
            NotAttempted::TooSoon(TooSoon::new(Risk::Lock, 2, Timestamp::UNIX_EPOCH)),
            NotAttempted::Unusable,
            NotAttempted::Unverified,
        ] {
            for lang in Lang::ALL {
                let facts = [Fact::Connected { took_ms: 1 }, Fact::NotAttempted { why }];
                let line = seen(&facts, lang);
                assert!(!line.is_empty() && !line.contains("fact-"), "{why:?}: {line}");
                assert!(!told.contains(&line), "{line}");
                told.push(line);
            }
        }
        let line = seen(&[Fact::Connected { took_ms: 1 }], Lang::En);
        assert!(line.ends_with(", log-in not reached"), "{line}");
    }

    #[test]
    fn what_a_server_made_of_the_sender_is_told() {
        let reply = |part, code| {
            Fact::Envelope(EnvelopeReply::new(part, code, vec![format!("{code} so").into()]))
        };
        let taken = reply(EnvelopePart::Sender, 250);
        let silent = EnvelopeFailure::new(EnvelopePart::Sender, ReadFailure::Closed);
        for (facts, expected, reply, told) in [
            (
                vec![taken, reply(EnvelopePart::Recipient, 250)],
                "accepted",
                Some("250 so"),
                "may send as you@example.org",
            ),
            (
                vec![reply(EnvelopePart::Sender, 553)],
                "refused",
                Some("553 so"),
                "mail from you@example.org to itself refused",
            ),
            (
                vec![reply(EnvelopePart::Sender, 451)],
                "later",
                Some("451 so"),
                "mail from you@example.org to itself put off",
            ),
            (
                vec![Fact::EnvelopeFailed(silent)],
                "unanswered",
                None,
                "no answer to whether you@example.org may send",
            ),
        ] {
            let mut report = samples::healthy();
            let place = report.evidence.observations.iter().rfind(|seen| {
                seen.place.endpoint == Some(1) && matches!(seen.fact, Fact::Login(_))
            });
            let place = place.expect("there is a log-in").place;
            let seen = facts.into_iter().map(|fact| Observation::new(0, place, fact));
            report.evidence.observations.extend(seen);
            let json: serde_json::Value =
                serde_json::from_str(&super::super::json(&report, Lang::En)).expect("is JSON");
            let sending = &json["endpoints"][1]["sending"];
            assert_eq!((&sending["outcome"], sending["reply"].as_str()), (&expected.into(), reply));
            assert_eq!(json["endpoints"][0].get("sending"), None, "{expected}");
            let text = text(&report, &Style::new(Lang::En).width(200));
            assert!(text.contains(&format!(", {told}\n")), "{expected}: {text}");
        }
    }

    /// What programs and people are told of a log-in, next to the finding about it.
    #[test]
    fn a_log_in_comes_to_the_same_everywhere() {
        let sendings = [
            (Some(235), "235 2.7.0 ok", "accepted", "log-in accepted", None),
            (Some(535), "535 5.7.8 no", "rejected", "log-in rejected", Some("login.rejected")),
            (
                Some(550),
                "550 5.7.1 not from abroad",
                "temporary",
                "log-in turned away",
                Some("greeting.refused"),
            ),
            (
                None,
                "a2 NO Too many simultaneous connections.",
                "temporary",
                "log-in not checked (server busy)",
                Some("greeting.busy"),
            ),
            (
                Some(535),
                "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
                "rejected",
                "log-in rejected (not for the password)",
                Some("login.oauth-required"),
            ),
            (
                Some(504),
                "504 5.5.4 Unrecognized authentication type",
                "temporary",
                "log-in not carried out",
                Some("login.temporary-failure"),
            ),
            (
                Some(454),
                "454 4.7.0 later",
                "temporary",
                "log-in not checked (temporary problem)",
                Some("login.temporary-failure"),
            ),
        ];
        for (code, line, word, fact, id) in sendings {
            let mut evidence = samples::rejected().evidence;
            for seen in evidence.observations.iter_mut() {
                if let Fact::Login(reply) = &mut seen.fact {
                    let enhanced = line.split(' ').nth(1).filter(|_| code.is_some());
                    (reply.code, reply.detail) = (code, enhanced.map(str::to_owned));
                    reply.accepted = code == Some(235);
                    reply.transient = code == Some(454);
                    reply.lines = vec![line.into()];
                }
            }
            let report = crate::judge(evidence);
            assert_eq!(report.findings.first().map(|it| it.id), id, "{line}");
            let json: serde_json::Value =
                serde_json::from_str(&super::super::json(&report, Lang::En)).expect("is JSON");
            assert_eq!(json["endpoints"][0]["login"]["outcome"], word, "{line}");
            assert_eq!(json["endpoints"][1]["login"]["outcome"], "not-attempted", "{line}");
            let told = text(&report, &Style::new(Lang::En).width(200));
            assert!(told.contains(&format!(", {fact}\n")), "{line}: {told}");
        }
    }
}
