//! Control probes: how many there are, that none is made where nothing failed, and what they tell.

use std::error::Error;
use std::future::pending;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use mailcheck::evidence::{Attempt, Dnssec, Family, LookupFailure, Via};
use mailcheck::model::{Endpoint, Host, Secret, Service};
use mailcheck::net::{Net, RecordKind, Roots};
use mailcheck::probe::{Account, Plan, Run};
use mailcheck::render::{Lang, Style};
use mailcheck::report::{Report, Verdict, Who};
use mailcheck::wire::mx::Mx;
use mailcheck::wire::srv::Srv;
use mailcheck_mock::{Entry, Event, Port, Provider, World};

type Outcome = Result<(), Box<dyn Error>>;

const ADDRESS: &str = "you@example.org";
const PASSWORD: &str = "correct horse battery";
const IMAP: &str = "imap.example.org:993";

/// A world that counts, on a line that drops what goes to some ports.
struct Line<'a> {
    world: World<'a>,
    blocked: &'a [u16],
    tried: Mutex<Vec<u16>>,
    asked: Mutex<Vec<String>>,
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Net for Line<'a> {
    type Stream = <World<'a> as Net>::Stream;

    async fn lookup(
        &self,
        host: &Host,
        family: Family,
    ) -> (Result<Vec<IpAddr>, LookupFailure>, Via) {
        locked(&self.asked).push(host.to_string());
        self.world.lookup(host, family).await
    }

    async fn srv(&self, name: &str) -> Result<Vec<Srv>, LookupFailure> {
        self.world.srv(name).await
    }

    async fn mx(&self, domain: &Host) -> Result<Vec<Mx>, LookupFailure> {
        self.world.mx(domain).await
    }

    async fn txt(&self, name: &str) -> Result<Vec<String>, LookupFailure> {
        self.world.txt(name).await
    }

    async fn alias(&self, name: &Host) -> Result<Option<Host>, LookupFailure> {
        self.world.alias(name).await
    }

    async fn dnssec(&self, name: &str, kind: RecordKind) -> Dnssec {
        self.world.dnssec(name, kind).await
    }

    async fn reverse(&self, ip: IpAddr) -> Result<Vec<Host>, LookupFailure> {
        self.world.reverse(ip).await
    }

    async fn connect_from(
        &self,
        from: Option<IpAddr>,
        to: SocketAddr,
    ) -> io::Result<(Self::Stream, Option<IpAddr>)> {
        locked(&self.tried).push(to.port());
        if self.blocked.contains(&to.port()) {
            return pending().await;
        }
        self.world.connect_from(from, to).await
    }

    fn elapsed(&self) -> Duration {
        self.world.elapsed()
    }

    fn now(&self) -> jiff::Timestamp {
        self.world.now()
    }
}

/// What came of a look over such a line.
struct Seen {
    report: Report,
    /// The ports that were tried, in order of their numbers.
    tried: Vec<u16>,
    asked: Vec<String>,
    provider: Provider,
}

async fn look(
    scenario: &str,
    blocked: &[u16],
    imap: Option<&str>,
    smtp: Option<&str>,
) -> Result<Seen, Box<dyn Error>> {
    let builder = Provider::builder().account(ADDRESS, PASSWORD).announce_standard_ports();
    let provider = builder.scenario(scenario.parse()?).start().await?;
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let account = Account::new().address(ADDRESS.parse()?);
    let mut plan = Plan::new(account.password(Secret::new(PASSWORD.to_owned()))).roots(roots);
    for (service, place) in [(Service::Imap, imap), (Service::Smtp, smtp)] {
        if let Some(place) = place {
            plan = plan.endpoint(Endpoint::parse(service, place)?);
        }
    }
    let world = World::in_memory(&provider, &Port::ALL);
    let line = Line { world, blocked, tried: Mutex::default(), asked: Mutex::default() };
    let evidence = Run::new(&plan).go(&line).await;
    let mut tried = line.tried.into_inner()?;
    tried.sort_unstable();
    let asked = line.asked.into_inner()?;
    provider.settled().await;
    Ok(Seen { report: mailcheck::judge(evidence), tried, asked, provider })
}

/// The findings with their cases and who can act.
fn found(report: &Report) -> Vec<(&'static str, &'static str, Who)> {
    report.findings.iter().map(|it| (it.id, it.advice.case, it.advice.who)).collect()
}

