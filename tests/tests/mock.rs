//! Looking and judging together, against every fault of the mock provider: exactly the expected
//! findings, no more connections than promised, no credential where it must not go.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::error::Error;
use std::time::Duration;

use mailcheck::model::{Endpoint, Secret, Security, Service};
use mailcheck::net::{Internet, Roots};
use mailcheck::probe::{Account, Plan, Run};
use mailcheck::report::{Report, Verdict};
use mailcheck_mock::{Event, Fault, Port, Provider};

type Outcome = Result<(), Box<dyn Error>>;

const PASSWORD: &str = "correct horse battery";

/// A provider with one fault, and how to look at it.
struct Case {
    fault: Option<Fault>,
    security: Security,
    password: Option<&'static str>,
    injection: bool,
}

impl Case {
    fn healthy(security: Security) -> Self {
        Self { fault: None, security, password: Some(PASSWORD), injection: false }
    }

    fn of(fault: Fault, security: Security) -> Self {
        Self { fault: Some(fault), ..Self::healthy(security) }
    }

    async fn look(&self) -> Result<(Report, Provider), Box<dyn Error>> {
        let mut builder = Provider::builder().account("you@example.org", PASSWORD);
        if let Some(fault) = self.fault {
            builder = builder.fault(fault);
        }
        let provider = builder.start().await?;
        let mut roots = Roots::none();
        roots.add_pem(provider.ca_pem().as_bytes())?;
        let ports = match self.security {
            Security::Tls => {
                [(Service::Imap, Port::ImapTls), (Service::Smtp, Port::SubmissionsTls)]
            }
            Security::Starttls | Security::Plain => {
                [(Service::Imap, Port::ImapStarttls), (Service::Smtp, Port::SubmissionStarttls)]
            }
        };
        let mut account = Account::new().address("you@example.org".parse()?);
        if let Some(password) = self.password {
            account = account.password(Secret::new(password.to_owned()));
        }
        let mut plan = Plan::new(account).roots(roots);
        plan.timeout = Duration::from_millis(2_500);
        plan.injection = self.injection;
        let mut internet = Internet::builder();
        for (service, port) in ports {
            let (host, to) = (provider.host(port).parse()?, provider.addr(port));
            let endpoint = Endpoint { service, host, port: to.port(), security: self.security };
            internet = internet.resolve(endpoint.host.clone(), to.ip());
            plan = plan.endpoint(endpoint);
        }
        let evidence = Run::new(&plan).go(&internet.build()?).await;
        // What is saved holds no secret, and is judged like what is fresh.
        let saved = evidence.to_json()?;
        assert!(!saved.contains(PASSWORD), "the evidence holds the password");
        let again = mailcheck::judge(mailcheck::evidence::Evidence::from_json(&saved)?);
        let report = mailcheck::judge(evidence);
        assert_eq!(report, again, "judged again, saved evidence gives another report");
        provider.settled().await;
        Ok((report, provider))
    }
}

fn ids(report: &Report) -> BTreeSet<&'static str> {
    report.findings.iter().map(|finding| finding.id).collect()
}

fn count(provider: &Provider, is: impl Fn(&Event) -> bool) -> usize {
    provider.log().iter().filter(|entry| is(&entry.event)).count()
}

