//! Every scenario of `fixtures/scenarios`, looked at and judged: exactly its findings, in memory on
//! a paused clock and on loopback, no more connections than promised, no credential in clear.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use mailcheck::evidence::{Fact, Flight, Step, Wanted};
use mailcheck::model::{Endpoint, Secret};
use mailcheck::net::{ClientCertificate, Net, Roots};
use mailcheck::probe::{
    Account, Leave, LeaveGiven, Limits, MostConnections, Plan, Run, SendTest,
    TooManyConnectionsError,
};
use mailcheck::report::Report;
use mailcheck_mock::{Event, Port, Provider, Scenario, Verify, World};

type Outcome = Result<(), Box<dyn Error>>;

const DOMAIN: &str = "example.org";
const PASSWORD: &str = "correct horse battery";
/// How many looks there are at the same time where they take real time.
const AT_ONCE: usize = 12;
/// After how long it is tried whether time alone helps: longer than what a rate is counted over.
const LATER: Duration = Duration::from_secs(31);
/// How long a message to oneself is looked for; longer than IDLE is listened to in a row.
const WAIT: Duration = Duration::from_secs(12);
/// What is found where the certificate cannot be verified.
const UNTRUSTED: [&str; 8] = [
    "tls.certificate-chain-incomplete",
    "tls.certificate-expired",
    "tls.certificate-name-mismatch",
    "tls.certificate-not-yet-valid",
    "tls.certificate-self-signed",
    "tls.certificate-unknown-issuer",
    "tls.certificate-weak",
    "tls.intercepted",
];

/// The address that the provider has given out.
fn address(verify: &Verify) -> String {
    format!("you@{}", verify.domain.as_deref().unwrap_or(DOMAIN))
}

async fn start(scenario: &Scenario, verify: &Verify) -> Result<Provider, Box<dyn Error>> {
    let builder = Provider::builder().domain(verify.domain.as_deref().unwrap_or(DOMAIN));
    let builder = builder.account(address(verify), PASSWORD).announce_standard_ports();
    Ok(builder.scenario(scenario.clone()).start().await?)
}

/// What is to be measured, if anything is.
fn limits(verify: &Verify) -> Result<Option<Limits>, TooManyConnectionsError> {
    let most = verify.limits.as_ref().map(|measured| MostConnections::new(measured.most));
    Ok(most.transpose()?.map(|most| {
        let mut limits = Limits::new(most);
        limits.later = LATER;
        limits
    }))
}

/// A certificate that somebody made for himself.
fn certificate_for(whom: &str) -> Result<ClientCertificate, Box<dyn Error>> {
    let key = rcgen::KeyPair::generate()?;
    let mut params = rcgen::CertificateParams::default();
    params.subject_alt_names = vec![rcgen::SanType::Rfc822Name(whom.try_into()?)];
    let pem = params.self_signed(&key)?.pem() + &key.serialize_pem();
    Ok(ClientCertificate::from_pem(pem.as_bytes(), None)?)
}

/// Looks once, and judges.
async fn look<N: Net>(
    provider: &Provider,
    verify: &Verify,
    net: &N,
) -> Result<Report, Box<dyn Error>> {
    let mut account = Account::new();
    let right = address(verify);
    account.address = Some(verify.address.as_deref().unwrap_or(&right).parse()?);
    account.username.clone_from(&verify.username);
    let password = verify.password.as_deref().unwrap_or(PASSWORD);
    if verify.log_in {
        account = account.password(Secret::new(password.to_owned()));
    }
    if let Some(whom) = &verify.own_certificate {
        account.password = None;
        account = account.certificate(certificate_for(whom)?);
    }
    account.devices = verify.devices.iter().map(|it| Wanted::new(it.clone(), 1)).collect();
    if let Some(token) = &verify.token {
        account = account.token(Secret::new(token.clone()));
    }
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let mut plan = Plan::new(account).roots(roots);
    plan.injection = verify.injection;
    plan.sender = verify.sender;
    plan.send_test = verify.send_test.then(|| {
        let mut test = SendTest::new("A test.".to_owned());
        test.wait = WAIT;
        test.leave = verify.delete_test.then(|| Arc::new(LeaveGiven) as Arc<dyn Leave>);
        test
    });
    plan.ledger = World::ledger(verify);
    plan.limits = limits(verify)?;
    for &port in &verify.ports {
        plan = plan.endpoint(World::endpoint(provider, port)?);
    }
    let evidence = Run::new(&plan).go(net).await;
    let saved = evidence.to_json()?;
    assert!(!saved.contains(password), "the evidence holds the password");
    let again = mailcheck::judge(mailcheck::evidence::Evidence::from_json(&saved)?);
    let report = mailcheck::judge(evidence);
    assert_eq!(report, again, "judged again, saved evidence gives another report");
    provider.settled().await;
    Ok(report)
}

