//! Runs that ask little of servers: one connection after the other, few addresses, no other ports.

use std::error::Error;
use std::time::Duration;

use mailcheck::evidence::{Ended, Evidence, Fact};
use mailcheck::net::Roots;
use mailcheck::probe::{Account, Plan, Run};
use mailcheck_mock::{Event, Port, Provider, Scenario, World};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

type Outcome = Result<(), Box<dyn Error>>;

const PACE: Duration = Duration::from_secs(2);

/// A host with three addresses, of which one is dead.
const THREE: &str = r#"
    title = "three addresses"
    why = "A pool."
    [dns]
    records = [
        "imap.example.org. A 127.0.0.1",
        "imap.example.org. A 192.0.2.1",
        "imap.example.org. A 127.0.0.3",
    ]
"#;

async fn provider(scenario: &str) -> Result<Provider, Box<dyn Error>> {
    let builder = Provider::builder().announce_standard_ports();
    Ok(builder.scenario(Scenario::from_toml("test", scenario)?).start().await?)
}

fn plan(provider: &Provider) -> Result<Plan, Box<dyn Error>> {
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let plan = Plan::new(Account::new()).roots(roots).without_login();
    Ok(plan.endpoint(World::endpoint(provider, Port::ImapTls)?))
}

async fn look(provider: &Provider, plan: &Plan) -> Evidence {
    Run::new(plan).go(&World::in_memory(provider, &Port::ALL)).await
}

/// When each connection began, came about or not.
fn began(evidence: &Evidence) -> Vec<u64> {
    let seen = evidence.observations.iter().filter_map(|seen| {
        let (Fact::Connected { took_ms } | Fact::ConnectFailed { took_ms, .. }) = &seen.fact else {
            return None;
        };
        Some(seen.at_ms - took_ms)
    });
    let mut all: Vec<u64> = seen.collect();
    all.sort_unstable();
    all
}

#[tokio::test(start_paused = true)]
async fn connections_are_made_one_after_the_other_at_the_pace() -> Outcome {
    let provider = provider(THREE).await?;
    let mut plan = plan(&provider)?;
    assert_eq!(began(&look(&provider, &plan).await), [0, 0, 0]);
    plan.pace = Some(PACE);
    let began = began(&look(&provider, &plan).await);
    // The dead address takes all of its time, and the next one comes after it.
    let dead = u64::try_from(plan.timeout.as_millis())?;
    let pace = u64::try_from(PACE.as_millis())?;
    assert!(began.len() == 3 && began[0] == 0, "{began:?}");
    assert!((pace..pace + 100).contains(&began[1]), "{began:?}");
    assert!((pace + dead..pace + dead + 100).contains(&began[2]), "{began:?}");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn so_many_addresses_are_tried() -> Outcome {
    let provider = provider(THREE).await?;
    let mut plan = plan(&provider)?;
    plan.most_addresses = 1;
    assert_eq!(began(&look(&provider, &plan).await).len(), 1);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn other_ports_can_be_left_alone() -> Outcome {
    let dead = "title = \"dead\"\nwhy = \"A test.\"\n[port.imap-tls]\nreach = \"filtered\"";
    let provider = provider(dead).await?;
    let connections = |provider: &Provider| {
        provider.log().iter().filter(|entry| entry.event == Event::Connected).count()
    };
    let mut plan = plan(&provider)?;
    plan.other_ports = false;
    let evidence = look(&provider, &plan).await;
    assert_eq!((evidence.endpoints.len(), connections(&provider)), (1, 0));
    plan.other_ports = true;
    let evidence = look(&provider, &plan).await;
    assert_eq!((evidence.endpoints.len(), connections(&provider)), (2, 1));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_run_that_ends_does_not_wait_for_the_pace() -> Outcome {
    let provider = provider(THREE).await?;
    let mut plan = plan(&provider)?;
    plan.pace = Some(Duration::from_hours(1));
    let (stop, start) = (CancellationToken::new(), Instant::now());
    let world = World::in_memory(&provider, &Port::ALL);
    let run = Run::new(&plan).stop(stop.clone());
    let (evidence, ()) = tokio::join!(run.go(&world), async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        stop.cancel();
    });
    assert_eq!(evidence.ended, Ended::Cancelled);
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
    let connected = provider.log().iter().filter(|entry| entry.event == Event::Connected).count();
    assert_eq!(connected, 1, "no connection is made once the run ends");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn times_count_from_the_beginning_of_their_run() -> Outcome {
    let provider = provider(THREE).await?;
    let plan = plan(&provider)?;
    let world = World::in_memory(&provider, &Port::ALL);
    tokio::time::sleep(Duration::from_mins(3)).await;
    let evidence = Run::new(&plan).go(&world).await;
    let last = evidence.observations.iter().map(|seen| seen.at_ms).max();
    assert!(last.is_some_and(|last| last <= evidence.elapsed_ms), "{last:?}");
    Ok(())
}
