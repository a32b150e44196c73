//! Looks at providers that a scenario file alone cannot tell of: with other plans, other patience,
//! or with an eye on what the server was told.

use std::error::Error;
use std::net::Ipv6Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mailcheck::evidence::{Fact, Family, Mailbox, NotAttempted, Opened, Risk, TooSoon};
use mailcheck::model::{Endpoint, Host, Secret, Service};
use mailcheck::net::{Internet, Roots};
use mailcheck::probe::{Account, Ledger, Permission, Plan, Run};
use mailcheck::render::{self, Lang, Style};
use mailcheck::report::{Arg, Report, Verdict};
use mailcheck_mock::{Distant, Entry, Event, Port, Provider, Scenario, World};

type Outcome = Result<(), Box<dyn Error>>;

const ADDRESS: &str = "you@example.org";
const PASSWORD: &str = "correct horse battery";

/// A provider that does what a scenario file with these lines says.
async fn provider(lines: &str) -> Result<Provider, Box<dyn Error>> {
    let text = format!("title = \"a test\"\nwhy = \"A test.\"\n{lines}");
    let builder = Provider::builder().account(ADDRESS, PASSWORD).announce_standard_ports();
    Ok(builder.scenario(Scenario::from_toml("test", &text)?).start().await?)
}

/// The plan of somebody with a password, for these ports.
fn plan(provider: &Provider, ports: &[Port]) -> Result<Plan, Box<dyn Error>> {
    let account = Account::new().address(ADDRESS.parse()?);
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let mut plan = Plan::new(account.password(Secret::new(PASSWORD.to_owned()))).roots(roots);
    for &port in ports {
        plan = plan.endpoint(World::endpoint(provider, port)?);
    }
    Ok(plan)
}

/// Looks once in memory, and judges.
async fn look(provider: &Provider, plan: &Plan, deadline: Duration) -> Report {
    let named = plan.endpoints.iter().filter_map(|endpoint| {
        let is_it = |port: &Port| World::endpoint(provider, *port).is_ok_and(|it| it == *endpoint);
        Port::ALL.into_iter().find(is_it)
    });
    let named: Vec<Port> = named.collect();
    let doors = if named.is_empty() { Port::ALL.to_vec() } else { named };
    let net = World::in_memory(provider, &doors);
    let evidence = Run::new(plan).deadline(deadline).go(&net).await;
    provider.settled().await;
    mailcheck::judge(evidence)
}

/// What clients said, line by line, without the letters of IMAP's tags, which differ each time.
fn said(provider: &Provider) -> Vec<String> {
    let log = provider.log();
    let lines = log.iter().filter_map(Entry::line);
    lines
        .map(|line| line.trim_start_matches(|letter: char| letter.is_ascii_lowercase()).to_owned())
        .collect()
}

fn ids(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.id).collect()
}

const MINUTE: Duration = Duration::from_mins(1);

/// A server that still waits for a part of the credential would take a goodbye for it.
#[tokio::test(start_paused = true)]
async fn no_goodbye_is_said_in_place_of_a_credential() -> Outcome {
    let smtp = r#"
        [smtp]
        mechanisms = ["LOGIN"]
        [[smtp.script]]
        at = "AUTH"
        steps = [{ say = "334 VXNlcm5hbWU6" }, "hear-line", { wait = "5 s" }, "hear-line"]
    "#;
    let imap = r#"
        [imap]
        mechanisms = ["LOGIN"]
        capabilities.inside-tls = "IMAP4rev1 LOGINDISABLED AUTH=LOGIN"
        [[imap.script]]
        at = "AUTHENTICATE"
        steps = [{ wait = "5 s" }, "hear-line"]
    "#;
    for (lines, port, begun) in
        [(smtp, Port::SubmissionsTls, "AUTH LOGIN"), (imap, Port::ImapTls, "1 AUTHENTICATE LOGIN")]
    {
        for (deadline, patience) in [(Duration::from_secs(2), MINUTE), (MINUTE, MINUTE / 60)] {
            let provider = provider(lines).await?;
            let mut plan = plan(&provider, &[port])?;
            plan.login_timeout = patience;
            look(&provider, &plan, deadline).await;
            let said = said(&provider);
            let at = said.iter().position(|line| line == begun).ok_or("no log-in")?;
            let goodbyes = |line: &&String| line.ends_with("LOGOUT") || *line == "QUIT";
            assert!(!said.iter().skip(at).any(|line| goodbyes(&line)), "{said:?}");
        }
    }
    Ok(())
}

