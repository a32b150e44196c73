//! Runs in which sources were asked, by what they say.

use super::super::evidence::{
    OTHER_V4, V4, about, asked, at, capabilities, connect_failed, connected, greeted, healthy_imap,
    healthy_smtp, ids, imap, imap_until_login, lookup_failed, nothing, plain_text, resolved, run,
    smtp_until_login, then, with,
};
use super::{Run, under};
use crate::evidence::{
    Asked, Candidate, ConnectFailure, Credential, Deviation, Dnssec, Evidence, Fact, Family,
    FetchFailure, GreetingKind, Hop, LookupFailure, NotAttempted, Observation, Place, ReadFailure,
    SourceOutcome, Stage, TlsFailure, Unusable,
};
use crate::model::{Authentication, Endpoint, Service, Setting, Source};
use crate::rules::judge;

const AUTOCONFIG: &str = "https://autoconfig.example.org/mail/config-v1.1.xml";
const CLEAR: &str = "http://autoconfig.example.org/mail/config-v1.1.xml";
const WELL_KNOWN: &str = "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml";
const ISPDB: &str = "https://autoconfig.thunderbird.net/v1.1/example.org";

fn server(text: &str) -> Setting {
    let (service, place) = text.split_once("://").expect("is a URL");
    let service = match service {
        "imap" => Service::Imap,
        "pop3" => Service::Pop3,
        _ => Service::Smtp,
    };
    Setting::new(Endpoint::parse(service, place).expect("is an endpoint"))
}

/// What a source says, and over which pages of the web.
fn source(source: Source, location: &str, servers: &[&str]) -> Asked {
    let mut asked = Asked::new(source, location.to_owned(), SourceOutcome::Found, 9);
    asked.settings = servers.iter().map(|text| server(text)).collect();
    if location.starts_with("http") {
        asked.hops.push(Hop::new(location.to_owned()));
    }
    asked
}

fn autoconfig(servers: &[&str]) -> Asked {
    source(Source::Autoconfig, AUTOCONFIG, servers)
}

fn well_known(servers: &[&str]) -> Asked {
    source(Source::WellKnown, WELL_KNOWN, servers)
}

/// Records without signatures.
fn records(label: &str, servers: &[&str]) -> Asked {
    let mut asked = source(Source::Srv, &format!("{label}._tcp.example.org"), servers);
    asked.dnssec = Some(Dnssec::Insecure);
    if servers.is_empty() {
        asked.outcome = SourceOutcome::Nothing;
    }
    asked
}

fn told(mut evidence: Evidence, answers: impl IntoIterator<Item = Asked>) -> Evidence {
    for asked in answers {
        let fact = Fact::Asked(asked);
        evidence.observations.push(Observation::new(0, Place::default(), fact));
    }
    evidence
}

/// Both servers work, without anybody logging in.
fn works() -> Evidence {
    let left_out = || [Fact::NotAttempted { why: NotAttempted::NoCredential }];
    let mut evidence = with(
        imap(then(imap_until_login(), left_out())),
        Service::Smtp,
        "smtp.example.org:587",
        then(smtp_until_login(), left_out()),
    );
    evidence.account.credential = Credential::None;
    evidence
}

/// The same, and everything was logged in to.
fn logged_in() -> Evidence {
    with(imap(healthy_imap()), Service::Smtp, "smtp.example.org:587", healthy_smtp())
}

/// Adds a server that was not chosen.
fn unchosen(mut evidence: Evidence, text: &str) -> Evidence {
    let mut candidate = Candidate::new(server(text).endpoint, Source::Autoconfig);
    candidate.chosen = false;
    evidence.endpoints.push(candidate);
    evidence
}

/// Adds a server that was looked at and not chosen.
fn beside(evidence: Evidence, text: &str, facts: impl IntoIterator<Item = Fact>) -> Evidence {
    let evidence = about(unchosen(evidence, text), None, None, [resolved(&[OTHER_V4])]);
    at(evidence, OTHER_V4, facts)
}