/// What is wrong with a report, by what the scenario says must be in it.
fn wrong(verify: &Verify, report: &Report) -> Option<String> {
    let expected: BTreeSet<&str> = verify.findings.iter().map(String::as_str).collect();
    let found: BTreeSet<&str> = report.findings.iter().map(|finding| finding.id).collect();
    let verdict = report.verdict.name();
    let ports: Vec<_> = verify.ports.iter().map(|port| port.name()).collect();
    let ports = ports.join(" ");
    let held = report.evidence.observations.iter().filter_map(|seen| {
        let Fact::Held(ramp) = &seen.fact else { return None };
        Some(ramp.held)
    });
    let held: Vec<u32> = held.collect();
    let measured = verify.limits.as_ref().map(|measured| measured.held.as_slice());
    if held != measured.unwrap_or_default() {
        return Some(format!("{ports}: {held:?} were held, expected {measured:?}"));
    }
    if found != expected {
        return Some(format!("{ports}: found {found:?}, expected {expected:?}"));
    }
    let other = verify.verdict.as_ref().filter(|expected| expected.as_str() != verdict);
    other.map(|expected| format!("{ports}: the verdict is {verdict}, expected {expected}"))
}

/// What no server may see, whatever it does.
fn broken_promises(provider: &Provider, verify: &Verify) -> Vec<String> {
    let log = provider.log();
    let mut broken = Vec::new();
    let refused = log.iter().filter(|entry| matches!(entry.event, Event::LoginRejected { .. }));
    let most = limits(verify).ok().flatten().map_or(1, |limits| limits.refusals());
    if refused.count() > most {
        broken.push(format!("more than {most} failed log-ins"));
    }
    for entry in &log {
        let Some(line) = entry.line() else { continue };
        let is_message = ["DATA", "BDAT"].iter().any(|word| line.starts_with(word));
        if is_message && !verify.send_test {
            broken.push(format!("a message is sent: {line}"));
        }
        let secret =
            ["AUTHENTICATE", "LOGIN ", "AUTH PLAIN", "AUTH LOGIN", "USER ", "APOP ", PASSWORD];
        let encrypted = || {
            log.iter().any(|other| {
                other.connection == entry.connection
                    && other.at <= entry.at
                    && matches!(other.event, Event::TlsEstablished { .. })
            })
        };
        if !secret.iter().any(|word| line.contains(word)) {
            continue;
        }
        if !encrypted() {
            broken.push(format!("a credential in clear: {line}"));
        }
        let untrusted = verify.findings.iter().any(|id| UNTRUSTED.contains(&id.as_str()));
        if untrusted && !verify.findings.iter().any(|id| id == "tls.certificates-differ") {
            broken.push(format!("a credential over TLS that is not verified: {line}"));
        }
    }
    broken
}

/// Servers that were logged in to though only sources name them that could have been forged.
fn betrayed(report: &Report) -> Vec<String> {
    let evidence = &report.evidence;
    let Some(domain) = &evidence.account.domain else { return Vec::new() };
    let offers = [evidence.offers(true), evidence.offers(false)].concat();
    let doubtful = offers.iter().filter(|offer| !offer.is_trusted(domain));
    let is_logged_in = |endpoint: &Endpoint| {
        (0..evidence.endpoints.len()).filter_map(|index| evidence.view(index)).any(|view| {
            let tried = view.addresses().iter().any(|it| !matches!(it.login(), Step::NotReached));
            view.endpoint() == endpoint && tried
        })
    };
    let lost = doubtful.filter(|offer| is_logged_in(offer.endpoint));
    lost.map(|offer| format!("a credential for {}", offer.endpoint)).collect()
}