/// A look-up that was cut is no answer, and says nothing about the name.
#[tokio::test(start_paused = true)]
async fn a_look_up_that_was_cut_is_no_answer() -> Outcome {
    let half = r#"
        [dns.answers]
        "imap.example.org A" = "silent"
        "imap.example.org AAAA" = "no-data"
    "#;
    let silent = "[dns.answers]\n\"*\" = \"silent\"";
    for (lines, ports) in [(half, &[Port::ImapTls][..]), (silent, &[Port::ImapTls]), (silent, &[])]
    {
        let provider = provider(lines).await?;
        let plan = plan(&provider, ports)?;
        let report = look(&provider, &plan, Duration::from_secs(1)).await;
        assert_eq!((report.verdict, ids(&report)), (Verdict::Inconclusive, vec![]), "{lines}");
        let evidence = report.evidence.to_json()?;
        assert!(evidence.contains(r#""kind": "stopped""#), "{evidence}");
    }
    Ok(())
}

/// A family that is not to be used is neither asked for nor told of.
#[tokio::test]
async fn what_is_not_to_be_used_is_not_asked_for() -> Outcome {
    for host in ["imap.example.org", "[::1]"] {
        let endpoint = Endpoint::parse(Service::Imap, host)?;
        let net = Internet::builder()
            .nameserver(([127, 0, 0, 1], 9).into())
            .resolve("imap.example.org".parse()?, Ipv6Addr::LOCALHOST.into())
            .family(Family::Ipv4)
            .build()?;
        let plan = Plan::new(Account::new()).roots(Roots::none()).endpoint(endpoint);
        let report = mailcheck::judge(Run::new(&plan).go(&net).await);
        let evidence = report.evidence.to_json()?;
        assert!(evidence.contains("ipv4") && !evidence.contains("ipv6"), "{evidence}");
        let cases = report.findings.iter().map(|finding| (finding.id, finding.advice.case));
        assert!(cases.eq([("dns.name-not-found", "no-ipv4")]), "{evidence}");
    }
    Ok(())
}

/// What only DNS names gets the password once somebody has made sure of it.
#[tokio::test(start_paused = true)]
async fn a_foreign_host_gets_the_password_on_request_only() -> Outcome {
    for (accept, log_ins, verdict) in [(false, 0, Verdict::Inconclusive), (true, 2, Verdict::Ready)]
    {
        let scenario: Scenario = "srv-to-foreign-host".parse()?;
        let builder = Provider::builder().account(ADDRESS, PASSWORD).announce_standard_ports();
        let provider = builder.scenario(scenario).start().await?;
        let mut plan = plan(&provider, &[])?;
        plan.accept_foreign_host = accept;
        let report = look(&provider, &plan, MINUTE).await;
        let said = said(&provider);
        let tried = said.iter().filter(|line| line.contains("AUTH")).count();
        assert_eq!((tried, report.verdict), (log_ins, verdict), "{said:?}");
    }
    Ok(())
}

/// An address that is named twice is looked at once.
#[tokio::test]
async fn an_address_is_one_however_often_it_is_named() -> Outcome {
    let provider = provider("").await?;
    let addr = provider.addr(Port::ImapStarttls);
    let host = provider.host(Port::ImapStarttls);
    let place = format!("{host}:{}/starttls", addr.port());
    let nobody = ([127, 0, 0, 1], 9).into();
    let net = Internet::builder().nameserver(nobody);
    let net = net.resolve(host.parse()?, addr.ip()).resolve(host.parse()?, addr.ip()).build()?;
    let plan = plan(&provider, &[])?.endpoint(Endpoint::parse(Service::Imap, &place)?);
    let report = mailcheck::judge(Run::new(&plan).go(&net).await);
    provider.settled().await;
    let log = provider.log();
    let connections = log.iter().filter(|entry| matches!(entry.event, Event::Connected));
    assert_eq!((connections.count(), report.verdict), (1, Verdict::Ready));
    Ok(())
}

/// A run that ends while the best server is still sought has chosen none.
#[tokio::test(start_paused = true)]
async fn who_was_stopped_was_not_passed_over() -> Outcome {
    let lines = r#"
        [dns]
        [port.imap-tls]
        latency = "20 s"
        [dns.answers]
        "_imaps._tcp.example.org" = "nxdomain"
        "_imap._tcp.example.org" = "nxdomain"
        "_pop3s._tcp.example.org" = "nxdomain"
        "_pop3._tcp.example.org" = "nxdomain"
    "#;
    let provider = provider(lines).await?;
    let plan = plan(&provider, &[])?;
    let report = look(&provider, &plan, Duration::from_millis(500)).await;
    let evidence = report.evidence;
    let left_out = evidence.observations.iter().filter_map(|seen| {
        let Fact::NotAttempted { why } = seen.fact else { return None };
        (why != NotAttempted::Unverified).then_some(why)
    });
    let left_out: Vec<NotAttempted> = left_out.collect();
    assert!(!left_out.is_empty(), "{evidence:?}");
    assert!(left_out.iter().all(|why| *why == NotAttempted::Stopped), "{left_out:?}");
    Ok(())
}

/// Where the incoming server never took the password, the outgoing one is not tried; alone, it is.
#[tokio::test(start_paused = true)]
async fn outgoing_is_tried_only_after_incoming_took_it() -> Outcome {
    let lines = "[imap]\ncertificate = \"self-signed\"";
    let (both, alone) = (&[Port::ImapTls, Port::SubmissionsTls][..], &[Port::SubmissionsTls][..]);
    for (ports, log_ins) in [(both, 0), (&[], 0), (alone, 1)] {
        let provider = provider(lines).await?;
        let plan = plan(&provider, ports)?;
        let report = look(&provider, &plan, MINUTE).await;
        let said = said(&provider);
        let tried = said.iter().filter(|line| line.starts_with("AUTH")).count();
        assert_eq!(tried, log_ins, "{said:?}");
        let saved = report.evidence.to_json()?;
        assert_eq!(saved.contains("incoming-not-accepted"), log_ins == 0);
        let told = render::text(&report, &Style::new(Lang::En));
        let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words.contains("none at the incoming server"), log_ins == 0, "{told}");
    }
    Ok(())
}

/// A mail server that leads no further still gets the protocol's goodbye.
#[tokio::test(start_paused = true)]
async fn who_turns_us_away_is_told_goodbye() -> Outcome {
    let lines = r#"
        [smtp]
        greeting = "554 5.7.1 $host No SMTP service here"
        [imap]
        greeting = "* PREAUTH ready"
    "#;
    for port in [
        Port::SubmissionPlain,
        Port::SubmissionStarttls,
        Port::SubmissionsTls,
        Port::ImapPlain,
        Port::ImapStarttls,
        Port::ImapTls,
    ] {
        let untrusted = format!("{lines}\n[all]\ncertificate = \"self-signed\"");
        for lines in [lines, &untrusted] {
            let provider = provider(lines).await?;
            let plan = plan(&provider, &[port])?;
            look(&provider, &plan, MINUTE).await;
            let said = said(&provider);
            let last = said.last().map(String::as_str);
            assert!(matches!(last, Some("QUIT" | " LOGOUT")), "{}: {said:?}", port.name());
        }
    }
    Ok(())
}

/// A ledger that gives these answers, the last again and again, and remembers what was asked.
#[derive(Debug)]
struct Answers {
    answers: Vec<Permission>,
    asked: Mutex<Vec<String>>,
}

impl Answers {
    fn new(answers: &[Permission]) -> Arc<Self> {
        Arc::new(Self { answers: answers.to_vec(), asked: Mutex::default() })
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Ledger for Answers {
    fn permit(&self, login_name: &str, host: &Host) -> Permission {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.push(format!("may {login_name} at {host}?"));
        let answer = self.answers.get(asked.len() - 1).or_else(|| self.answers.last());
        answer.copied().unwrap_or(Permission::Granted)
    }

    fn accepted(&self, login_name: &str, host: &Host) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.push(format!("{login_name} is in at {host}"));
    }
}

fn too_soon() -> Result<TooSoon, Box<dyn Error>> {
    Ok(TooSoon::new(Risk::Lock, 2, "2099-01-01T00:00:00Z".parse()?))
}

/// What the ledger holds back is sent to nobody, not even to the outgoing server.
#[tokio::test(start_paused = true)]
async fn a_ledger_is_asked_before_anything_secret_is_sent() -> Outcome {
    let ports = &[Port::ImapTls, Port::SubmissionsTls];
    for denies in [true, false] {
        let provider = provider("").await?;
        let (denied, granted) = (Permission::Denied(too_soon()?), Permission::Granted);
        let ledger = Answers::new(&[if denies { denied } else { granted }]);
        let plan = plan(&provider, ports)?.ledger(Arc::<Answers>::clone(&ledger));
        let report = look(&provider, &plan, MINUTE).await;
        let said = said(&provider);
        let tried = said.iter().filter(|line| line.contains("AUTH")).count();
        let asked = ["may you@example.org at imap.example.org?"].map(str::to_owned).to_vec();
        if denies {
            assert_eq!((ids(&report), tried), (vec!["login.too-soon"], 0), "{said:?}");
            assert_eq!((ledger.asked(), report.verdict), (asked, Verdict::Inconclusive));
        } else {
            assert_eq!((report.verdict, tried), (Verdict::Ready, 2), "{said:?}");
            let more = [
                "you@example.org is in at imap.example.org",
                "may you@example.org at smtp.example.org?",
                "you@example.org is in at smtp.example.org",
            ];
            assert_eq!(ledger.asked(), [&asked[..], &more.map(str::to_owned)].concat());
        }
    }
    Ok(())
}

/// A refusal is not told to be a success, and log-ins of others are waited for, but not for ever.
#[tokio::test(start_paused = true)]
async fn log_ins_of_other_runs_are_waited_for() -> Outcome {
    let busy = Permission::Busy(too_soon()?);
    let denied = Permission::Denied(too_soon()?);
    let refused = "[imap]\nrefuse-with = \"rejected\"";
    for (lines, answers, questions, findings) in [
        ("", &[busy, busy, Permission::Granted][..], 3, vec![]),
        (refused, &[busy, Permission::Granted], 2, vec!["login.rejected"]),
        ("", &[busy, denied], 2, vec!["login.too-soon"]),
        // Five times a second for as long as an answer to a log-in is waited for, and once more.
        ("", &[busy], 151, vec!["login.too-soon"]),
    ] {
        let provider = provider(lines).await?;
        let ledger = Answers::new(answers);
        let plan = plan(&provider, &[Port::ImapTls])?.ledger(Arc::<Answers>::clone(&ledger));
        let report = look(&provider, &plan, MINUTE).await;
        assert_eq!(ids(&report), findings);
        let asked = ledger.asked();
        let is_question = |line: &&String| line.starts_with("may ");
        assert_eq!(asked.iter().filter(is_question).count(), questions, "{asked:?}");
        assert_eq!(asked.len() > questions, findings.is_empty(), "{asked:?}");
    }
    // Who is stopped meanwhile sends nothing.
    let provider = provider("").await?;
    let plan = plan(&provider, &[Port::ImapTls])?.ledger(Answers::new(&[busy]));
    let report = look(&provider, &plan, Duration::from_secs(5)).await;
    assert!(report.evidence.to_json()?.contains("stopped"));
    assert!(!said(&provider).iter().any(|line| line.contains("AUTH")));
    Ok(())
}

/// A password with every slip that a password can have.
const MISTYPED: &str = " Zqｗ\u{3000}x\u{200b}v\tk\0j\nP0g Ωべ ";

/// Neither as a whole nor in parts, in nothing that a run gives, and in no format and language.
#[tokio::test(start_paused = true)]
async fn a_mistyped_password_is_told_by_kind_and_place_only() -> Outcome {
    let provider = provider("").await?;
    let ports = [Port::ImapTls];
    let mut plan = plan(&provider, &ports)?;
    plan.account.password = Some(Secret::new(MISTYPED.to_owned()));
    let told = Mutex::new(vec![format!("{plan:?}")]);
    let watch = |event: &mailcheck::probe::Event<'_>| {
        if let Ok(mut told) = told.lock() {
            told.push(format!("{event:?}"));
        }
    };
    let net = World::in_memory(&provider, &ports);
    let evidence = Run::new(&plan).watch(&watch).go(&net).await;
    let mut told = told.into_inner()?;
    told.push(evidence.to_json()?);
    let report = mailcheck::judge(evidence);
    told.push(format!("{report:?}"));
    for lang in Lang::ALL {
        told.push(render::text(&report, &Style::new(lang)));
        told.push(render::json(&report, lang));
    }
    let told = told.concat();
    let slips = ids(&report).into_iter().filter(|id| *id == "login.typing").count();
    assert_eq!(slips, 7, "{told}");
    for part in ["Zq", "ｗ", "x\u{200b}", "\\u{200b}", "\\u200b", "P0g", "Ω", "べ"] {
        assert!(!told.contains(part), "{part:?} is in {told}");
    }
    Ok(())
}

/// What was taken is right, whatever it looks like: nothing of it is kept.
#[tokio::test(start_paused = true)]
async fn of_a_password_that_was_taken_nothing_is_kept() -> Outcome {
    const ODD: &str = "SAKURA ";
    let builder = Provider::builder().account(ADDRESS, ODD).announce_standard_ports();
    let provider = builder.start().await?;
    let ports = [Port::ImapTls, Port::SubmissionsTls];
    let mut plan = plan(&provider, &ports)?;
    plan.account.password = Some(Secret::new(ODD.to_owned()));
    let report = look(&provider, &plan, MINUTE).await;
    assert_eq!((ids(&report), report.verdict), (vec![], Verdict::Ready));
    assert_eq!(report.evidence.slips().count(), 0);
    plan.account.password = Some(Secret::new("SAKURA  ".to_owned()));
    let report = look(&provider, &plan, MINUTE).await;
    assert_eq!(ids(&report), ["login.rejected", "login.typing", "login.typing"]);
    Ok(())
}

/// Which text of the name mismatch is told, and the name to enter.
async fn name_to_enter(scenario: &str) -> Result<(&'static str, Option<Arg>), Box<dyn Error>> {
    let builder = Provider::builder().account(ADDRESS, PASSWORD).announce_standard_ports();
    let provider = builder.scenario(scenario.parse()?).start().await?;
    let report = look(&provider, &plan(&provider, &[Port::ImapTls])?, MINUTE).await;
    let [finding] = report.findings.as_slice() else { return Err("not one finding".into()) };
    let mut args = finding.advice.args.iter();
    let name = args.find(|(name, _value)| *name == "alternative").map(|(_name, value)| value);
    Ok((finding.advice.case, name.cloned()))
}

/// The name is looked up only because the certificate is for others, and nothing else is asked.
#[tokio::test(start_paused = true)]
async fn the_name_of_the_certificate_that_leads_to_the_server_is_found() -> Outcome {
    for (scenario, case, name) in [
        ("wrong-name-of-the-hoster", "alternative", Some("mail.hosting.example")),
        ("wrong-name-behind-a-wildcard", "alternative", Some("sv17.hosting.example")),
        ("wrong-name-elsewhere", "elsewhere", None),
        ("wrong-name-without-dns", "unanswered", None),
    ] {
        let found = name_to_enter(scenario).await?;
        assert_eq!(found, (case, name.map(Arg::from)), "{scenario}");
    }
    let provider = provider("").await?;
    let report = look(&provider, &plan(&provider, &[Port::ImapTls])?, MINUTE).await;
    let is_name = |fact: &Fact| matches!(fact, Fact::NameLookedUp { .. });
    assert!(!report.evidence.observations.iter().any(|seen| is_name(&seen.fact)));
    Ok(())
}

/// A date in the greeting counts when the certificate is valid by it.
#[tokio::test(start_paused = true)]
async fn the_servers_date_tells_whose_clock_is_wrong() -> Outcome {
    for (scenario, port, case) in [
        ("clock-of-the-device-ahead", Port::SubmissionStarttls, "server-clock"),
        ("clock-of-the-device-ahead", Port::SubmissionsTls, "server-clock"),
        ("clock-of-the-device-behind", Port::SubmissionStarttls, "server-clock"),
        ("expired-by-the-servers-clock", Port::SubmissionStarttls, "other"),
        ("expired-certificate", Port::SubmissionStarttls, "other"),
    ] {
        let builder = Provider::builder().account(ADDRESS, PASSWORD).announce_standard_ports();
        let provider = builder.scenario(scenario.parse()?).start().await?;
        let report = look(&provider, &plan(&provider, &[port])?, MINUTE).await;
        let cases: Vec<_> = report.findings.iter().map(|finding| finding.advice.case).collect();
        assert_eq!(cases, [case], "{scenario}");
    }
    Ok(())
}

/// What the first endpoint's server found right after the log-in.
fn mailbox(report: &Report) -> Result<&Mailbox, Box<dyn Error>> {
    let view = report.evidence.view(0).ok_or("no endpoint")?;
    let address = view.furthest().ok_or("no address")?;
    Ok(address.mailbox().ok_or("no mailbox")?)
}

/// Nothing is marked, no message is asked for, and the messages are counted all the same.
#[tokio::test(start_paused = true)]
async fn the_mailbox_is_only_looked_at() -> Outcome {
    let provider = provider("").await?;
    assert!(provider.deliver(ADDRESS, b"Subject: one\r\n\r\nbody\r\n"));
    let report = look(&provider, &plan(&provider, &[Port::ImapTls])?, MINUTE).await;
    let found = mailbox(&report)?;
    assert_eq!(found.inbox, Opened::Open { messages: Some(1) });
    let folders: Vec<_> = found.folders.iter().flatten().map(|it| it.name.as_str()).collect();
    assert_eq!(folders, ["Archive", "Drafts", "Junk", "Sent", "Trash"]);
    assert_eq!(found.storage.map(|usage| usage.used), Some(1));
    assert_eq!(found.software.as_ref().map(ToString::to_string), Some("mailcheck-mock".into()));
    let said = said(&provider);
    let login = said.iter().position(|line| line.contains("AUTHENTICATE")).ok_or("no log-in")?;
    let after: Vec<&str> = said[login + 1..].iter().map(String::as_str).collect();
    let id = format!("3 ID (\"name\" \"mailcheck\" \"version\" \"{}\")", env!("CARGO_PKG_VERSION"));
    let expected = [
        "2 EXAMINE INBOX",
        id.as_str(),
        "4 NAMESPACE",
        "5 GETQUOTAROOT INBOX",
        "6 LIST (SPECIAL-USE) \"\" \"*\"",
        " LOGOUT",
    ];
    assert_eq!(after, expected);
    Ok(())
}

/// All of it goes in one write. Only who refuses INBOX before ID is asked again.
#[tokio::test(start_paused = true)]
async fn the_mailbox_costs_one_round_trip() -> Outcome {
    for (lines, expected) in
        [("", 6), ("[imap.replies]\nlogged-in = \"OK in\"", 6), ("[imap]\nrequires-id = true", 7)]
    {
        let provider = provider(lines).await?;
        let plan = plan(&provider, &[Port::ImapTls])?;
        let net = Distant::new(World::in_memory(&provider, &[Port::ImapTls]), ROUND_TRIP);
        let report = mailcheck::judge(Run::new(&plan).go(&net).await);
        assert_eq!(net.round_trips(), expected, "{lines}: {:?}", ids(&report));
        let view = report.evidence.view(0).ok_or("no endpoint")?;
        let counted = view.furthest().ok_or("no address")?.round_trips();
        assert_eq!(u128::from(counted), expected, "{lines}");
    }
    Ok(())
}

/// A mailbox that does not open is no reason to wait with the log-in for sending.
#[tokio::test(start_paused = true)]
async fn the_mailbox_keeps_nobody_waiting() -> Outcome {
    let provider = provider("[[imap.script]]\nat = \"EXAMINE\"\nsteps = [\"silence\"]").await?;
    let plan = plan(&provider, &[Port::ImapTls, Port::SubmissionsTls])?;
    let report = look(&provider, &plan, MINUTE).await;
    assert_eq!(ids(&report), ["session.refused"]);
    let at = |endpoint, is: fn(&Fact) -> bool| {
        let mut all = report.evidence.observations.iter();
        let seen = all.find(|seen| seen.place.endpoint == Some(endpoint) && is(&seen.fact));
        seen.map(|seen| seen.at_ms)
    };
    let sending = at(1, |fact| matches!(fact, Fact::Login(reply) if reply.accepted));
    let opened = at(0, |fact| matches!(fact, Fact::Mailbox(_)));
    assert!(sending < Some(1_000) && opened > Some(1_000), "{sending:?}, {opened:?}");
    Ok(())
}

const ROUND_TRIP: Duration = Duration::from_millis(50);