/// Adds a server whose name leads nowhere.
fn gone(evidence: Evidence, text: &str, facts: impl IntoIterator<Item = Fact>) -> Evidence {
    about(unchosen(evidence, text), None, None, facts)
}

fn unusable(source: Source, location: &str, why: Unusable) -> Asked {
    Asked::new(source, location.to_owned(), SourceOutcome::Unusable { why }, 9)
}

fn not_fetched(location: &str, why: FetchFailure) -> Asked {
    let outcome = SourceOutcome::NotFetched { why };
    Asked::new(Source::Autoconfig, location.to_owned(), outcome, 9)
}

/// A page that the web server does not have, and says so over TLS.
fn not_there() -> Asked {
    let mut asked = not_fetched(AUTOCONFIG, FetchFailure::Status { status: 404 });
    let mut hop = Hop::new(AUTOCONFIG.to_owned());
    hop.status = Some(404);
    asked.hops.push(hop);
    asked
}

fn nowhere() -> Evidence {
    told(run(), [records("_imaps", &[]), records("_submissions", &[])])
}

pub(super) fn not_found() -> Vec<Run> {
    let with_page = |asked| told(nowhere(), [asked]);
    let failed = |why| with_page(not_fetched(AUTOCONFIG, why));
    let malformed = || Unusable::Malformed { text: "unexpected end at 3:1".to_owned() };
    let null_mx = || asked(nowhere(), Source::Mx, "example.org", SourceOutcome::NotOffered);
    let missing = LookupFailure::NotFound;
    let host = "autoconfig.example.org".to_owned();
    let no_host = FetchFailure::Lookup { host, why: missing };
    let skipped = asked(nowhere(), Source::Ispdb, ISPDB, SourceOutcome::Skipped);
    let unguessed = asked(nowhere(), Source::Guess, "guess", SourceOutcome::Skipped);
    let mute = || FetchFailure::Connect { why: ConnectFailure::TimedOut };
    let mute_page = || not_fetched(AUTOCONFIG, mute());
    let to = "https://autodiscover.hosting.example/".into();
    let sent = SourceOutcome::SentElsewhere { to };
    let sent = Asked::new(Source::Autodiscover, AUTOCONFIG.to_owned(), sent, 9);
    let refused = LookupFailure::ServerError { code: "REFUSED".to_owned() };
    let no_database = SourceOutcome::Failed { why: refused };
    let no_database = Asked::new(Source::Ispdb, ISPDB.to_owned(), no_database, 9);
    let untrusted = TlsFailure::Certificate { text: "expired".to_owned() };
    [
        under(
            &["settings.not-found"],
            vec![
                ("other", "no page", failed(FetchFailure::Status { status: 404 })),
                ("other", "no host for pages", failed(no_host)),
                (
                    "other",
                    "no web server",
                    failed(FetchFailure::Connect { why: ConnectFailure::Refused }),
                ),
                ("unfetched", "the web server is mute", failed(mute())),
                ("unfetched", "the web server fails", failed(FetchFailure::Status { status: 503 })),
                (
                    "unfetched",
                    "the web server is not trusted",
                    failed(FetchFailure::Tls { why: untrusted }),
                ),
                (
                    "unfetched",
                    "the page breaks off",
                    failed(FetchFailure::Read { why: ReadFailure::Closed }),
                ),
                (
                    "captive-portal",
                    "a hotel's page",
                    with_page(unusable(Source::Autoconfig, AUTOCONFIG, Unusable::CaptivePortal)),
                ),
                (
                    "wildcard",
                    "any name leads to one address",
                    with_page(unusable(Source::Autoconfig, AUTOCONFIG, Unusable::WildcardDns)),
                ),
                (
                    "other",
                    "another's page, and no portal",
                    told(
                        nowhere(),
                        [
                            unusable(Source::WellKnown, WELL_KNOWN, Unusable::CaptivePortal),
                            not_there(),
                        ],
                    ),
                ),
                ("no-mail", "null MX", null_mx()),
                ("left-out", "a source was left out", skipped),
                ("names-left-out", "the usual names were left out", unguessed),
                ("sent-elsewhere", "another domain is to be asked", with_page(sent)),
                ("no-mail", "null MX, and a mute page", told(null_mx(), [mute_page()])),
                ("unfetched", "the database is not to be found", told(nowhere(), [no_database])),
                (
                    "unreadable",
                    "the hoster's document is malformed",
                    with_page(unusable(Source::Mx, ISPDB, malformed())),
                ),
            ],
        ),
        under(
            &["settings.not-found", "settings.broken-document"],
            vec![(
                "unreadable",
                "the only document is malformed",
                with_page(unusable(Source::Autoconfig, AUTOCONFIG, malformed())),
            )],
        ),
    ]
    .concat()
}

