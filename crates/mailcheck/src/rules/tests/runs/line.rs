//! Runs in which something beside the endpoint that failed tells the line from the server.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::super::evidence::{
    OTHER_V4, V4, V6, about, add, asked, at, capabilities, connect_failed, connected, control,
    encrypted, greeted, greeting_failed, handshake_failed, healthy_imap, healthy_smtp, imap,
    lookup_failed, plain_text, resolved, run, smtp, with,
};
use super::{Run, under};
use crate::evidence::{
    ConnectFailure, Evidence, Fact, Family, GreetingKind, LookupFailure, ReadFailure,
    SourceOutcome, Stage, TlsFailure,
};
use crate::model::{Service, Source};

const OTHER_V6: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 2));
const PRIVATE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
const HTTP: &str = "HTTP/1.1 302 Found";

fn failed(why: ConnectFailure) -> Vec<Fact> {
    vec![connect_failed(why)]
}

fn mute() -> Vec<Fact> {
    failed(ConnectFailure::TimedOut)
}

fn refused() -> Vec<Fact> {
    failed(ConnectFailure::Refused)
}

fn greets_smtp() -> Vec<Fact> {
    let ready = greeted(GreetingKind::Ready, "220 smtp.example.org ESMTP");
    vec![connected(), ready, capabilities(Stage::BeforeTls, &["STARTTLS"])]
}

fn greets_imap() -> Vec<Fact> {
    vec![connected(), encrypted(), greeted(GreetingKind::Ready, "* OK ready")]
}

/// Receiving works, and sending from the same address is as these facts say.
fn sending(place: &str, facts: Vec<Fact>, others: [(&str, Vec<Fact>); 2]) -> Evidence {
    let evidence = with(imap(healthy_imap()), Service::Smtp, place, facts);
    beside(evidence, Service::Smtp, others)
}

fn beside<const N: usize>(
    evidence: Evidence,
    service: Service,
    others: [(&str, Vec<Fact>); N],
) -> Evidence {
    others
        .into_iter()
        .fold(evidence, |evidence, (place, facts)| control(evidence, service, place, facts))
}

const S25: &str = "smtp.example.org:25";
const S465: &str = "smtp.example.org:465";
const S587: &str = "smtp.example.org:587";
const I143: &str = "imap.example.org:143";

pub(super) fn sending_blocked() -> Vec<Run> {
    let reset = || failed(ConnectFailure::Reset);
    let unreachable = || failed(ConnectFailure::Unreachable);
    let tls = || vec![connected(), encrypted(), greets_smtp().remove(1)];
    let elsewhere =
        about(add(imap(healthy_imap()), Service::Smtp, S587), None, None, [resolved(&[OTHER_V4])]);
    let elsewhere = at(elsewhere, OTHER_V4, mute());
    let only_sending = with(run(), Service::Smtp, S587, mute());
    under(
        &["connect.submission-blocked"],
        vec![
            ("port-25", "OP25B", sending(S25, mute(), [(S465, tls()), (S587, greets_smtp())])),
            (
                "other",
                "587 is mute, 465 works",
                sending(S587, mute(), [(S465, tls()), (S25, mute())]),
            ),
            (
                "other",
                "465 is shut, 587 works",
                sending(S465, refused(), [(S587, greets_smtp()), (S25, mute())]),
            ),
            (
                "other",
                "587 is reset, 465 works",
                sending(S587, reset(), [(S465, tls()), (S25, mute())]),
            ),
            (
                "other",
                "no way to 587, 465 works",
                sending(S587, unreachable(), [(S465, tls()), (S25, mute())]),
            ),
            (
                "other",
                "sending only, 465 works",
                beside(only_sending.clone(), Service::Smtp, [(S465, tls())]),
            ),
            ("all-ports", "no sending", sending(S587, mute(), [(S465, mute()), (S25, mute())])),
            (
                "all-ports",
                "no sending, 25 is shut",
                sending(S465, reset(), [(S587, mute()), (S25, refused())]),
            ),
        ],
    )
    .into_iter()
    .chain(under(
        &["connect.filtered"],
        vec![
            (
                "other",
                "587 is mute, 465 is shut",
                sending(S587, mute(), [(S465, refused()), (S25, mute())]),
            ),
            (
                "other",
                "only 25 answers",
                sending(S587, mute(), [(S465, mute()), (S25, greets_smtp())]),
            ),
            (
                "whole-host",
                "a host of its own is mute",
                beside(elsewhere, Service::Smtp, [(S465, mute()), (S25, mute())]),
            ),
            (
                "nothing-reachable",
                "sending only, and all is mute",
                beside(only_sending, Service::Smtp, [(S465, mute()), (S25, mute())]),
            ),
        ],
    ))
    .chain(under(
        &["connect.refused"],
        vec![(
            "usual-port",
            "no port for sending is open",
            sending(S587, refused(), [(S465, refused()), (S25, refused())]),
        )],
    ))
    .collect()
}