#[tokio::test(start_paused = true)]
async fn a_healthy_run_makes_none() -> Outcome {
    for smtp in ["smtp.example.org:465", "smtp.example.org:587"] {
        let seen = look("healthy", &[], Some(IMAP), Some(smtp)).await?;
        assert_eq!(seen.report.verdict, Verdict::Ready);
        assert_eq!(seen.tried.len(), 2, "{:?}", seen.tried);
        assert_eq!(seen.report.evidence.endpoints.len(), 2);
        assert!(!seen.asked.contains(&"example.org".to_owned()));
    }
    // Nor do settings that are found, with whatever else is wrong with them.
    for scenario in ["wrong-password", "expired-certificate", "busy", "starttls-stripped"] {
        let seen = look(scenario, &[], Some(IMAP), Some("smtp.example.org:587")).await?;
        let is_control =
            |it: &mailcheck::evidence::Observation| it.place.attempt == Some(Attempt::Control);
        assert!(!seen.report.evidence.observations.iter().any(is_control), "{scenario}");
    }
    Ok(())
}

/// Three to each host for sending, one to each for receiving, once, and no log-in on any.
#[tokio::test(start_paused = true)]
async fn a_dead_provider_is_tried_at_each_usual_port_once() -> Outcome {
    for scenario in ["filtered", "refused", "swallowed", "dropped"] {
        let seen = look(scenario, &[], Some(IMAP), Some("smtp.example.org:2525")).await?;
        let mut ports = seen.tried.clone();
        ports.dedup();
        assert_eq!(ports, [25, 143, 465, 587, 993, 2525], "{scenario}");
        assert_eq!(seen.tried.len(), ports.len(), "{scenario}: {:?}", seen.tried);
        let log = seen.provider.log();
        assert!(!log.iter().filter_map(Entry::line).any(|line| line.contains("AUTH")));
        let took = Duration::from_millis(seen.report.evidence.elapsed_ms);
        assert!(took <= 2 * Duration::from_secs(10) + Duration::from_secs(5), "{took:?}");
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_works_beside_is_told() -> Outcome {
    let [imap, starttls, tls, relay] =
        [IMAP, "smtp.example.org:587", "smtp.example.org:465", "smtp.example.org:25"];
    let blocked = "connect.submission-blocked";
    for (ports, smtp, expected) in [
        (&[25][..], relay, (blocked, "port-25", Who::You)),
        (&[587], starttls, (blocked, "other", Who::You)),
        (&[25, 465], tls, (blocked, "other", Who::You)),
        (&[25, 465, 587], starttls, (blocked, "all-ports", Who::Line)),
        (&[25, 465, 587], relay, (blocked, "all-ports", Who::Line)),
    ] {
        let seen = look("healthy", ports, Some(imap), Some(smtp)).await?;
        assert_eq!(found(&seen.report), [expected], "{ports:?}");
        // Every connection that came about was ended with the protocol's goodbye.
        let log = seen.provider.log();
        let connected = log.iter().filter(|it| matches!(it.event, Event::Connected)).count();
        let is_goodbye = |line: &str| line.ends_with("LOGOUT") || line == "QUIT";
        let goodbyes = log.iter().filter_map(Entry::line).filter(|line| is_goodbye(line)).count();
        assert_eq!(connected, goodbyes, "{ports:?}");
    }
    let seen = look("healthy", &[993], Some(imap), Some(tls)).await?;
    assert_eq!(found(&seen.report), [("connect.filtered", "other-port", Who::You)]);
    let text = mailcheck::render::text(&seen.report, &Style::new(Lang::En));
    assert!(text.contains("Set the port of imap.example.org to 143 with STARTTLS."), "{text}");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn networks_are_told_from_servers() -> Outcome {
    let smtp = Some("smtp.example.org:587");
    for (scenario, expected) in [
        ("not-mail", ("greeting.not-mail", "captive-portal", Who::You)),
        ("swallowed", ("greeting.silent", "every-port", Who::You)),
        ("dns-private-address", ("connect.filtered", "private-address", Who::You)),
        ("ipv6-dead-everywhere", ("connect.address-dead", "ipv6-everywhere", Who::Line)),
        ("dns-one-name-silent", ("dns.no-answer", "name-only", Who::Provider)),
        ("dns-silent", ("dns.no-answer", "nothing-answered", Who::Line)),
        ("dns-name-not-found", ("dns.name-not-found", "domain-exists", Who::You)),
        ("silent-port", ("greeting.silent", "other-port", Who::You)),
    ] {
        let seen = look(scenario, &[], Some("imap.example.org:143"), smtp).await?;
        assert!(found(&seen.report).contains(&expected), "{scenario}: {:?}", found(&seen.report));
    }
    Ok(())
}

/// The domain above a host is asked for once, and only when the host was not found.
#[tokio::test(start_paused = true)]
async fn the_domain_above_is_looked_up_once() -> Outcome {
    let seen = look("dns-silent", &[], Some(IMAP), Some("smtp.example.org:587")).await?;
    let above = seen.asked.iter().filter(|host| *host == "example.org").count();
    assert_eq!(above, 1, "{:?}", seen.asked);
    assert_eq!(seen.tried, Vec::<u16>::new());
    Ok(())
}