pub(super) fn forgeable() -> Vec<Run> {
    const ID: &[&str] = &["settings.forgeable-source"];
    const FOREIGN: &str = "imap://imap.hosting.example";
    let own = ["imap://imap.example.org", "smtp://smtp.example.org:587"];
    let elsewhere = |asked: Asked| told(works(), [autoconfig(&own), asked]);
    let mut redirected = well_known(&[FOREIGN]);
    redirected.hops.push(Hop::new("https://hosting.example/config.xml".to_owned()));
    let mut into_clear = well_known(&[FOREIGN]);
    into_clear.hops.push(Hop::new("http://example.org/config.xml".to_owned()));
    let mut by_mx = source(Source::Mx, ISPDB, &[FOREIGN]);
    by_mx.dnssec = Some(Dnssec::Insecure);
    let mut by_txt = source(Source::Mailconf, WELL_KNOWN, &[FOREIGN]);
    by_txt.dnssec = Some(Dnssec::Indeterminate);
    let clear = source(Source::Autoconfig, CLEAR, &[FOREIGN]);
    let withheld = |asked: Asked| {
        let left_out = [Fact::NotAttempted { why: NotAttempted::ForeignHost }];
        let facts = then(imap_until_login(), left_out);
        let incoming = with(run(), Service::Imap, "imap.hosting.example", facts);
        told(with(incoming, Service::Smtp, "smtp.example.org:587", healthy_smtp()), [asked])
    };
    let own_page = source(Source::Autoconfig, CLEAR, &own);
    [
        under(
            &["settings.forgeable-source", "settings.conflict"],
            vec![
                ("other", "records lead abroad", elsewhere(records("_imaps", &[FOREIGN]))),
                ("other", "MX records lead abroad", elsewhere(by_mx)),
                ("other", "a TXT record leads abroad", elsewhere(by_txt)),
                ("plain-http", "a page in clear leads abroad", elsewhere(clear.clone())),
                ("plain-http", "a page is sent on in clear", elsewhere(into_clear)),
                ("redirected", "a page is sent on abroad", elsewhere(redirected.clone())),
            ],
        ),
        under(
            ID,
            vec![
                ("own-plain-http", "only a page in clear", told(works(), [own_page])),
                ("other", "kept from what records name", withheld(records("_imaps", &[FOREIGN]))),
                ("plain-http", "kept from what a page in clear names", withheld(clear)),
                ("redirected", "kept from what another's page names", withheld(redirected)),
            ],
        ),
    ]
    .concat()
}