pub(super) fn other_ports() -> Vec<Run> {
    let silent = || vec![connected(), greeting_failed(ReadFailure::TimedOut, None)];
    let dropped = || vec![connected(), greeting_failed(ReadFailure::Closed, None)];
    let web = || vec![connected(), greeted(GreetingKind::Http, HTTP)];
    let mute_tls = || vec![connected(), handshake_failed(TlsFailure::TimedOut)];
    let late_tls = || vec![connected(), encrypted(), greeting_failed(ReadFailure::TimedOut, None)];
    let imap_beside = |facts, others| beside(imap(facts), Service::Imap, [(I143, others)]);
    let in_clear = || vec![connected(), greets_imap().remove(2)];
    let offers = capabilities(Stage::BeforeTls, &["IMAP4rev1", "STARTTLS"]);
    let greets = || [in_clear(), vec![offers.clone()]].concat();
    let smtp_beside =
        |facts: Vec<Fact>, others| beside(smtp(facts), Service::Smtp, [(S465, others)]);
    let web_instead_of_tls = || vec![connected(), plain_text(HTTP, None)];
    [
        under(
            &["connect.refused"],
            vec![
                ("other-port", "993 is shut, 143 works", imap_beside(refused(), greets())),
                ("usual-port", "993 is shut, 143 has no TLS", imap_beside(refused(), in_clear())),
            ],
        ),
        under(
            &["connect.filtered"],
            vec![("other-port", "993 is mute, 143 works", imap_beside(mute(), greets()))],
        ),
        under(
            &["greeting.dropped"],
            vec![
                ("other-port", "587 hangs up, 465 works", smtp_beside(dropped(), greets_smtp())),
                ("other", "587 and 465 hang up", smtp_beside(dropped(), dropped())),
            ],
        ),
        under(
            &["greeting.silent"],
            vec![
                ("other-port", "587 says nothing, 465 works", smtp_beside(silent(), greets_smtp())),
                ("every-port", "all ports swallow", smtp_beside(silent(), mute_tls())),
                (
                    "every-port",
                    "all ports swallow but 25",
                    control(smtp_beside(silent(), mute_tls()), Service::Smtp, S25, refused()),
                ),
                ("other", "TLS, and then nothing", smtp_beside(silent(), late_tls())),
            ],
        ),
        under(
            &["tls.handshake-failed"],
            vec![("every-port", "all TLS ports swallow", imap_beside(mute_tls(), silent()))],
        ),
        under(
            &["greeting.not-mail"],
            vec![
                (
                    "captive-portal",
                    "a portal answers on all ports",
                    imap_beside(web_instead_of_tls(), web()),
                ),
                (
                    "http",
                    "a web server beside a mail server",
                    imap_beside(web_instead_of_tls(), greets()),
                ),
            ],
        ),
    ]
    .concat()
}

