//! Servers that preset files name, looked at: what is found, where it is pointed at, how sure it is, and with how many
//! connections. In memory, on a paused clock.

use std::error::Error;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Duration;

use mailcheck::evidence::Ended;
use mailcheck::net::Roots;
use mailcheck::render::{Lang, Words};
use mailcheck_mock::{Event, Port, Provider, Scenario, World};
use mailcheck_presets::file::PresetFile;
use mailcheck_presets::named::Servers;
use mailcheck_presets::probe::{Journal, Look, Plan, Probes, Progress};
use mailcheck_presets::report::{Finding, ProbeOutcome, Standing};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

type Outcome = Result<(), Box<dyn Error>>;

/// A server of a preset: service, host, port, socketType, authentication in the order of the file.
type Row = (&'static str, &'static str, u16, &'static str, &'static [&'static str]);

const IMAP: Row = ("imap", "imap.example.org", 993, "SSL", &["password-cleartext"]);
const STARTTLS: Row = ("imap", "imap.example.org", 143, "STARTTLS", &["password-cleartext"]);
const PLAIN: Row = ("imap", "imap.example.org", 143, "plain", &["password-cleartext"]);
const POP3: Row = ("pop3", "pop.example.org", 995, "SSL", &["password-cleartext"]);
const SMTP: Row = ("smtp", "smtp.example.org", 465, "SSL", &["password-cleartext"]);

/// A preset with these servers. Each value has a line of its own: the host of the first server is in line 4, its port
/// in 5, its security in 6, its authentication from 7 on.
fn preset(path: &str, rows: &[Row], more: &str) -> Result<PresetFile, Box<dyn Error>> {
    let mut text = "<clientConfig version='1.1'>\n<emailProvider id='example.org'>".to_owned();
    text += "<domain>example.org</domain>\n";
    for (service, host, port, security, ways) in rows {
        let side = if *service == "smtp" { "outgoingServer" } else { "incomingServer" };
        writeln!(text, "<{side} type='{service}'>\n<hostname>{host}</hostname>")?;
        writeln!(text, "<port>{port}</port>\n<socketType>{security}</socketType>")?;
        for way in *ways {
            writeln!(text, "<authentication>{way}</authentication>")?;
        }
        writeln!(text, "{more}</{side}>")?;
    }
    text += "</emailProvider>\n</clientConfig>\n";
    let read = mailcheck_presets::read(text.as_bytes(), path.as_ref()).ok_or("is no preset")?;
    read.map_err(|why| format!("{why:?}").into())
}

async fn provider(scenario: &str) -> Result<Provider, Box<dyn Error>> {
    let text = format!("title = \"a test\"\nwhy = \"A test.\"\n{scenario}");
    let builder = Provider::builder().announce_standard_ports();
    Ok(builder.scenario(Scenario::from_toml("test", &text)?).start().await?)
}

fn plan(provider: &Provider) -> Result<Plan, Box<dyn Error>> {
    let mut plan = Plan::new();
    plan.roots = Roots::none();
    plan.roots.add_pem(provider.ca_pem().as_bytes())?;
    Ok(plan)
}

/// Which of two services with the same number is there.
fn doors(files: &[PresetFile]) -> Vec<Port> {
    let servers = || files.iter().flat_map(|it| &it.providers).flat_map(|it| &it.servers);
    let is_plain = servers().any(|it| it.security.as_ref().is_some_and(|it| it.text == "plain"));
    let plain = [Port::ImapPlain, Port::Pop3Plain, Port::SubmissionPlain];
    plain.into_iter().filter(|_| is_plain).chain(Port::ALL).collect()
}

/// Looks at all servers of these files.
async fn look(provider: &Provider, plan: &Plan, files: &[PresetFile]) -> Probes {
    let servers = Servers::of(files);
    let doors = doors(files);
    Look::new(plan, files, &servers).go(&World::in_memory(provider, &doors)).await
}

/// `certificate-expired at 4`, with a question mark if it cannot be told from here.
fn told(finding: &Finding) -> String {
    let mark = if finding.standing == Standing::Inconclusive { "?" } else { "" };
    format!("{}{mark} at {}", finding.finding.id, finding.at.line)
}

fn connections(provider: &Provider) -> usize {
    provider.log().iter().filter(|entry| entry.event == Event::Connected).count()
}

struct Case {
    name: &'static str,
    scenario: &'static str,
    rows: &'static [Row],
    more: &'static str,
    outcome: ProbeOutcome,
    findings: &'static [&'static str],
}

const HTTP: &str = "[all]\n[[all.script]]\nat = \"greeting\"\n\
                    steps = [{ say = \"HTTP/1.1 400 Bad Request\" }, \"close\"]";
const POP: &str = "[all]\n[[all.script]]\nat = \"greeting\"\n\
                   steps = [{ say = \"+OK POP3 ready.\" }, \"close\"]";

use ProbeOutcome::{Fails, Inconclusive, Works};

const fn case(
    name: &'static str,
    scenario: &'static str,
    rows: &'static [Row],
    outcome: ProbeOutcome,
    findings: &'static [&'static str],
) -> Case {
    Case { name, scenario, rows, more: "", outcome, findings }
}