pub(super) fn insecure() -> Vec<Run> {
    const TLS: &str = "imap://imap.example.org";
    const PLAIN: &str = "imap://imap.example.org:143/plain";
    let says = |servers: &[&str]| told(logged_in(), [autoconfig(servers)]);
    let clear = [
        connected(),
        greeted(GreetingKind::Ready, "* OK ready"),
        capabilities(Stage::BeforeTls, &["IMAP4rev1", "AUTH=PLAIN"]),
    ];
    let mut in_clear = with(run(), Service::Imap, "imap.example.org:143/plain", clear);
    if let Some(candidate) = in_clear.endpoints.last_mut() {
        candidate.source = Source::Autoconfig;
    }
    let in_clear = with(in_clear, Service::Smtp, "smtp.example.org:587", healthy_smtp());
    let in_line = in_clear.clone();
    let mut with_line = autoconfig(&[PLAIN]);
    with_line.deviations.push(Deviation::new("plain-socket-type", "imap.example.org", 12));
    let starttls = "smtp://smtp.example.org:587";
    let relay = "smtp://smtp.example.org:25/starttls";
    [
        under(
            &["settings.insecure"],
            vec![
                ("only-plain", "nothing but plain text", told(in_clear, [autoconfig(&[PLAIN])])),
                ("plain-first", "plain text first", says(&[PLAIN, TLS])),
                ("only-plain", "nothing but plain text, and where", told(in_line, [with_line])),
                ("plain-too", "plain text last", says(&[TLS, PLAIN])),
                ("relay-port", "sending by port 25", says(&[relay])),
                (
                    "plain-here",
                    "plain text in one source of two",
                    told(logged_in(), [autoconfig(&[TLS]), well_known(&[PLAIN])]),
                ),
            ],
        ),
        under(
            &["settings.starttls-preferred"],
            vec![
                (
                    "only-records",
                    "records for STARTTLS alone",
                    told(
                        logged_in(),
                        [records("_submission", &[starttls]), records("_submissions", &[])],
                    ),
                ),
                (
                    "in-front",
                    "STARTTLS in front",
                    says(&["imap://imap.example.org:143", "imap://imap.example.org"]),
                ),
            ],
        ),
    ]
    .concat()
}

pub(super) fn stale() -> Vec<Run> {
    const OLD: &str = "imap://old.example.org";
    let says = || [autoconfig(&["imap://imap.example.org", OLD])];
    let failed = |why| told(beside(logged_in(), OLD, [connect_failed(why)]), says());
    let no_name = [lookup_failed(Family::Ipv4, LookupFailure::NotFound)];
    let no_address = [nothing(Family::Ipv4), nothing(Family::Ipv6)];
    let web = plain_text("HTTP/1.1 400 Bad Request", None);
    let web = [connected(), web];
    under(
        &["settings.stale"],
        vec![
            (
                "no-such-name",
                "a published name is gone",
                told(gone(logged_in(), OLD, no_name), says()),
            ),
            (
                "no-address",
                "a published name has no address",
                told(gone(logged_in(), OLD, no_address), says()),
            ),
            ("refused", "a published server refuses", failed(ConnectFailure::Refused)),
            ("filtered", "a published server is mute", failed(ConnectFailure::TimedOut)),
            (
                "other-service",
                "a published server is for the web",
                told(beside(logged_in(), OLD, web), says()),
            ),
        ],
    )
}

pub(super) fn conflicts() -> Vec<Run> {
    const IMAP: &str = "imap://imap.example.org";
    const OTHER: &str = "imap://mail.example.org";
    let two =
        |one: &[&str], other: &[&str]| told(logged_in(), [autoconfig(one), well_known(other)]);
    let named = |name: &str, way: Authentication| {
        let mut asked = well_known(&[IMAP]);
        for setting in &mut asked.settings {
            setting.username = Some(name.to_owned());
            setting.authentication = vec![way.clone()];
        }
        asked
    };
    let by_name = |one: Asked, other: Asked| told(logged_in(), [one, other]);
    let mut third = named("%EMAILADDRESS%", Authentication::OAuth2);
    third.source = Source::Autoconfig;
    let password = Authentication::PasswordCleartext;
    let many: Vec<Asked> = [Source::Pacc, Source::Autoconfig, Source::WellKnown, Source::Mailconf]
        .into_iter()
        .chain([Source::Autodiscover, Source::Ispdb])
        .enumerate()
        .map(|(at, from)| source(from, WELL_KNOWN, &[&format!("imap://mx{at}.example.org")]))
        .collect();
    let silent = beside(logged_in(), OTHER, [connect_failed(ConnectFailure::Reset)]);
    under(
        &["settings.conflict"],
        vec![
            ("hosts", "two servers", two(&[IMAP], &[OTHER])),
            ("hosts", "six servers", told(logged_in(), many)),
            (
                "hosts",
                "two servers, one answers",
                told(silent, [autoconfig(&[IMAP]), well_known(&[OTHER])]),
            ),
            (
                "hosts",
                "both sides differ",
                two(&[IMAP, "smtp://smtp.example.org"], &[OTHER, "smtp://mail.example.org"]),
            ),
            ("security", "two kinds of security", two(&[IMAP], &["imap://imap.example.org:143"])),
            (
                "security",
                "two ports for sending",
                two(&["smtp://smtp.example.org"], &["smtp://smtp.example.org:587"]),
            ),
            (
                "username",
                "two user names",
                by_name(
                    Asked { source: Source::Pacc, ..named("%EMAILADDRESS%", password.clone()) },
                    named("%EMAILLOCALPART%", password.clone()),
                ),
            ),
            (
                "authentication",
                "two ways to log in",
                by_name(third, named("you@example.org", password)),
            ),
        ],
    )
}

