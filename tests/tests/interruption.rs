//! Connections that are held at once when the run is ended: each is ended by the protocol's goodbye, also one whose
//! log-in is on its way, if it is answered within a second; else TLS is closed as it should be.

use std::collections::BTreeSet;
use std::error::Error;
use std::time::Duration;

use mailcheck::evidence::{Evidence, Fact, RampEnd};
use mailcheck::model::Secret;
use mailcheck::net::Roots;
use mailcheck::probe::{Account, Limits, MostConnections, Plan, Run};
use mailcheck_mock::{Distant, Ending, Entry, Event, Port, Provider, Scenario, World};

type Outcome = Result<(), Box<dyn Error>>;

const ADDRESS: &str = "you@example.org";
const PASSWORD: &str = "correct horse battery";
const ROUND_TRIP: Duration = Duration::from_millis(50);
/// What a run that is ended may take for a goodbye to each.
const GOODBYES_MS: u64 = 700;
/// The same with a log-in on its way.
const ANSWER_MS: u64 = 1_000 + GOODBYES_MS;

/// What was seen, and what the server saw of it.
struct Seen {
    evidence: Evidence,
    log: Vec<Entry>,
}

/// Measures how many of this server's connections can be held, and ends that after so many milliseconds.
async fn end_after(after_ms: u64, lines: &str, port: Port) -> Result<Seen, Box<dyn Error>> {
    let text = format!("title = \"a test\"\nwhy = \"A test.\"\n{lines}");
    let builder = Provider::builder().account(ADDRESS, PASSWORD).announce_standard_ports();
    let provider = builder.scenario(Scenario::from_toml("test", &text)?).start().await?;
    let account = Account::new().address(ADDRESS.parse()?);
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let plan = Plan::new(account.password(Secret::new(PASSWORD.to_owned()))).roots(roots);
    let mut plan = plan.endpoint(World::endpoint(&provider, port)?);
    plan.limits = Some(Limits::new(MostConnections::new(16)?));
    let net = Distant::new(World::in_memory(&provider, &[port]), ROUND_TRIP);
    let evidence = Run::new(&plan).deadline(Duration::from_millis(after_ms)).go(&net).await;
    provider.settled().await;
    Ok(Seen { evidence, log: provider.log() })
}

impl Seen {
    fn of(&self, is_meant: impl Fn(&Entry) -> bool) -> BTreeSet<u64> {
        self.log.iter().filter(|entry| is_meant(entry)).map(|entry| entry.connection).collect()
    }

    /// Which connections were logged in, and were not said goodbye to.
    fn left_behind(&self) -> BTreeSet<u64> {
        let logged_in = self.of(|entry| matches!(entry.event, Event::LoginAccepted { .. }));
        &logged_in - &self.of(|entry| entry.line().is_some_and(|line| line.ends_with("LOGOUT")))
    }

    /// Which connections came to TLS and were broken off.
    fn broken_off(&self) -> BTreeSet<u64> {
        let encrypted = self.of(|entry| matches!(entry.event, Event::TlsEstablished { .. }));
        let whole = |ending: &Ending| matches!(ending, Ending::ByClient | Ending::ByServer);
        let is_whole =
            |entry: &Entry| matches!(&entry.event, Event::Closed(ending) if whole(ending));
        &encrypted - &self.of(is_whole)
    }

    fn is_cut(&self) -> bool {
        let stopped =
            |fact: &Fact| matches!(fact, Fact::Held(ramp) if ramp.end == RampEnd::Stopped);
        self.evidence.observations.iter().any(|seen| stopped(&seen.fact))
    }

    /// Nobody is left behind or broken off, and it takes no longer than that.
    fn is_polite(&self, case: &str, longest_ms: u64) {
        let took_ms = self.evidence.elapsed_ms;
        assert!(took_ms <= longest_ms, "{case}: {took_ms} ms");
        let silent = self.left_behind();
        let log: Vec<_> =
            self.log.iter().filter(|entry| silent.contains(&entry.connection)).collect();
        assert!(silent.is_empty(), "{case}: {silent:?} had no goodbye: {log:?}");
        let broken = self.broken_off();
        assert!(broken.is_empty(), "{case}: {broken:?} were broken off");
    }
}

/// Whenever it is, in no time.
#[tokio::test(start_paused = true)]
async fn everybody_who_was_let_in_is_said_goodbye_to() -> Outcome {
    for port in [Port::ImapTls, Port::ImapStarttls] {
        let mut cut = 0;
        for after_ms in (300..1_900).step_by(90) {
            let lines = "[imap]\nlimit = { connections = 10, per = \"user\" }";
            let seen = end_after(after_ms, lines, port).await?;
            seen.is_polite(&format!("{port} after {after_ms} ms"), after_ms + GOODBYES_MS);
            cut += u32::from(seen.is_cut());
        }
        assert!(cut > 5, "only {cut} ramps were interrupted");
    }
    Ok(())
}

/// Whose log-in is on its way is answered first, be it in one step or in several.
#[tokio::test(start_paused = true)]
async fn a_slow_answer_is_waited_for() -> Outcome {
    for mechanism in ["PLAIN", "SCRAM-SHA-256"] {
        let mut cut = 0;
        for after_ms in (1_500..5_000).step_by(310) {
            let lines = format!(
                "[imap]\nmechanisms = [\"{mechanism}\"]\n[[imap.script]]\nat = \"AUTHENTICATE\"\n\
                 steps = [{{ wait = \"700 ms\" }}, \"go-on\"]"
            );
            let seen = end_after(after_ms, &lines, Port::ImapTls).await?;
            seen.is_polite(&format!("{mechanism} after {after_ms} ms"), after_ms + ANSWER_MS);
            cut += u32::from(seen.is_cut());
        }
        assert!(cut > 5, "only {cut} ramps were interrupted");
    }
    Ok(())
}

/// Who does not answer is hung up on as TLS asks for, and those that were let in before are said goodbye to.
#[tokio::test(start_paused = true)]
async fn an_answer_that_does_not_come_is_not_waited_for() -> Outcome {
    let lines = "[[imap.script]]\nat = \"AUTHENTICATE\"\nafter = 4\nsteps = [\"silence\"]";
    for after_ms in [3_000, 4_000] {
        let seen = end_after(after_ms, lines, Port::ImapTls).await?;
        seen.is_polite(&format!("silence after {after_ms} ms"), after_ms + ANSWER_MS);
        assert!(seen.is_cut());
        let logged_in = seen.of(|entry| matches!(entry.event, Event::LoginAccepted { .. }));
        assert_eq!(logged_in.len(), 4);
    }
    Ok(())
}
