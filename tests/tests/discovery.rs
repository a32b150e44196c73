//! Every source of settings, asked side by side: what each says, how long all take, how few connections
//! are made, and that one who does not answer keeps nobody waiting.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use mailcheck::evidence::{Asked, Evidence, FetchFailure, ReadFailure, SourceOutcome, Unusable};
use mailcheck::model::{Secret, Source};
use mailcheck::net::Roots;
use mailcheck::probe::{Account, Plan, Run};
use mailcheck::report::Verdict;
use mailcheck_mock::{Distant, Entry, Event, Port, Provider, Scenario, World};

type Outcome = Result<(), Box<dyn Error>>;

const ADDRESS: &str = "you@example.org";
const PASSWORD: &str = "correct horse battery";
const ROUND_TRIP: Duration = Duration::from_millis(50);

/// Every source is there, and all say the same.
const EVERYWHERE: &str = r#"
title = "every source says the same"
why = "A provider that does all it can."
[dns]
zones = ["thunderbird.net", "hoster.example"]
records = [
    "autoconfig.thunderbird.net. A 127.0.0.1",
    "example.org. MX 10 mx.mail.hoster.example.",
    "mx.mail.hoster.example. A 127.0.0.1",
    "autoconfig.hoster.example. A 127.0.0.1",
    "hoster.example. A 127.0.0.1",
    'example.org. TXT "mailconf=https://example.org/settings.xml"',
]
[web]
pacc = true
pages = [
    { host = "autoconfig.thunderbird.net", path = "/v1.1/example.org", autoconfig = true },
    { host = "autoconfig.hoster.example", path = "/mail/config-v1.1.xml", autoconfig = true },
    { host = "hoster.example", path = "/", body = "a hoster" },
    { host = "example.org", path = "/settings.xml", autoconfig = true },
]
"#;

struct Seen {
    evidence: Evidence,
    provider: Provider,
    round_trips: u128,
}

impl Seen {
    fn answers(&self, source: Source) -> Vec<&Asked> {
        self.evidence.answers().filter(|asked| asked.source == source).collect()
    }

    fn outcome(&self, source: Source) -> Option<&SourceOutcome> {
        let answers = self.answers(source);
        let found = answers.iter().find(|it| it.outcome == SourceOutcome::Found);
        found.or_else(|| answers.first()).map(|it| &it.outcome)
    }
}

async fn look(scenario: &str, change: impl FnOnce(&mut Plan)) -> Result<Seen, Box<dyn Error>> {
    let scenario = Scenario::from_toml("test", scenario)?;
    let builder = Provider::builder().account(ADDRESS, PASSWORD).announce_standard_ports();
    let provider = builder.scenario(scenario).start().await?;
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let mut plan = Plan::new(Account::new().address(ADDRESS.parse()?)).roots(roots);
    change(&mut plan);
    let net = Distant::new(World::in_memory(&provider, &Port::ALL), ROUND_TRIP);
    let evidence = Run::new(&plan).go(&net).await;
    let round_trips = net.round_trips();
    provider.settled().await;
    Ok(Seen { evidence, provider, round_trips })
}

fn survey(plan: &mut Plan) {
    plan.search.is_survey = true;
}

#[tokio::test(start_paused = true)]
async fn every_source_is_heard() -> Outcome {
    let seen = look(EVERYWHERE, survey).await?;
    let expected = [
        Source::Autoconfig,
        Source::Autodiscover,
        Source::Ispdb,
        Source::Mailconf,
        Source::Mx,
        Source::Pacc,
        Source::Srv,
        Source::WellKnown,
    ];
    for source in expected {
        assert_eq!(seen.outcome(source), Some(&SourceOutcome::Found), "{source}");
    }
    let offers = seen.evidence.offers(true);
    let first = offers.first().ok_or("an offer")?;
    assert_eq!(first.endpoint.to_string(), "imap://imap.example.org:993/tls");
    Ok(())
}

