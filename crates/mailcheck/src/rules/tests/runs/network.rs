//! Runs that end before anything is said.

use super::super::evidence::{
    OTHER_V4, V6, about, add, asked, at, connect_failed, connected, guessed, handshake_failed,
    healthy_imap, healthy_smtp, imap, lookup_failed, nothing, run, with,
};
use super::{Run, under};
use crate::evidence::{ConnectFailure, Fact, Family, LookupFailure, SourceOutcome, TlsFailure};
use crate::model::{Service, Source};

pub(super) fn settings() -> Vec<Run> {
    const ID: &[&str] = &["settings.not-found"];
    let none = || asked(run(), Source::Srv, "_imaps._tcp.example.org", SourceOutcome::Nothing);
    let both = asked(none(), Source::Srv, "_submissions._tcp.example.org", SourceOutcome::Nothing);
    let no_name = SourceOutcome::Failed { why: LookupFailure::NotFound };
    let no_domain = asked(both.clone(), Source::Guess, "example.org:993", no_name);
    let closed = asked(both.clone(), Source::Guess, "imap.example.org:993", SourceOutcome::Nothing);
    let declared = asked(run(), Source::Srv, "_imaps._tcp.example.org", SourceOutcome::NotOffered);
    let outgoing = with(both.clone(), Service::Imap, "imap.example.org", healthy_imap());
    let shut = [connect_failed(ConnectFailure::Refused)];
    let refused = guessed(closed.clone(), Service::Imap, "imap.example.org", shut);
    let mute = || [connect_failed(ConnectFailure::TimedOut)];
    let receiving = guessed(both, Service::Imap, "imap.example.org", mute());
    let filtered = guessed(receiving.clone(), Service::Smtp, "smtp.example.org", mute());
    let silent = [connected(), handshake_failed(TlsFailure::TimedOut)];
    let silent = guessed(outgoing.clone(), Service::Smtp, "smtp.example.org", silent);
    [under(
        ID,
        vec![
            ("other", "nothing published", closed),
            ("no-domain", "no such domain", no_domain),
            ("not-offered", "declared not offered", declared),
            ("other", "only receiving found", outgoing),
            ("other", "a usual name, and its port is shut", refused),
            ("other", "sending is nowhere, receiving is filtered", receiving),
            ("unreached", "the usual names are filtered", filtered),
            ("unreached", "receiving found, a usual name is mute", silent),
        ],
    )]
    .concat()
}

pub(super) fn names() -> Vec<Run> {
    let host = || add(run(), Service::Imap, "imap.example.org");
    let lookups = |facts: Vec<Fact>| about(host(), None, None, facts);
    let both = |why: LookupFailure| {
        lookups(vec![lookup_failed(Family::Ipv4, why.clone()), lookup_failed(Family::Ipv6, why)])
    };
    let refused = LookupFailure::ServerError { code: "SERVFAIL".to_owned() };
    let other = LookupFailure::Other { text: "no connections available".to_owned() };
    let (v4, v6) = (nothing(Family::Ipv4), nothing(Family::Ipv6));
    let failed = |evidence, source, place: &str, why: LookupFailure| {
        asked(evidence, source, place, SourceOutcome::Failed { why })
    };
    let sought =
        |why: LookupFailure| failed(run(), Source::Srv, "_submission._tcp.example.org", why);
    let record = |evidence, name| asked(evidence, Source::Srv, name, SourceOutcome::Nothing);
    let half = record(sought(LookupFailure::NoAnswer), "_submissions._tcp.example.org");
    let no_records = record(run(), "_submissions._tcp.example.org");
    let guess = "smtp.example.org:465";
    let no_guess = failed(no_records, Source::Guess, guess, refused.clone());
    let one_side = record(sought(LookupFailure::NoAnswer), "_imaps._tcp.example.org");
    [
        under(
            &["dns.name-not-found"],
            vec![
                ("other", "NXDOMAIN", both(LookupFailure::NotFound)),
                ("no-address", "no address", lookups(vec![v4.clone(), v6.clone()])),
                ("no-ipv4", "no IPv4", lookups(vec![v4.clone()])),
                ("no-ipv6", "no IPv6", lookups(vec![v6])),
            ],
        ),
        under(
            &["dns.no-answer"],
            vec![
                ("other", "no answer", both(LookupFailure::NoAnswer)),
                ("other", "half an answer", lookups(vec![v4, lookup_failed(Family::Ipv6, other)])),
                ("server-error", "SERVFAIL", both(refused.clone())),
                ("other", "no DNS for settings", sought(LookupFailure::NoAnswer)),
                ("server-error", "SERVFAIL for settings", sought(refused)),
                ("other", "no DNS for one record of two", half),
                ("server-error", "SERVFAIL for the usual names", no_guess),
            ],
        ),
        under(
            &["settings.not-found", "dns.no-answer"],
            vec![("other", "no DNS for one side of two", one_side)],
        ),
        under(
            &["dns.bogus"],
            vec![
                ("other", "bogus", both(LookupFailure::Bogus)),
                ("other", "bogus settings", sought(LookupFailure::Bogus)),
            ],
        ),
    ]
    .concat()
}

pub(super) fn connections() -> Vec<Run> {
    let failed = |why| imap([connect_failed(why)]);
    let beside =
        |place: &str, why| with(imap(healthy_imap()), Service::Smtp, place, [connect_failed(why)]);
    let odd = with(
        run(),
        Service::Imap,
        "imap.example.org:1993",
        [connect_failed(ConnectFailure::Refused)],
    );
    let os = ConnectFailure::Other { code: Some(1), text: "Operation not permitted".to_owned() };
    let second = |evidence, ip, why| at(evidence, ip, [connect_failed(why)]);
    let v6_works =
        with(imap(healthy_imap()), Service::Smtp, "smtp.example.org:587", healthy_smtp());
    let v6_works = second(at(v6_works, V6, healthy_smtp()), OTHER_V4, ConnectFailure::Refused);
    let mixed = second(failed(ConnectFailure::TimedOut), V6, ConnectFailure::NoRoute);
    let refusing = second(failed(ConnectFailure::TimedOut), OTHER_V4, ConnectFailure::Refused);
    [
        under(
            &["connect.refused"],
            vec![
                ("usual-port", "refused", failed(ConnectFailure::Refused)),
                ("other", "refused, odd port", odd),
                ("usual-port", "one refuses, one is mute", refusing),
            ],
        ),
        under(
            &["connect.unreachable"],
            vec![
                ("no-route", "offline", failed(ConnectFailure::NoRoute)),
                ("other", "EHOSTUNREACH", failed(ConnectFailure::Unreachable)),
                ("reset", "reset", failed(ConnectFailure::Reset)),
                ("unknown", "unknown error", failed(os)),
            ],
        ),
        under(
            &["connect.filtered"],
            vec![
                ("nothing-reachable", "mute", failed(ConnectFailure::TimedOut)),
                ("nothing-reachable", "mute, no IPv6 here", mixed),
                (
                    "other",
                    "mute beside another",
                    beside("smtp.example.org", ConnectFailure::TimedOut),
                ),
                ("port-25", "port 25", beside("smtp.example.org:25", ConnectFailure::TimedOut)),
            ],
        ),
        under(
            &["connect.address-dead"],
            vec![
                ("ipv6", "IPv6 dead", second(imap(healthy_imap()), V6, ConnectFailure::TimedOut)),
                ("other", "one IPv4 dead", v6_works),
            ],
        ),
    ]
    .concat()
}