fn none(mistakes: &[String]) {
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

/// Every scenario, or the one that `MAILCHECK_SCENARIO` names; `README` is the one that is shown there.
fn scenarios() -> Result<Vec<Scenario>, Box<dyn Error>> {
    let only = std::env::var("MAILCHECK_SCENARIO").ok();
    let readme = include_str!("../../fixtures/scenarios/README.md");
    let shown = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    let shown = Scenario::from_toml("README", shown.ok_or("no example")?)?;
    let all = Scenario::bundled().into_iter().chain([shown]);
    Ok(all.filter(|scenario| only.as_deref().is_none_or(|only| only == scenario.name())).collect())
}

#[tokio::test(start_paused = true)]
async fn in_memory_every_scenario_gives_exactly_its_findings() -> Outcome {
    let mut mistakes = Vec::new();
    for scenario in scenarios()? {
        for verify in scenario.looks() {
            let provider = start(&scenario, verify).await?;
            let net = World::in_memory(&provider, verify.ports());
            let report = look(&provider, verify, &net).await?;
            let found = wrong(verify, &report).into_iter().chain(betrayed(&report));
            let found = found.chain(broken_promises(&provider, verify));
            mistakes.extend(found.map(|what| format!("{}: {what}", scenario.name())));
        }
    }
    none(&mistakes);
    Ok(())
}

/// What one look found that the scenario does not say, and what no server may see.
async fn mistakes_on_loopback(
    scenario: &Scenario,
    verify: &Verify,
) -> Result<(Option<String>, Vec<String>), Box<dyn Error>> {
    let provider = start(scenario, verify).await?;
    let net = World::on_loopback(&provider, verify.ports())?;
    let report = look(&provider, verify, &net).await?;
    let broken = betrayed(&report).into_iter().chain(broken_promises(&provider, verify));
    Ok((wrong(verify, &report), broken.collect()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_loopback_every_scenario_gives_exactly_its_findings() -> Outcome {
    let scenarios = scenarios()?;
    let looks = scenarios.iter().flat_map(|it| it.looks().iter().map(move |verify| (it, verify)));
    let looks = looks.map(|(scenario, verify)| async move {
        let (wrong, broken) = mistakes_on_loopback(scenario, verify).await?;
        let mistakes = broken.into_iter().map(|what| format!("{}: {what}", scenario.name()));
        let again = wrong.map(|_| (scenario, verify));
        Ok::<(Vec<String>, _), Box<dyn Error>>((mistakes.collect(), again))
    });
    // Most of them wait for somebody who never answers. All at once would wait for the processor.
    let looked: Vec<_> = stream::iter(looks).buffer_unordered(AT_ONCE).try_collect().await?;
    let mut mistakes = Vec::new();
    for (broken, again) in looked {
        mistakes.extend(broken);
        let Some((scenario, verify)) = again else { continue };
        // Who answers first depends on real time, and on who else wants the processor. What is found by a look
        // that has it for itself counts; a broken promise counted whenever it was.
        let (wrong, broken) = mistakes_on_loopback(scenario, verify).await?;
        let found = wrong.into_iter().chain(broken);
        mistakes.extend(found.map(|what| format!("{}: {what}", scenario.name())));
    }
    none(&mistakes);
    Ok(())
}

fn count(provider: &Provider, is: impl Fn(&Event) -> bool) -> usize {
    provider.log().iter().filter(|entry| is(&entry.event)).count()
}

/// The first look of a scenario in memory.
async fn first_look(name: &str, change: fn(&mut Verify)) -> Result<Provider, Box<dyn Error>> {
    let scenario: Scenario = name.parse()?;
    let mut verify = scenario.looks().first().ok_or("no look")?.clone();
    change(&mut verify);
    let provider = start(&scenario, &verify).await?;
    look(&provider, &verify, &World::in_memory(&provider, verify.ports())).await?;
    Ok(provider)
}

#[tokio::test(start_paused = true)]
async fn a_healthy_provider_costs_one_connection_and_one_log_in_an_endpoint() -> Outcome {
    let starttls = |verify: &mut Verify| {
        verify.ports = vec![Port::ImapStarttls, Port::SubmissionStarttls];
    };
    for change in [|_: &mut Verify| {}, starttls] {
        let provider = first_look("healthy", change).await?;
        assert_eq!(count(&provider, |event| matches!(event, Event::Connected)), 2);
        assert_eq!(count(&provider, |event| matches!(event, Event::LoginAccepted { .. })), 2);
        let log = provider.log();
        let said = log.iter().filter_map(mailcheck_mock::Entry::line);
        let goodbyes = said.filter(|line| line.ends_with("LOGOUT") || line == "QUIT").count();
        assert_eq!(goodbyes, 2, "each connection ends with the protocol's goodbye");
    }
    Ok(())
}

/// What a port hears, without the letters of IMAP's tags.
fn heard(provider: &Provider, port: Port) -> Vec<String> {
    let log = provider.log();
    let lines = log.iter().filter(|entry| entry.door == port.into());
    let lines = lines.filter_map(|entry| {
        let Event::Line(octets) = &entry.event else { return None };
        Some(String::from_utf8_lossy(octets).into_owned())
    });
    lines
        .map(|line| line.trim_start_matches(|letter: char| letter.is_ascii_lowercase()).to_owned())
        .collect()
}

/// Everything that a healthy server hears, octet for octet but for the letters of IMAP's tags.
#[tokio::test(start_paused = true)]
async fn a_healthy_server_hears_exactly_this() -> Outcome {
    let provider = first_look("healthy", |_| {}).await?;
    let heard = |port| heard(&provider, port);
    let plain = "AHlvdUBleGFtcGxlLm9yZwBjb3JyZWN0IGhvcnNlIGJhdHRlcnk=";
    let imap = [
        &format!("1 AUTHENTICATE PLAIN {plain}\r\n"),
        "2 EXAMINE INBOX\r\n",
        &format!("3 ID (\"name\" \"mailcheck\" \"version\" \"{}\")\r\n", env!("CARGO_PKG_VERSION")),
        "4 NAMESPACE\r\n",
        "5 GETQUOTAROOT INBOX\r\n",
        "6 LIST (SPECIAL-USE) \"\" \"*\"\r\n",
        " LOGOUT\r\n",
    ];
    assert_eq!(heard(Port::ImapTls), imap);
    let smtp = ["EHLO [127.0.0.1]\r\n", &format!("AUTH PLAIN {plain}\r\n"), "QUIT\r\n"];
    assert_eq!(heard(Port::SubmissionsTls), smtp);
    Ok(())
}

/// Only on request and after the log-in; and once more without one, on a connection of its own.
#[tokio::test(start_paused = true)]
async fn whether_mail_may_be_sent_is_asked_without_sending_any() -> Outcome {
    let provider = first_look("healthy", |verify| verify.sender = true).await?;
    assert_eq!(count(&provider, |event| matches!(event, Event::Connected)), 3);
    let heard = heard(&provider, Port::SubmissionsTls);
    let (ours, strangers) = heard.split_at(6);
    let (mail, reset) = ("MAIL FROM:<you@example.org>\r\n", "RSET\r\n");
    let own = [mail, "RCPT TO:<you@example.org>\r\n", reset, "QUIT\r\n"];
    assert_eq!(ours[2..], own);
    let elsewhere = "RCPT TO:<postmaster@example.com>\r\n";
    assert_eq!(strangers, ["EHLO [127.0.0.1]\r\n", mail, elsewhere, reset, "QUIT\r\n"]);
    Ok(())
}

/// Another mechanism is used once, and only where the server cannot have looked at the credential.
#[tokio::test(start_paused = true)]
async fn a_mechanism_that_is_missing_is_followed_by_one_other() -> Outcome {
    for (name, expected) in [
        ("plain-offered-and-missing", &["AUTH PLAIN", "AUTH LOGIN\r\n"][..]),
        ("auth-not-implemented", &["AUTH PLAIN", "AUTH LOGIN\r\n"]),
        ("mechanism-refused-like-a-password", &["AUTH PLAIN"]),
        ("exchange-smtp-wrong-password", &["AUTH"]),
    ] {
        let provider = first_look(name, |_| {}).await?;
        let mut heard = [Port::SubmissionsTls, Port::SubmissionStarttls]
            .map(|port| heard(&provider, port))
            .concat();
        heard.retain(|line| line.starts_with("AUTH"));
        let is_so = |(line, start): (&String, &&str)| line.starts_with(start);
        assert!(
            heard.len() == expected.len() && heard.iter().zip(expected).all(is_so),
            "{name}: {heard:?}"
        );
    }
    Ok(())
}

/// Who has not logged in, or could not, asks nothing of the kind.
#[tokio::test(start_paused = true)]
async fn without_a_log_in_nobody_asks_whether_mail_may_be_sent() -> Outcome {
    let left_out = |verify: &mut Verify| (verify.sender, verify.log_in) = (true, false);
    let refused = |verify: &mut Verify| verify.sender = true;
    for (name, change) in [("healthy", left_out as fn(&mut Verify)), ("wrong-password", refused)] {
        let provider = first_look(name, change).await?;
        let heard = heard(&provider, Port::SubmissionsTls);
        assert_eq!(heard, ["EHLO [127.0.0.1]\r\n", "QUIT\r\n"], "{name}");
    }
    Ok(())
}

/// Where commands cannot be sent together, nobody is named to who does not take the sender.
#[tokio::test(start_paused = true)]
async fn each_answer_is_awaited_where_pipelining_is_not_offered() -> Outcome {
    let provider = first_look("no-pipelining-sender-refused", |_| {}).await?;
    let heard = heard(&provider, Port::SubmissionsTls);
    let mail = "MAIL FROM:<you@example.org>\r\n";
    assert_eq!(heard.get(2..5), Some(&[mail, "RSET\r\n", "QUIT\r\n"].map(str::to_owned)[..]));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn without_a_password_nobody_logs_in() -> Outcome {
    let provider = first_look("healthy", |verify| verify.log_in = false).await?;
    let tried =
        |event: &Event| matches!(event, Event::LoginAccepted { .. } | Event::LoginRejected { .. });
    assert_eq!(count(&provider, tried), 0);
    Ok(())
}

/// Only on request, and on a connection of its own.
#[tokio::test(start_paused = true)]
async fn carried_commands_are_tested_on_connections_of_their_own() -> Outcome {
    for name in ["starttls-carries-commands", "clear-auth"] {
        let provider = first_look(name, |verify| verify.injection = true).await?;
        assert_eq!(count(&provider, |event| matches!(event, Event::Connected)), 4);
        assert_eq!(count(&provider, |event| matches!(event, Event::LoginAccepted { .. })), 2);
    }
    Ok(())
}

#[test]
fn every_scenario_is_read_and_says_why() -> Outcome {
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/scenarios"))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let scenario = Scenario::read(&path)?;
        assert!(!scenario.why().is_empty() && !scenario.title().is_empty(), "{}", path.display());
        assert!(!scenario.looks().is_empty(), "{} is never looked at", path.display());
        names.insert(scenario.name().to_owned());
    }
    let bundled: BTreeSet<_> =
        Scenario::bundled().iter().map(|scenario| scenario.name().to_owned()).collect();
    assert_eq!(names, bundled, "what is in the folder, and what comes with the crate");
    Ok(())
}

/// The hand-made `ClientHello` gets what a server of that age would say to it.
#[tokio::test(start_paused = true)]
async fn old_servers_are_seen_for_what_they_are() -> Outcome {
    for (name, seen) in [
        ("only-tls-1-0", ("TLS 1.0", "static RSA", None)),
        ("only-tls-1-1", ("TLS 1.1", "static RSA", None)),
        ("static-rsa-only", ("TLS 1.2", "static RSA", None)),
        ("small-dh-only", ("TLS 1.2", "DHE 1024", Some(1024))),
    ] {
        let scenario: Scenario = name.parse()?;
        let verify = scenario.looks().first().ok_or("no look")?;
        let provider = start(&scenario, verify).await?;
        let report = look(&provider, verify, &World::in_memory(&provider, &verify.ports)).await?;
        let flight = report.evidence.observations.iter().find_map(|observation| {
            let Fact::FirstFlight(flight) = &observation.fact else { return None };
            let Flight::Answered { version, key_exchange, dh_bits, .. } = flight else {
                return None;
            };
            Some((version.as_str(), key_exchange.as_str(), *dh_bits))
        });
        assert_eq!(flight, Some(seen), "{name}");
    }
    Ok(())
}

/// Each rule is fired by a scenario, and has a healthy neighbour where it is silent although the
/// stage that it judges was reached.
#[test]
fn every_rule_has_a_scenario_that_fires_it() {
    let scenarios = Scenario::bundled();
    let looks = || scenarios.iter().flat_map(Scenario::looks);
    let fired: BTreeSet<&str> =
        looks().flat_map(|look| look.findings.iter().map(String::as_str)).collect();
    let rules: BTreeSet<&str> = mailcheck::rules::all().iter().map(|rule| rule.id).collect();
    let missing: Vec<_> = rules.difference(&fired).collect();
    assert!(missing.is_empty(), "no scenario fires {missing:?}");
    let unknown: Vec<_> = fired.difference(&rules).collect();
    assert!(unknown.is_empty(), "no rule is called {unknown:?}");
    // A look without any finding went through every stage: that is everybody's healthy neighbour.
    let healthy = looks().filter(|look| look.findings.is_empty() && look.log_in).count();
    assert!(healthy >= 10, "only {healthy} looks find nothing");
    assert!(scenarios.len() >= 80, "only {} scenarios", scenarios.len());
}
