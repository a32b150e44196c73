//! A person is asked before a password goes to a server outside of the mail domain that only forgeable
//! sources name: once for each host, and a no is a no.

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mailcheck::evidence::{Fact, Forgeable, NotAttempted};
use mailcheck::model::{Secret, Source};
use mailcheck::net::Roots;
use mailcheck::probe::{Account, Confirm, Confirmation, ForeignHost, Plan, Run};
use mailcheck_mock::{Entry, Port, Provider, Scenario, World};

type Outcome = Result<(), Box<dyn Error>>;

const ADDRESS: &str = "you@example.org";
const PASSWORD: &str = "correct horse battery";
/// Where the records of this scenario lead.
const SCENARIO: &str = "srv-to-foreign-host";

/// Somebody who always says the same, and remembers what was asked.
#[derive(Debug, Default)]
struct Somebody {
    answer: bool,
    asked: Mutex<Vec<ForeignHost>>,
}

impl Confirm for Somebody {
    fn may_send<'a>(&'a self, question: &'a ForeignHost) -> Confirmation<'a> {
        Box::pin(async {
            // Nobody answers at once.
            tokio::time::sleep(Duration::from_secs(3)).await;
            self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(question.clone());
            self.answer
        })
    }
}

/// What was asked, how many log-ins the provider saw, and why others were left out.
async fn look(
    answer: bool,
) -> Result<(Vec<ForeignHost>, usize, Vec<NotAttempted>), Box<dyn Error>> {
    let scenario: Scenario = SCENARIO.parse()?;
    let builder = Provider::builder().account(ADDRESS, PASSWORD).announce_standard_ports();
    let provider = builder.scenario(scenario).start().await?;
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let account = Account::new().address(ADDRESS.parse()?);
    let account = account.password(Secret::new(PASSWORD.to_owned()));
    let somebody = Arc::new(Somebody { answer, ..Somebody::default() });
    let mut plan = Plan::new(account).roots(roots);
    plan.confirm = Some(Arc::<Somebody>::clone(&somebody));
    let net = World::in_memory(&provider, &Port::ALL);
    let evidence = Run::new(&plan).go(&net).await;
    provider.settled().await;
    let why = evidence.observations.iter().filter_map(|seen| {
        let Fact::NotAttempted { why } = &seen.fact else { return None };
        Some(*why)
    });
    let log = provider.log();
    let lines = log.iter().filter_map(Entry::line);
    let logins = lines.filter(|line| line.contains("AUTH") && line.contains("PLAIN ")).count();
    let asked = somebody.asked.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok((asked, logins, why.collect()))
}

#[tokio::test(start_paused = true)]
async fn a_yes_lets_the_password_go_and_each_host_is_asked_about_once() -> Outcome {
    let (asked, logins, why) = look(true).await?;
    assert_eq!(logins, 2, "{asked:?} {why:?}");
    assert!(!why.contains(&NotAttempted::ForeignHost), "{why:?}");
    let mut hosts: Vec<&str> = asked.iter().map(|it| it.endpoint.host.as_str()).collect();
    let count = hosts.len();
    hosts.sort_unstable();
    hosts.dedup();
    assert!(count > 0 && hosts.len() == count, "{asked:?}");
    for question in &asked {
        assert_eq!(
            question.domain.as_ref().map(ToString::to_string).as_deref(),
            Some("example.org")
        );
        assert_eq!(question.named_by, [(Source::Srv, Some(Forgeable::UnsignedDns))]);
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_no_keeps_it_here() -> Outcome {
    let (asked, logins, why) = look(false).await?;
    assert_eq!((asked.len(), logins), (1, 0), "{asked:?}");
    assert!(why.contains(&NotAttempted::ForeignHost), "{why:?}");
    assert!(why.contains(&NotAttempted::IncomingNotAccepted), "{why:?}");
    Ok(())
}