const CASES: &[Case] = &[
    case("working", "", &[IMAP, POP3, SMTP], Works, &[]),
    case("working with STARTTLS", "", &[STARTTLS], Works, &[]),
    case(
        "expired",
        "[all]\ncertificate = \"expired 3 days ago\"",
        &[IMAP],
        Fails,
        &["tls.certificate-expired at 4"],
    ),
    case(
        "another name",
        "[all]\ncertificate = \"names mx.hosting.example\"",
        &[IMAP],
        Fails,
        &["tls.certificate-name-mismatch at 4"],
    ),
    case(
        "stripped",
        "[all]\nstarttls = \"not-offered\"",
        &[STARTTLS],
        Fails,
        &["tls.starttls-not-offered at 6"],
    ),
    case(
        "wrong kind",
        "[port.imap-tls]\nsecurity = \"starttls\"",
        &[IMAP],
        Fails,
        &["tls.wrong-kind at 6"],
    ),
    case(
        "dead name",
        "",
        &[("imap", "imapp.example.org", 993, "SSL", &[])],
        Fails,
        &["dns.name-not-found at 4"],
    ),
    case(
        "resolver",
        "[dns.answers]\n\"imap.example.org\" = \"servfail\"",
        &[IMAP],
        Inconclusive,
        &["dns.no-answer? at 4"],
    ),
    case(
        "filtered",
        "[all]\nreach = \"filtered\"",
        &[IMAP],
        Inconclusive,
        &["connect.filtered? at 4"],
    ),
    case(
        "no way",
        "[dns]\nrecords = [\"imap.example.org. A 198.51.100.1\"]",
        &[IMAP],
        Inconclusive,
        &["connect.unreachable? at 4"],
    ),
    case(
        "refused",
        "[all]\nreach = \"refused\"",
        &[IMAP],
        Inconclusive,
        &["connect.refused? at 5"],
    ),
    // The host lets us in elsewhere: it is the port.
    case(
        "shut",
        "[port.imap-tls]\nreach = \"refused\"",
        &[IMAP, STARTTLS],
        Fails,
        &["connect.refused at 5"],
    ),
    case(
        "busy",
        "[all]\nlimit = { connections = 0, per = \"server\" }",
        &[IMAP],
        Inconclusive,
        &["greeting.busy? at 4"],
    ),
    case(
        "silent",
        "[[all.script]]\nat = \"greeting\"\nsteps = [\"silence\"]",
        &[IMAP],
        Inconclusive,
        &["greeting.silent? at 4"],
    ),
    case("a web server", HTTP, &[IMAP], Fails, &["greeting.not-mail at 5"]),
    case("another service", POP, &[IMAP], Fails, &["greeting.other-service at 5"]),
    case(
        "no CRAM",
        "[all]\nmechanisms = [\"PLAIN\"]",
        &[("smtp", "smtp.example.org", 465, "SSL", &["password-encrypted"])],
        Fails,
        &["preset.authentication-not-offered at 7"],
    ),
    case(
        "CRAM",
        "[all]\nmechanisms = [\"CRAM-MD5\"]",
        &[("smtp", "smtp.example.org", 465, "SSL", &["password-encrypted"])],
        Works,
        &[],
    ),
    case(
        "SCRAM",
        "[all]\nmechanisms = [\"SCRAM-SHA-256\"]",
        &[("smtp", "smtp.example.org", 465, "SSL", &["password-encrypted"])],
        Works,
        &[],
    ),
    case(
        "no OAuth2",
        "",
        &[("imap", "imap.example.org", 993, "SSL", &["OAuth2"])],
        Fails,
        &["preset.authentication-not-offered at 7"],
    ),
    case(
        "no OAuth2 first",
        "",
        &[("imap", "imap.example.org", 993, "SSL", &["OAuth2", "password-cleartext"])],
        Works,
        &["preset.best-authentication-not-offered at 7"],
    ),
    case(
        "no password",
        "[all]\nmechanisms = [\"XOAUTH2\"]",
        &[("smtp", "smtp.example.org", 465, "SSL", &["password-cleartext"])],
        Fails,
        &["preset.authentication-not-offered at 7", "preset.better-authentication-offered at 7"],
    ),
    case(
        "OAuth2 beside",
        "[all]\nmechanisms = [\"PLAIN\", \"OAUTHBEARER\"]",
        &[IMAP],
        Works,
        &["preset.better-authentication-offered at 7"],
    ),
    case(
        "OAuth2 named",
        "[all]\nmechanisms = [\"PLAIN\", \"OAUTHBEARER\"]",
        &[("imap", "imap.example.org", 993, "SSL", &["password-cleartext", "OAuth2"])],
        Works,
        &[],
    ),
    // What does not show in a list of capabilities is not guessed.
    case(
        "not to be told",
        "",
        &[("smtp", "smtp.example.org", 465, "SSL", &["TLS-client-cert"])],
        Works,
        &[],
    ),
    case(
        "nothing to log in with",
        "[all]\nmechanisms = []",
        &[SMTP],
        Fails,
        &["login.no-mechanism at 7"],
    ),
    case(
        "nothing needed",
        "[all]\nmechanisms = []",
        &[("smtp", "smtp.example.org", 465, "SSL", &["none"])],
        Works,
        &[],
    ),
    case("in clear", "", &[PLAIN], Works, &[]),
    case(
        "in clear without need",
        "[port.imap-plain]\nsecurity = \"starttls\"\nlog-in-in-clear = true",
        &[PLAIN],
        Fails,
        &["preset.encryption-offered at 6"],
    ),
    case(
        "in clear, with a challenge",
        "[port.imap-plain]\nmechanisms = [\"PLAIN\", \"CRAM-MD5\"]",
        &[PLAIN],
        Works,
        &["preset.better-authentication-offered at 7"],
    ),
    case(
        "in clear, with a stamp",
        "",
        &[("pop3", "pop.example.org", 110, "plain", &["password-encrypted"])],
        Works,
        &[],
    ),
    Case {
        name: "for others",
        scenario: "[all]\ncertificate = \"expired 3 days ago\"",
        rows: &[IMAP],
        more: "<restriction>client-IP-address</restriction>",
        outcome: Inconclusive,
        findings: &["tls.certificate-expired? at 4"],
    },
];