#[tokio::test]
async fn a_healthy_provider_is_ready_at_one_connection_an_endpoint() -> Outcome {
    for security in [Security::Tls, Security::Starttls] {
        let (report, provider) = Case::healthy(security).look().await?;
        assert_eq!(ids(&report), BTreeSet::new(), "{security}");
        assert_eq!(report.verdict, Verdict::Ready);
        assert_eq!(count(&provider, |event| matches!(event, Event::Connected)), 2);
        assert_eq!(count(&provider, |event| matches!(event, Event::LoginAccepted { .. })), 2);
        let goodbyes = provider
            .log()
            .iter()
            .filter_map(|entry| entry.line().map(Cow::into_owned))
            .filter(|line| line.ends_with("LOGOUT") || line == "QUIT")
            .count();
        assert_eq!(goodbyes, 2, "each connection ends with the protocol's goodbye");
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_password_costs_one_failed_login() -> Outcome {
    let case = Case { password: Some("wrong"), ..Case::healthy(Security::Tls) };
    let (report, provider) = case.look().await?;
    assert_eq!(ids(&report), BTreeSet::from(["login.rejected"]));
    assert_eq!(report.verdict, Verdict::NotReady);
    assert_eq!(count(&provider, |event| matches!(event, Event::LoginRejected { .. })), 1);
    Ok(())
}

#[tokio::test]
async fn without_a_password_everything_but_the_login_is_tested() -> Outcome {
    let case = Case { password: None, ..Case::healthy(Security::Tls) };
    let (report, provider) = case.look().await?;
    assert_eq!(ids(&report), BTreeSet::new());
    assert_eq!(report.verdict, Verdict::Ready);
    let logins =
        |event: &Event| matches!(event, Event::LoginAccepted { .. } | Event::LoginRejected { .. });
    assert_eq!(count(&provider, logins), 0);
    Ok(())
}

type Ids = &'static [&'static str];

/// What each fault must lead to: on implicit TLS, and on STARTTLS. `None` where the fault does not
/// concern these ports.
fn expected(fault: Fault) -> (Option<Ids>, Option<Ids>) {
    fn both(ids: Ids) -> (Option<Ids>, Option<Ids>) {
        (Some(ids), Some(ids))
    }
    match fault.name() {
        "busy" => both(&["greeting.busy"]),
        "certificates-differ" | "starttls-carries-commands" => (None, Some(&[])),
        "clear-auth" => (None, Some(&["login.allowed-in-clear"])),
        "bye-after-login" | "control-characters" => both(&[]),
        "dropped" | "half-greeting" => both(&["greeting.dropped"]),
        "endless-greeting" | "endless-line" | "many-capabilities" | "not-mail" => {
            both(&["greeting.not-mail"])
        }
        "expired-certificate" => both(&["tls.certificate-expired"]),
        "expires-soon" => both(&["tls.certificate-expires-soon"]),
        "handshake-dropped" | "handshake-silent" => both(&["tls.handshake-failed"]),
        "huge-literal" | "silent" | "slow-greeting" => both(&["greeting.silent"]),
        "missing-intermediate" => both(&["tls.certificate-chain-incomplete"]),
        "no-mechanism" => both(&["login.no-mechanism"]),
        "no-starttls" => (None, Some(&["tls.starttls-not-offered"])),
        "not-yet-valid-certificate" => both(&["tls.certificate-not-yet-valid"]),
        "other-service" => both(&["greeting.other-service"]),
        "plain-only" => (Some(&["connect.refused"]), Some(&["tls.starttls-not-offered"])),
        "preauth" => (Some(&["login.no-mechanism"]), Some(&["tls.starttls-not-offered"])),
        "refused" => both(&["connect.refused"]),
        "self-signed" => both(&["tls.certificate-self-signed"]),
        "starttls-injection" => (None, Some(&["tls.starttls-injection"])),
        "starttls-refused" => (None, Some(&["tls.starttls-refused"])),
        "temporary-failure" => both(&["login.temporary-failure"]),
        "unknown-issuer" => both(&["tls.certificate-unknown-issuer"]),
        "weak-key" => both(&["tls.certificate-weak"]),
        "wrong-kind-of-tls" => both(&["tls.wrong-kind"]),
        "wrong-name" => both(&["tls.certificate-name-mismatch"]),
        "wrong-password" => both(&["login.rejected"]),
        // A fault without an expectation fails, whatever is found.
        _other => both(&["no expectation yet"]),
    }
}

/// Every fault on every kind of port, all at once.
async fn look_at_all(
    securities: &[Security],
) -> Result<Vec<(Fault, Security, Report, Provider)>, Box<dyn Error>> {
    let cases = Fault::ALL
        .iter()
        .flat_map(|fault| securities.iter().map(move |security| (*fault, *security)));
    let looks = cases.map(|(fault, security)| async move {
        let (report, provider) = Case::of(fault, security).look().await?;
        Ok((fault, security, report, provider))
    });
    futures_util::future::join_all(looks).await.into_iter().collect()
}

/// Only on request, and on a connection of its own.
#[tokio::test]
async fn commands_carried_over_starttls_are_found_on_request() -> Outcome {
    let fault: Fault = "starttls-carries-commands".parse()?;
    for (fault, expected) in [(Some(fault), vec!["tls.starttls-injection"]), (None, vec![])] {
        let case = Case { fault, injection: true, ..Case::healthy(Security::Starttls) };
        let (report, provider) = case.look().await?;
        assert_eq!(ids(&report), expected.into_iter().collect());
        assert_eq!(count(&provider, |event| matches!(event, Event::Connected)), 4);
        assert_eq!(count(&provider, |event| matches!(event, Event::LoginAccepted { .. })), 2);
    }
    Ok(())
}

#[tokio::test]
async fn every_fault_leads_to_exactly_its_findings() -> Outcome {
    let mut wrong = Vec::new();
    for (fault, security, report, provider) in
        look_at_all(&[Security::Tls, Security::Starttls]).await?
    {
        let (tls, starttls) = expected(fault);
        let expected = if security == Security::Tls { tls } else { starttls };
        let Some(expected) = expected else { continue };
        let found = ids(&report);
        if found != expected.iter().copied().collect() {
            wrong.push(format!("{fault} {security}: {found:?}, expected {expected:?}"));
        }
        let failed = |event: &Event| matches!(event, Event::LoginRejected { .. });
        assert!(count(&provider, failed) <= 1, "{fault}: more than one failed log-in");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// On every fault, each line with a credential came over TLS whose certificate is in order.
#[tokio::test]
async fn no_credential_leaves_but_over_verified_tls() -> Outcome {
    let secrets = ["AUTHENTICATE", "LOGIN ", "AUTH PLAIN", "AUTH LOGIN", PASSWORD];
    let untrusted = [
        "expired-certificate",
        "not-yet-valid-certificate",
        "wrong-name",
        "self-signed",
        "unknown-issuer",
        "missing-intermediate",
        "weak-key",
    ];
    let mut seen = 0;
    for (fault, security, _report, provider) in
        look_at_all(&[Security::Tls, Security::Starttls, Security::Plain]).await?
    {
        let log = provider.log();
        for entry in &log {
            let Some(line) = entry.line() else { continue };
            if !secrets.iter().any(|secret| line.contains(secret)) {
                continue;
            }
            seen += 1;
            let encrypted = log.iter().any(|other| {
                other.connection == entry.connection
                    && other.at <= entry.at
                    && matches!(other.event, Event::TlsEstablished { .. })
            });
            assert!(encrypted, "{fault} {security}: a credential in clear: {line}");
            assert!(!untrusted.contains(&fault.name()), "{fault} {security}: {line}");
        }
    }
    assert!(seen > 10, "only {seen} log-ins were seen");
    Ok(())
}