pub(super) fn documents() -> Vec<Run> {
    let here = |why| told(logged_in(), [unusable(Source::Autoconfig, AUTOCONFIG, why)]);
    let malformed = Unusable::Malformed { text: "unexpected end at 3:1".to_owned() };
    let deviation = |line| Deviation::new("unknown-socket-type", "startls", line).dropping();
    let lost = |line| {
        let mut asked = autoconfig(&["imap://imap.example.org"]);
        asked.deviations.push(deviation(line));
        told(logged_in(), [asked])
    };
    let other = |kind: &str| {
        let mut asked = autoconfig(&["imap://imap.example.org"]);
        asked.deviations.push(Deviation::new(kind, "x", 3).dropping());
        told(logged_in(), [asked])
    };
    let mut alias = records("_imaps", &["imap://imap.example.org"]);
    let text = "imap.example.org → mx.example.org";
    alias.deviations.push(Deviation::new("target-is-alias", text, 0));
    let alias = under(
        &["settings.record-odd"],
        vec![("other", "a record leads to an alias", told(logged_in(), [alias]))],
    );
    let mut empty = unusable(Source::Autoconfig, AUTOCONFIG, Unusable::NoServer);
    empty.deviations.push(deviation(7));
    let broken = under(
        &["settings.broken-document"],
        vec![
            ("malformed", "a document that breaks off", here(malformed)),
            ("digest", "a document of another digest", here(Unusable::DigestMismatch)),
            ("no-server", "a document without servers", here(Unusable::NoServer)),
            ("no-server", "a document whose only server is odd", told(logged_in(), [empty])),
            ("web-page", "a web page for a document", here(Unusable::HtmlPage)),
            ("section", "a server is left out", lost(7)),
            ("section", "a server is left out somewhere", lost(0)),
            ("section", "a server without a name", other("missing-hostname")),
        ],
    );
    [broken, alias].concat()
}