#[tokio::test(start_paused = true)]
async fn what_is_seen_is_found_at_its_place() -> Outcome {
    let mut mistakes = Vec::new();
    for case in CASES {
        let provider =
            provider(case.scenario).await.map_err(|why| format!("{}: {why}", case.name))?;
        let files = [preset("a.xml", case.rows, case.more)?];
        let probes = look(&provider, &plan(&provider)?, &files).await;
        let found: Vec<String> = probes.findings.iter().map(told).collect();
        let outcomes = probes.probed.iter().map(|it| it.outcome);
        let worst =
            outcomes.max_by_key(|it| [Works, Inconclusive, Fails].iter().position(|a| a == it));
        if found != case.findings || worst != Some(case.outcome) {
            mistakes.push(format!("{}: {worst:?}, {found:?}", case.name));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn findings_are_told_in_every_language_without_a_gap() -> Outcome {
    for case in CASES {
        let provider = provider(case.scenario).await?;
        let files = [preset("a.xml", case.rows, case.more)?];
        let probes = look(&provider, &plan(&provider)?, &files).await;
        for lang in Lang::ALL {
            let words = Words::new(lang).and(mailcheck_presets::words);
            for found in &probes.findings {
                let found = &found.finding;
                let text = [words.title(found), words.cause(found), words.action(found)].join("\n");
                let is_whole = !text.contains(['{', '}']) && text.lines().all(|it| !it.is_empty());
                assert!(is_whole, "{}: {lang:?}: {text}", case.name);
            }
        }
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_server_is_looked_at_once_for_all_who_name_it() -> Outcome {
    let provider = provider("[all]\ncertificate = \"expired 3 days ago\"").await?;
    let files = [preset("a.xml", &[IMAP], "")?, preset("b.xml", &[SMTP, IMAP], "")?];
    let probes = look(&provider, &plan(&provider)?, &files).await;
    let places = probes.findings.iter().map(|it| (it.path.display().to_string(), it.at.line));
    let places: Vec<(String, u32)> = places.collect();
    let expected = [("a.xml", 4), ("b.xml", 4), ("b.xml", 10)];
    assert_eq!(places, expected.map(|(path, line)| (path.to_owned(), line)));
    // Behind a certificate that is refused each is looked at a second time.
    assert_eq!((probes.probed.len(), connections(&provider)), (2, 4));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_looked_at_once_more_and_forgotten_if_it_passed() -> Outcome {
    // The first connection of a minute is let in, and the other endpoint is told to come back.
    let busy = "[imap]\nrate = { connections = 1, within = \"1 min\" }";
    let provider = provider(busy).await?;
    let files = [preset("a.xml", &[IMAP, STARTTLS], "")?];
    let mut plan = plan(&provider)?;
    plan.retry_after = None;
    let probes = look(&provider, &plan, &files).await;
    assert_eq!(probes.findings.iter().filter(|it| it.finding.id == "greeting.busy").count(), 1);

    tokio::time::sleep(Duration::from_mins(2)).await;
    let (before, start) = (connections(&provider), Instant::now());
    plan.retry_after = Some(Duration::from_mins(3));
    let probes = look(&provider, &plan, &files).await;
    assert_eq!(probes.findings.iter().map(told).collect::<Vec<_>>(), [""; 0]);
    assert!(probes.probed.iter().all(|it| it.outcome == Works), "{:?}", probes.probed);
    assert_eq!(connections(&provider) - before, 3);
    assert!(start.elapsed() >= Duration::from_mins(3), "{:?}", start.elapsed());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_cannot_pass_is_not_looked_at_again() -> Outcome {
    let provider = provider("[all]\ncertificate = \"expired 3 days ago\"").await?;
    let dead = ("imap", "none.example.org", 993, "SSL", &[][..]);
    let start = Instant::now();
    look(&provider, &plan(&provider)?, &[preset("a.xml", &[dead, SMTP], "")?]).await;
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
    assert_eq!(connections(&provider), 2);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn looks_at_a_host_come_one_after_the_other_with_pauses() -> Outcome {
    let provider = provider("[all]\nlatency = \"300 ms\"").await?;
    let rows: Vec<Row> = vec![IMAP, STARTTLS];
    let files = [preset("a.xml", &rows, "")?];
    let plan = plan(&provider)?;
    let watched = Mutex::new(Vec::new());
    let watch = |progress: &Progress| {
        watched.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(*progress);
    };
    let servers = Servers::of(&files);
    let (world, start) = (World::in_memory(&provider, &Port::ALL), Instant::now());
    let probes = Look::new(&plan, &files, &servers).watch(&watch).go(&world).await;
    let looks: u64 = probes.probed.iter().map(|it| it.elapsed_ms).sum();
    let least = Duration::from_millis(looks) + plan.spacing;
    assert!(start.elapsed() >= least, "{:?} is less than {least:?}", start.elapsed());
    let watched = watched.into_inner()?;
    assert!(watched.iter().all(|it| it.in_flight <= 1 && it.total == 2), "{watched:?}");
    assert_eq!(watched.last().map(|it| (it.done, it.works)), Some((2, 2)));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_stopped_says_what_it_knows() -> Outcome {
    let silent = "[smtp]\n[[smtp.script]]\nat = \"greeting\"\nsteps = [\"silence\"]";
    let provider = provider(silent).await?;
    let files = [preset("a.xml", &[IMAP, SMTP], "")?];
    let (servers, plan) = (Servers::of(&files), plan(&provider)?);
    let (world, stop) = (World::in_memory(&provider, &Port::ALL), CancellationToken::new());
    let looking = Look::new(&plan, &files, &servers).stop(stop.clone());
    let start = Instant::now();
    let (probes, ()) = tokio::join!(looking.go(&world), async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        stop.cancel();
    });
    let outcomes: Vec<ProbeOutcome> = probes.probed.iter().map(|it| it.outcome).collect();
    assert_eq!((probes.ended, outcomes), (Ended::Cancelled, vec![Works, ProbeOutcome::NotProbed]));
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());

    let mut plan = plan;
    plan.deadline = Some(Duration::from_secs(2));
    let probes = look(&provider, &plan, &files).await;
    assert_eq!(probes.ended, Ended::Deadline);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_journal_is_gone_on_with_and_nothing_is_looked_at_twice() -> Outcome {
    let provider = provider("[all]\ncertificate = \"expired 3 days ago\"").await?;
    let files = [preset("a.xml", &[IMAP, POP3, SMTP], "")?];
    let (servers, plan) = (Servers::of(&files), plan(&provider)?);
    let world = World::in_memory(&provider, &Port::ALL);
    let whole = Look::new(&plan, &files, &servers).go(&world).await;
    let path = std::env::temp_dir().join(format!("mailcheck-probe-{}.journal", std::process::id()));
    let _old = std::fs::remove_file(&path);

    // One of the three is known, and it has the only jobs that there are.
    let stop = CancellationToken::new();
    let watch = |progress: &Progress| {
        if progress.done == 1 {
            stop.cancel();
        }
    };
    let mut slow = plan.clone();
    slow.jobs = 1;
    let look = Look::new(&slow, &files, &servers).journal(Journal::open(&path, &servers)?);
    let part = look.watch(&watch).stop(stop.clone()).go(&world).await;
    assert_eq!((part.ended, part.findings.len()), (Ended::Cancelled, 1));

    let before = connections(&provider);
    let journal = Journal::open(&path, &servers)?;
    assert_eq!(journal.looks(), 1);
    let rest = Look::new(&plan, &files, &servers).journal(journal).go(&world).await;
    assert_eq!(connections(&provider) - before, 4, "two servers, each also behind its certificate");
    let all = |probes: &Probes| probes.findings.iter().map(told).collect::<Vec<_>>();
    assert_eq!(all(&rest), all(&whole));
    assert_eq!(Journal::open(&path, &servers)?.looks(), 3);

    let before = connections(&provider);
    let again = Look::new(&plan, &files, &servers).journal(Journal::open(&path, &servers)?);
    assert_eq!(all(&again.go(&world).await), all(&whole));
    assert_eq!(connections(&provider), before);
    std::fs::remove_file(&path)?;
    Ok(())
}
