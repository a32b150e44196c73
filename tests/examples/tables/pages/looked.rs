//! Looks at scenarios, in memory.

use std::error::Error;
use std::sync::Arc;

use mailcheck::model::Secret;
use mailcheck::net::Roots;
use mailcheck::probe::{Account, Leave, LeaveGiven, Plan, Run, SendTest};
use mailcheck::report::Report;
use mailcheck_mock::{Provider, Scenario, Verify, World};

const ADDRESS: &str = "you@example.org";
const PASSWORD: &str = "correct horse battery";

/// What is reported of a scenario, looked at in one of its ways.
pub(crate) async fn report(scenario: &Scenario, look: &Verify) -> Result<Report, Box<dyn Error>> {
    let builder = Provider::builder().account(ADDRESS, PASSWORD).announce_standard_ports();
    let provider = builder.scenario(scenario.clone()).start().await?;
    let mut account = Account::new();
    account.address = Some(look.address.as_deref().unwrap_or(ADDRESS).parse()?);
    account.username.clone_from(&look.username);
    if look.log_in {
        let password = look.password.as_deref().unwrap_or(PASSWORD);
        account = account.password(Secret::new(password.to_owned()));
    }
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let mut plan = Plan::new(account).roots(roots);
    plan.injection = look.injection;
    plan.sender = look.sender;
    plan.send_test = look.send_test.then(|| {
        let mut test = SendTest::new("A test.".to_owned());
        test.leave = look.delete_test.then(|| Arc::new(LeaveGiven) as Arc<dyn Leave>);
        test
    });
    plan.ledger = World::ledger(look);
    for &port in &look.ports {
        plan = plan.endpoint(World::endpoint(&provider, port)?);
    }
    let evidence = Run::new(&plan).go(&World::in_memory(&provider, look.ports())).await;
    provider.settled().await;
    Ok(mailcheck::judge(evidence))
}
