//! `mailcheck demo`: a whole mail provider on loopback, healthy or not.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Duration;

use mailcheck::model::{Address, Endpoint, ParseHostError, Secret, Security, Service};
use mailcheck::net::{AddPemError, InternetError, Roots};
use mailcheck::probe::{Account, Plan};
use mailcheck_mock::{Fault, Port, Provider, StartError};

use crate::args::{Demo, Wrong};
use crate::complaint::Complaint;
use crate::exit::Ending;
use crate::output::{self, Sink};
use crate::run;
use crate::world::World;

/// Who is tested.
const ADDRESS: &str = "you@example.org";
/// The password of the demo, which opens nothing else.
const PASSWORD: &str = "correct horse battery staple";
/// Short, since loopback answers at once or never; long enough for the slow greeting of 6 s.
const TIMEOUT: Duration = Duration::from_secs(8);

/// Why there is no provider to test.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    #[error("the demo's address is wrong: {0}")]
    Address(#[from] mailcheck::model::ParseAddressError),
    #[error("the demo's host is wrong: {0}")]
    Host(#[from] ParseHostError),
    #[error("the network cannot be used: {0}")]
    Internet(#[from] InternetError),
    #[error("the demo's certificates are wrong: {0}")]
    Roots(#[from] AddPemError),
    #[error("the demo's mail provider cannot be started: {0}")]
    Start(#[from] StartError),
}

pub(crate) fn demo(Demo { fault, output }: Demo) -> Result<Ending, Complaint> {
    let mut faults = Vec::new();
    for wrong in fault {
        match wrong {
            Wrong::Fault(fault) => faults.push(fault),
            Wrong::Help => return output::print(&choices()),
        }
    }
    let sink = Sink::open(output.file.as_deref())?;
    run::runtime()?.block_on(async {
        let provider = start(&faults).await.map_err(Complaint::new)?;
        let plan = plan(&provider, &faults).map_err(Complaint::new)?;
        let net = World::around(&provider, ports(&faults)).map_err(Complaint::new)?;
        introduce(&provider, &faults);
        let job = run::Job { plan: &plan, net, deadline: Duration::from_mins(1), output: &output };
        run::carry_out(job, sink).await
    })
}

/// The list for `--fault help`.
fn choices() -> String {
    let width = Fault::ALL.iter().map(|fault| fault.name().len()).max().unwrap_or_default();
    let mut list = String::new();
    for fault in Fault::ALL {
        // Writing to a String cannot fail.
        let _infallible = writeln!(list, "{:width$}  {}", fault.name(), fault.describe());
    }
    list
}

async fn start(faults: &[Fault]) -> Result<Provider, DemoError> {
    let mut builder = Provider::builder().account(ADDRESS, PASSWORD);
    for fault in faults {
        builder = builder.fault(*fault);
    }
    Ok(builder.start().await?)
}

/// What a person would enter: the address and the password. Where no record could say it, that there
/// is no encryption.
fn plan(provider: &Provider, faults: &[Fault]) -> Result<Plan, DemoError> {
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;
    let address: Address = ADDRESS.parse()?;
    let account = Account::new().address(address).password(Secret::new(PASSWORD.to_owned()));
    let mut plan = Plan::new(account).roots(roots);
    plan.timeout = TIMEOUT;
    plan.login_timeout = TIMEOUT;
    let security = faults.contains(&Fault::PlainOnly).then_some(Security::Plain);
    if security.is_some() || faults.contains(&Fault::CertificatesDiffer) {
        for &port in ports(faults) {
            plan.endpoints.push(endpoint(provider, port, security)?);
        }
    }
    Ok(plan)
}

fn endpoint(
    provider: &Provider,
    port: Port,
    security: Option<Security>,
) -> Result<Endpoint, DemoError> {
    let service = if port.is_imap() { Service::Imap } else { Service::Smtp };
    let usual = if port.is_implicit_tls() { Security::Tls } else { Security::Starttls };
    let (host, security) = (provider.host(port).parse()?, security.unwrap_or(usual));
    Ok(Endpoint { service, host, port: port.standard(), security })
}

/// The ports that show the faults: implicit TLS where it can, STARTTLS where only that is affected or
/// listens, and both where the fault is that they differ.
fn ports(faults: &[Fault]) -> &'static [Port] {
    if faults.contains(&Fault::CertificatesDiffer) {
        return &Port::ALL;
    }
    let on = |port: Port| faults.iter().all(|fault| fault.ports().contains(&port));
    if on(Port::ImapTls) && !faults.contains(&Fault::PlainOnly) {
        return &[Port::ImapTls, Port::SubmissionsTls];
    }
    &[Port::ImapStarttls, Port::SubmissionStarttls]
}

/// Says on standard error what is going on, so that the report stays what it is without a demo.
fn introduce(provider: &Provider, faults: &[Fault]) {
    let mut err = io::stderr().lock();
    let _nobody = writeln!(err, "demo: a mail provider inside this program, on loopback only");
    for &port in ports(faults) {
        let (host, at) = (provider.host(port), provider.addr(port));
        let _nobody = writeln!(err, "demo:   {at} stands for {host}:{port}");
    }
    if faults.is_empty() {
        let _nobody =
            writeln!(err, "demo: all is well with it; --fault help lists what can be wrong");
    }
    for fault in faults {
        let _nobody = writeln!(err, "demo: {}: {}", fault.name(), fault.describe());
    }
    let _nobody = writeln!(err);
}
