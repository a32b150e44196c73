//! Checks one endpoint without logging in, and prints what a client's author asks for first.
//!
//! `cargo run -p mailcheck --example check_endpoint -- imap.example.org:993/tls`
//!
//! Without an argument it looks at a mock provider on loopback, so it runs without a network.

use std::error::Error;
use std::io::{Write as _, stdout};

use mailcheck::evidence::{Chain, Stage, Step};
use mailcheck::model::{Endpoint, Service};
use mailcheck::net::{Internet, Roots};
use mailcheck::probe::{Account, Plan, Run};
use mailcheck::render::escape;
use mailcheck_mock::{Port, Provider};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let provider;
    let (endpoint, roots, internet) = if let Some(text) = std::env::args().nth(1) {
        let endpoint = Endpoint::parse(Service::Imap, &text)?;
        (endpoint, Roots::system(), Internet::builder())
    } else {
        provider = Provider::builder().start().await?;
        let (host, addr) = (provider.host(Port::ImapTls), provider.addr(Port::ImapTls));
        let endpoint = Endpoint::parse(Service::Imap, &format!("{host}:{}/tls", addr.port()))?;
        let mut roots = Roots::none();
        roots.add_pem(provider.ca_pem().as_bytes())?;
        let internet = Internet::builder().resolve(endpoint.host.clone(), addr.ip());
        (endpoint, roots, internet)
    };

    // Nobody's account: everything but the log-in is tested.
    let plan = Plan::new(Account::new()).endpoint(endpoint).roots(roots);
    let evidence = Run::new(&plan).go(&internet.build()?).await;

    let mut out = stdout().lock();
    for address in evidence.views().flat_map(|view| view.addresses()) {
        let Step::Done(tls) = address.handshake() else {
            writeln!(out, "{}: no verified TLS", address.ip)?;
            continue;
        };
        writeln!(out, "{}: {}, {}", address.ip, tls.version, tls.cipher_suite)?;
        let mechanisms = address.mechanisms(Stage::AfterTls).unwrap_or_default();
        writeln!(out, "  log in with: {}", mechanisms.join(", "))?;
        if let Some(leaf) = address.chain().and_then(Chain::leaf) {
            // Strangers wrote them.
            let names = escape(&leaf.names.join(", ")).into_owned();
            writeln!(out, "  certificate for {names} until {}", leaf.not_after)?;
        }
    }
    let report = mailcheck::judge(evidence);
    writeln!(out, "verdict: {}", report.verdict.name())?;
    Ok(())
}