/// The neighbours of the faults: sources that agree, or of which nothing can be told from here.
#[test]
fn nothing_is_said_where_nothing_is_wrong() {
    const IMAP: &str = "imap://imap.example.org";
    const IMAP143: &str = "imap://imap.example.org:143";
    const FOREIGN: &str = "imap://imap.hosting.example";
    const OLD: &str = "imap://old.example.org:10993/tls";
    let says = |answers: Vec<Asked>| told(logged_in(), answers);
    let shown = |answers: Vec<Asked>| told(works(), answers);
    let signed = Asked { dnssec: Some(Dnssec::Secure), ..records("_imaps", &[FOREIGN]) };
    let in_clear = source(Source::Autoconfig, CLEAR, &[FOREIGN]);
    let named = |name: &str| {
        let mut asked = well_known(&[IMAP]);
        asked.settings[0].username = Some(name.to_owned());
        asked
    };
    let one_server = unchosen(logged_in(), "imap://mail.example.org");
    let one_server = about(one_server, None, None, [resolved(&[V4])]);
    let one_server = at(one_server, V4, healthy_imap());
    let mute = || beside(logged_in(), OLD, [connect_failed(ConnectFailure::TimedOut)]);
    let mut long = autoconfig(&[IMAP]);
    long.deviations.push(Deviation::new("too-many-servers", "", 300).dropping());
    let page = unusable(Source::WellKnown, WELL_KNOWN, Unusable::HtmlPage);
    let starttls = "smtp://smtp.example.org:587";
    for (name, evidence) in [
        ("one has more", says(vec![autoconfig(&[IMAP, IMAP143]), well_known(&[IMAP])])),
        ("another order", says(vec![autoconfig(&[IMAP]), well_known(&[IMAP, IMAP143])])),
        (
            "records for both ways",
            says(vec![records("_imap", &[IMAP143]), records("_imaps", &[IMAP])]),
        ),
        ("no user name", says(vec![named("%EMAILADDRESS%"), records("_imaps", &[IMAP])])),
        (
            "one user name in two ways",
            says(vec![named("%EMAILLOCALPART%@%EMAILDOMAIN%"), named("you@example.org")]),
        ),
        (
            "one server by two names",
            told(one_server, [autoconfig(&[IMAP]), well_known(&["imap://mail.example.org"])]),
        ),
        ("a guess differs", {
            says(vec![autoconfig(&[IMAP]), source(Source::Guess, "x:993", &["imap://x.example"])])
        }),
        ("signed records lead abroad", shown(vec![signed])),
        (
            "somebody better names it, too",
            shown(vec![autoconfig(&[FOREIGN]), records("_imaps", &[FOREIGN]), in_clear.clone()]),
        ),
        ("unsigned records at home", shown(vec![records("_imaps", &[IMAP])])),
        ("the password was not kept from it", says(vec![in_clear])),
        ("a page in clear beside a better one", {
            shown(vec![autoconfig(&[IMAP]), source(Source::Autoconfig, CLEAR, &[IMAP])])
        }),
        ("mute, and no such port was reached", told(mute(), [autoconfig(&[IMAP, OLD])])),
        ("not looked at", told(unchosen(logged_in(), OLD), [autoconfig(&[IMAP, OLD])])),
        ("more servers than anybody needs", says(vec![long])),
        ("a web page beside settings", says(vec![autoconfig(&[IMAP]), page])),
        ("port 25 beside another", {
            says(vec![autoconfig(&[starttls, "smtp://smtp.example.org:25/starttls"])])
        }),
        (
            "the records for TLS were not answered",
            asked(
                says(vec![records("_submission", &[starttls])]),
                Source::Srv,
                "_submissions._tcp.example.org",
                SourceOutcome::Failed { why: LookupFailure::NoAnswer },
            ),
        ),
    ] {
        assert_eq!(ids(&judge(evidence)), [] as [&str; 0], "{name}");
    }
}

/// What was chosen and is dead is told of where it died, and of nothing beside it.
#[test]
fn the_root_cause_is_told_once() {
    let refuses = || [connect_failed(ConnectFailure::Refused)];
    let servers = ["imap://imap.example.org", "imap://old.example.org"];
    let evidence = imap(refuses());
    let evidence = with(evidence, Service::Smtp, "smtp.example.org:587", healthy_smtp());
    let evidence = told(beside(evidence, servers[1], refuses()), [autoconfig(&servers)]);
    assert_eq!(ids(&judge(evidence)), ["connect.refused"]);
}

/// What is published beside settings that work does not keep them from working.
#[test]
fn what_lies_beside_settings_that_work_is_no_verdict_on_them() {
    let beside_them = insecure().into_iter().chain(stale());
    let counted = beside_them.filter(|run| {
        let report = judge(run.evidence.clone());
        let is_beside = !run.name.starts_with("nothing but plain text");
        assert_eq!(report.settings.is_some(), is_beside, "{}", run.name);
        is_beside
    });
    assert!(counted.count() > 8);
}
