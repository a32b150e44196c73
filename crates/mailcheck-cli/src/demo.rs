//! `mailcheck demo`: a whole mail provider on loopback, healthy or not.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Duration;

use mailcheck::model::{Address, Secret};
use mailcheck::net::{AddPemError, InternetError, Roots};
use mailcheck::probe::{Account, Plan};
use mailcheck_mock::{NoEndpointError, Port, Provider, Scenario, StartError, Verify, World};

use crate::args::{Demo, Wrong};
use crate::complaint::{Complaint, Message};
use crate::exit::Ending;
use crate::output::{self, Sink};
use crate::record::Record;
use crate::tongue::{self, say};
use crate::{reasons, run, send_test};

/// Whose provider it is.
const DOMAIN: &str = "example.org";
/// The password of the demo, which opens nothing else.
const PASSWORD: &str = "correct horse battery staple";
/// Short, since loopback answers at once or never; long enough for the slow greeting of 6 s.
const TIMEOUT: Duration = Duration::from_secs(8);

/// Why there is no provider to test.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    #[error(transparent)]
    Address(#[from] mailcheck::model::ParseAddressError),
    #[error(transparent)]
    Endpoint(#[from] NoEndpointError),
    #[error(transparent)]
    Internet(#[from] InternetError),
    #[error(transparent)]
    Roots(#[from] AddPemError),
    #[error(transparent)]
    Start(#[from] StartError),
}

impl From<DemoError> for Complaint {
    fn from(why: DemoError) -> Self {
        let (key, why) = match &why {
            DemoError::Address(why) => ("demo-wrong", reasons::of(why)),
            DemoError::Endpoint(why) => ("demo-wrong", reasons::of(why)),
            DemoError::Internet(why) => ("demo-wrong", reasons::of(why)),
            DemoError::Roots(why) => ("demo-wrong", reasons::of(why)),
            DemoError::Start(why) => ("demo-no-start", reasons::of(why)),
        };
        Message::new(key).with("why", why).into()
    }
}

pub(crate) fn demo(Demo { fault, output }: Demo) -> Result<Ending, Complaint> {
    let mut scenarios = Vec::new();
    for wrong in fault {
        match wrong {
            Wrong::Scenario(scenario) => scenarios.push(*scenario),
            Wrong::Help => return output::print(&choices()),
        }
    }
    let sink = Sink::open(output.file.as_deref())?;
    let record = output.record.as_deref().map(|path| Record::open(path, &sink)).transpose()?;
    run::runtime()?.block_on(async {
        let look = shown(&scenarios);
        let domain = look.and_then(|look| look.domain.as_deref()).unwrap_or(DOMAIN);
        let provider = start(&scenarios, domain).await?;
        let ports = ports(&scenarios);
        let mut plan = plan(&provider, &ports, look)?;
        plan.ledger = look.and_then(World::ledger);
        let net = World::on_loopback(&provider, &ports).map_err(DemoError::from)?;
        introduce(&provider, &scenarios, &ports);
        let job = run::Job {
            plan: &plan,
            net,
            deadline: Duration::from_mins(1),
            output: &output,
            record,
            ledger: None,
        };
        run::carry_out(job, sink).await
    })
}

/// The list for `--fault help`, and for `mailcheck mock --list`.
pub(crate) fn choices() -> String {
    let scenarios = Scenario::bundled();
    let width = scenarios.iter().map(|it| it.name().len()).max().unwrap_or_default();
    let mut list = String::new();
    for scenario in &scenarios {
        // Writing to a String cannot fail.
        let _infallible = writeln!(list, "{:width$}  {}", scenario.name(), tongue::title(scenario));
    }
    list
}

async fn start(scenarios: &[Scenario], domain: &str) -> Result<Provider, DemoError> {
    let builder = Provider::builder().domain(domain).account(address_at(domain), PASSWORD);
    let mut builder = builder.announce_standard_ports();
    for scenario in scenarios {
        builder = builder.scenario(scenario.clone());
    }
    Ok(builder.start().await?)
}

/// Who is tested.
fn address_at(domain: &str) -> String {
    format!("you@{domain}")
}

/// What a person would enter: the address and the password, or what the scenario has in their place.
/// Where no record could lead to the ports that show what is wrong, those too.
fn plan(provider: &Provider, ports: &[Port], look: Option<&Verify>) -> Result<Plan, DemoError> {
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let typed = |field: fn(&Verify) -> Option<&String>| look.and_then(field).cloned();
    let address = typed(|look| look.address.as_ref());
    let address: Address = address.unwrap_or_else(|| address_at(provider.domain())).parse()?;
    let password = typed(|look| look.password.as_ref()).unwrap_or_else(|| PASSWORD.to_owned());
    let mut account = Account::new().address(address).password(Secret::new(password));
    account.username = typed(|look| look.username.as_ref());
    account.token = typed(|look| look.token.as_ref()).map(Secret::new);
    let mut plan = Plan::new(account).roots(roots);
    plan.injection = look.is_some_and(|look| look.injection);
    plan.sender = look.is_some_and(|look| look.sender);
    plan.send_test = look.and_then(send_test::of_look);
    plan.timeout = TIMEOUT;
    plan.login_timeout = TIMEOUT;
    let can_be_found = match ports {
        [incoming, outgoing] => {
            ![incoming, outgoing].iter().any(|port| port.name().ends_with("plain"))
        }
        ports => ports.len() == Port::ALL.len(),
    };
    if !can_be_found {
        for &port in ports {
            plan.endpoints.push(World::endpoint(provider, port)?);
        }
    }
    Ok(plan)
}

/// The look that shows what is wrong: at the last scenario the first that finds something, if that is
/// the provider's fault and not that of what was typed; else the first.
fn shown(scenarios: &[Scenario]) -> Option<&Verify> {
    let looks = scenarios.last()?.looks();
    let is_mistyped = |it: &Verify| {
        let typed = [&it.address, &it.username, &it.password, &it.token];
        typed.into_iter().any(Option::is_some)
    };
    // The demo always logs in, which may make another look of it.
    let shows = |look: &&Verify| !look.findings.is_empty() && look.log_in && !is_mistyped(look);
    looks.iter().find(shows).or_else(|| looks.first())
}

/// The ports that show what is wrong, or all those that can be found.
fn ports(scenarios: &[Scenario]) -> Vec<Port> {
    let usual = [Port::ImapTls, Port::SubmissionsTls];
    shown(scenarios).map_or(&usual[..], |look| look.ports()).to_vec()
}

/// Says on standard error what is going on, so that the report stays what it is without a demo.
fn introduce(provider: &Provider, scenarios: &[Scenario], ports: &[Port]) {
    let mut lines = vec![say("demo-begins", &[])];
    lines.extend(ports.iter().map(|&port| {
        let (host, at) = (provider.host(port), provider.addr(port).to_string());
        let name = format!("{host}:{port}");
        format!("  {}", say("demo-stands-for", &[("at", at.into()), ("name", name.into())]))
    }));
    if scenarios.is_empty() {
        lines.push(say("demo-well", &[]));
    }
    lines.extend(scenarios.iter().map(|it| format!("{}: {}", it.name(), tongue::title(it))));
    if shown(scenarios).is_some_and(|look| look.findings.is_empty()) {
        lines.push(say("demo-harmless", &[]));
    }
    let mut err = io::stderr().lock();
    for line in lines {
        let _nobody = writeln!(err, "demo: {line}");
    }
    let _nobody = writeln!(err);
}