pub(super) fn networks() -> Vec<Run> {
    let leads = |evidence, service, place: &str, facts: Vec<Fact>| {
        let added = about(add(evidence, service, place), None, None, [resolved(&[PRIVATE])]);
        at(added, PRIVATE, facts)
    };
    let both = |facts: fn() -> Vec<Fact>, hosts: [&str; 2]| {
        let incoming = leads(run(), Service::Imap, hosts[0], facts());
        leads(incoming, Service::Smtp, hosts[1], facts())
    };
    let foreign = ["imap.example.org", "smtp.example.org"];
    let home = ["imap.example.lan", "smtp.example.lan"];
    let sides = |works: [IpAddr; 2], dead: [IpAddr; 2]| {
        let one = add(run(), Service::Imap, "imap.example.org");
        let one = at(at(one, works[0], healthy_imap()), dead[0], mute());
        let two = add(one, Service::Smtp, S587);
        at(at(two, works[1], healthy_smtp()), dead[1], mute())
    };
    let v4_dead = at(add(run(), Service::Imap, "imap.example.org"), V6, healthy_imap());
    [
        under(
            &["connect.filtered", "connect.filtered"],
            vec![
                ("private-address", "a resolver of a portal", both(mute, foreign)),
                ("nothing-reachable", "servers at home", both(mute, home)),
            ],
        ),
        under(
            &["connect.refused", "connect.refused"],
            vec![("private-address", "a portal that is shut", both(refused, foreign))],
        ),
        under(
            &["connect.address-dead", "connect.address-dead"],
            vec![
                ("ipv6-everywhere", "no IPv6 on this line", sides([V4, OTHER_V4], [V6, OTHER_V6])),
                ("ipv6", "one server by two names", sides([V4, V4], [V6, V6])),
                ("ipv4-everywhere", "no IPv4 on this line", sides([V6, OTHER_V6], [V4, OTHER_V4])),
            ],
        ),
        under(&["connect.address-dead"], vec![("ipv4", "IPv4 dead", at(v4_dead, V4, mute()))]),
    ]
    .concat()
}

pub(super) fn resolvers() -> Vec<Run> {
    let error = || LookupFailure::ServerError { code: "SERVFAIL".to_owned() };
    let unresolved = |evidence, why: LookupFailure, above: Option<LookupFailure>| {
        let host = add(evidence, Service::Imap, "imap.example.org");
        let domain = "example.org".parse().expect("is a host");
        let above = Fact::DomainLookedUp { domain, failed: above, took_ms: 9 };
        about(host, None, None, [lookup_failed(Family::Ipv4, why), above])
    };
    let (mute, missing) = (|| LookupFailure::NoAnswer, || LookupFailure::NotFound);
    let sought = |evidence, name: &str, why| {
        asked(evidence, Source::Srv, name, SourceOutcome::Failed { why })
    };
    let both = sought(run(), "_imaps._tcp.example.org", mute());
    let both = sought(both, "_imap._tcp.example.org", mute());
    [
        under(
            &["dns.no-answer"],
            vec![
                ("name-only", "one name is mute", unresolved(run(), mute(), None)),
                ("name-only-error", "SERVFAIL for one name", unresolved(run(), error(), None)),
                (
                    "name-only",
                    "mute, and no such domain",
                    unresolved(run(), mute(), Some(missing())),
                ),
                (
                    "nothing-answered",
                    "the resolver is mute",
                    unresolved(run(), mute(), Some(mute())),
                ),
                ("other", "mute and SERVFAIL", unresolved(run(), mute(), Some(error()))),
                ("server-error", "SERVFAIL for all", unresolved(run(), error(), Some(error()))),
                ("nothing-answered", "no record is answered", both),
            ],
        ),
        under(
            &["dns.name-not-found"],
            vec![
                ("domain-exists", "no such server", unresolved(run(), missing(), None)),
                (
                    "no-domain",
                    "no such domain at all",
                    unresolved(run(), missing(), Some(missing())),
                ),
                ("other", "no word of the domain", unresolved(run(), missing(), Some(mute()))),
            ],
        ),
    ]
    .concat()
}

/// Only ports for people that got no answer are named as such.
#[test]
fn port_25_is_not_named() {
    let run = sending_blocked().into_iter().find(|run| run.name == "no sending, 25 is shut");
    let report = crate::rules::judge(run.expect("is there").evidence);
    let args = &report.findings[0].advice.args;
    let ports = args.iter().find(|(name, _)| *name == "ports").map(|(_, ports)| ports.clone());
    assert_eq!(ports, Some(vec!["587".to_owned()].into()));
}