/// All together cost what the slowest costs.
#[tokio::test(start_paused = true)]
async fn all_take_as_long_as_the_slowest() -> Outcome {
    let seen = look(EVERYWHERE, |plan| {
        survey(plan);
        plan.search.probe = false;
    })
    .await?;
    let slowest = seen.evidence.answers().filter_map(|asked| asked.round_trips).max();
    let slowest = u128::from(slowest.ok_or("an answer")?);
    assert!(seen.round_trips <= slowest + 8, "{} round trips, {slowest}", seen.round_trips);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn each_host_and_port_gets_one_connection() -> Outcome {
    let seen = look(EVERYWHERE, |plan| {
        survey(plan);
        plan.search.probe = false;
    })
    .await?;
    let log = seen.provider.log();
    let mut hosts: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for entry in &log {
        if let Event::Request { host, https, .. } = &entry.event {
            *hosts.entry((host.clone(), *https)).or_default() += 1;
        }
    }
    let connections = log.iter().filter(|entry| is_web(entry) && entry.event == Event::Connected);
    assert_eq!(connections.count(), hosts.len(), "{hosts:?}");
    assert!(hosts.values().any(|requests| *requests > 1), "a connection is used again: {hosts:?}");
    Ok(())
}

fn is_web(entry: &Entry) -> bool {
    entry.door.to_string().starts_with("http")
}

/// The person's own name goes to nobody unless that is wanted.
#[tokio::test(start_paused = true)]
async fn the_address_goes_to_nobody() -> Outcome {
    for send in [false, true] {
        let seen = look(EVERYWHERE, |plan| {
            survey(plan);
            plan.search.send_address = send;
        })
        .await?;
        let told = seen.provider.log().iter().any(
            |entry| matches!(&entry.event, Event::Request { path, .. } if path.contains("you%40")),
        );
        assert_eq!(told, send);
    }
    Ok(())
}

/// A source that never answers costs a good one nothing.
#[tokio::test(start_paused = true)]
async fn the_dead_keep_nobody_waiting() -> Outcome {
    let log_in = |plan: &mut Plan| plan.account.password = Some(Secret::new(PASSWORD.to_owned()));
    let good = look(EVERYWHERE, log_in).await?;
    assert!(good.evidence.is_logged_in());
    let dead = EVERYWHERE.replace(
        "\"autoconfig.thunderbird.net. A 127.0.0.1\"",
        "\"autoconfig.thunderbird.net. A 192.0.2.1\"",
    );
    let dead = look(&dead, log_in).await?;
    assert!(dead.evidence.is_logged_in());
    assert_eq!(dead.round_trips, good.round_trips);
    Ok(())
}

/// What comes of a document that the web has in this way.
async fn document(page: &str) -> Result<Asked, Box<dyn Error>> {
    let place =
        r#"host = "autoconfig.example.org", path = "/mail/config-v1.1.xml", scheme = "https""#;
    let scenario = format!(
        "title = \"a page\"\nwhy = \"Somebody has it.\"\n[web]\npages = [{{ {place}, {page} }}]\n"
    );
    let seen = look(&scenario, |plan| {
        survey(plan);
        plan.search.probe = false;
        plan.search.sources = [Source::Autoconfig].into();
    })
    .await?;
    let mut answers = seen.answers(Source::Autoconfig).into_iter().cloned();
    Ok(answers.find(|asked| asked.location.starts_with("https:")).ok_or("an answer")?)
}

/// What is no document is told for what it is, and never takes memory or time without bound.
#[tokio::test(start_paused = true)]
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not expected fails the test")]
async fn bad_documents_are_told_for_what_they_are() -> Outcome {
    let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbb'>]><clientConfig>&b;</clientConfig>";
    let nested = "<a>".repeat(20_000);
    for (page, expected) in [
        ("body-octets = 500000000".to_owned(), "too-long"),
        ("body = '<!DOCTYPE html><html><body>Not found</body></html>'".to_owned(), "html"),
        ("body = '<clientConfig version=\"1.1\"><emailProvider'".to_owned(), "malformed"),
        (format!("body = \"{bomb}\""), "malformed"),
        (format!("body = '{nested}'"), "malformed"),
        ("body = ''".to_owned(), "malformed"),
        ("body = '{\"protocols\": {}}'".to_owned(), "malformed"),
        ("redirect = 'https://autoconfig.example.org/mail/config-v1.1.xml'".to_owned(), "circle"),
        ("redirect = 'ftp://autoconfig.example.org/'".to_owned(), "nowhere"),
        ("redirect = 'javascript:alert(1)'".to_owned(), "nowhere"),
        ("status = 500, body = 'oops'".to_owned(), "status"),
        ("status = 404, body = 'gone'".to_owned(), "nothing"),
        ("status = 401, body = 'who?'".to_owned(), "log-in"),
        ("delay = '1 h', autoconfig = true".to_owned(), "silent"),
        ("autoconfig = true".to_owned(), "found"),
    ] {
        let asked = document(&page).await?;
        let told = match &asked.outcome {
            SourceOutcome::Found => "found",
            SourceOutcome::Nothing => "nothing",
            SourceOutcome::Unusable { why: Unusable::HtmlPage } => "html",
            SourceOutcome::Unusable { why: Unusable::Malformed { .. } } => "malformed",
            SourceOutcome::Unusable { why: Unusable::WantsLogin } => "log-in",
            SourceOutcome::NotFetched { why } => match why {
                FetchFailure::Read { why: ReadFailure::TooLong { .. } } => "too-long",
                FetchFailure::Read { why: ReadFailure::TimedOut } => "silent",
                FetchFailure::Redirect { endless: true, .. } => "circle",
                FetchFailure::Redirect { endless: false, .. } => "nowhere",
                FetchFailure::Status { .. } => "status",
                other => return Err(format!("{page:.60}: {other:?}").into()),
            },
            other => return Err(format!("{page:.60}: {other:?}").into()),
        };
        assert_eq!(told, expected, "{page:.60}");
        assert!(asked.took_ms <= 11_000, "{page:.60}: {} ms", asked.took_ms);
    }
    Ok(())
}

/// A document that is for another domain is kept, and the difference with it.
#[tokio::test(start_paused = true)]
async fn answers_for_another_domain_are_marked() -> Outcome {
    let xml = r#"<clientConfig version="1.1"><emailProvider id="other.example"><domain>other.example</domain><incomingServer type="imap"><hostname>imap.other.example</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></incomingServer></emailProvider></clientConfig>"#;
    let asked = document(&format!("body = '{xml}'")).await?;
    assert_eq!(asked.outcome, SourceOutcome::Found);
    assert!(asked.deviations.iter().any(|it| it.kind == "other-domain"), "{:?}", asked.deviations);
    Ok(())
}

/// Nobody answers at all: an honest end within the patience of a few steps.
#[tokio::test(start_paused = true)]
async fn a_mute_world_is_no_hang() -> Outcome {
    let scenario =
        "title = \"mute\"\nwhy = \"A line that is down.\"\n[dns]\nanswers = { '*' = 'silent' }\n";
    let seen = look(scenario, survey).await?;
    assert!(seen.evidence.elapsed_ms <= 45_000, "{} ms", seen.evidence.elapsed_ms);
    let found = seen.evidence.answers().filter(|it| it.outcome == SourceOutcome::Found);
    assert_eq!(found.count(), 0);
    let report = mailcheck::judge(seen.evidence);
    assert_eq!(report.verdict, Verdict::Inconclusive);
    assert!(report.findings.iter().any(|it| it.id == "dns.no-answer"), "{:?}", report.findings);
    Ok(())
}

/// A hotel's network shows its own page to whoever asks in clear.
#[tokio::test(start_paused = true)]
async fn a_captive_portal_is_known() -> Outcome {
    let scenario = "title = \"portal\"\nwhy = \"A hotel.\"\n[web]\nportal = true\n";
    let seen = look(scenario, |plan| {
        survey(plan);
        plan.search.probe = false;
    })
    .await?;
    let portal = SourceOutcome::Unusable { why: Unusable::CaptivePortal };
    assert!(seen.evidence.answers().any(|asked| asked.outcome == portal));
    assert!(
        !seen
            .evidence
            .answers()
            .any(|asked| asked.outcome == SourceOutcome::Found && !asked.hops.is_empty())
    );
    Ok(())
}
