//! Checks a whole account, and acts on finding ids as a program would: no prose is read.
//!
//! `cargo run -p mailcheck --example check_account`
//!
//! It looks at a mock provider on loopback that refuses the password; put your own settings in its
//! place.

#![expect(clippy::print_stderr, reason = "an example of progress")]

use std::error::Error;
use std::io::{Write as _, stdout};
use std::time::Duration;

use mailcheck::model::{Endpoint, Secret, Security, Service};
use mailcheck::net::{Internet, Roots};
use mailcheck::probe::{Account, Event, Plan, Run};
use mailcheck_mock::{Port, Provider};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let provider = Provider::builder()
        .account("you@example.org", "secret")
        .scenario("wrong-password".parse()?)
        .start()
        .await?;
    let mut roots = Roots::none();
    roots.add_pem(provider.ca_pem().as_bytes())?;

    let account = Account::new()
        .address("you@example.org".parse()?)
        .password(Secret::new("secret".to_owned()));
    let mut plan = Plan::new(account).roots(roots);
    let mut internet = Internet::builder();
    for (service, port) in [(Service::Imap, Port::ImapTls), (Service::Smtp, Port::SubmissionsTls)] {
        let (host, addr) = (provider.host(port).parse()?, provider.addr(port));
        let endpoint = Endpoint { service, host, port: addr.port(), security: Security::Tls };
        internet = internet.resolve(endpoint.host.clone(), addr.ip());
        plan = plan.endpoint(endpoint);
    }

    let evidence = Run::new(&plan)
        .deadline(Duration::from_secs(20))
        .watch(&|event| {
            if let Event::Waiting { endpoint, step, .. } = event {
                // A program with a window would show this in it.
                eprintln!("waiting for {}: {step:?}", endpoint.host);
            }
        })
        .go(&internet.build()?)
        .await;
    let report = mailcheck::judge(evidence);

    let mut out = stdout().lock();
    for finding in &report.findings {
        match finding.id {
            "login.rejected" => writeln!(out, "ask for the password again, once")?,
            "login.temporary-failure" | "greeting.busy" => {
                let wait = finding.advice.wait.map_or(Duration::ZERO, |wait| wait.length);
                writeln!(out, "try again in {} s", wait.as_secs())?;
            }
            id if id.starts_with("tls.certificate-") => writeln!(out, "do not go on: {id}")?,
            other => writeln!(out, "show to the user: {other}")?,
        }
    }
    if report.findings.is_empty() {
        writeln!(out, "go on and save the account")?;
    }
    Ok(())
}
