//! The sources of settings as real name and web servers serve them: zones that are signed, unsigned and wrongly signed,
//! through resolvers that validate, that do not, and that drop signatures; documents with mail settings, and ways that
//! lead to them. First each part by itself, then what the library makes of all together, then the program.
//!
//! The trials run inside a lab, where the servers are: this program starts the lab, and then itself in there. Where no
//! lab can be had they count as ignored, and a loud line says how to have it.

#![expect(clippy::print_stderr, reason = "a test says on standard error why it was skipped")]

mod program;
mod survey;

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Debug;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::{Arc, LazyLock};

use libtest_mimic::{Arguments, Failed, Trial};
use mailcheck::evidence::{Dnssec, Family, LookupFailure};
use mailcheck::net::tls::Tls;
use mailcheck::net::{Internet, Net, RecordKind};
use mailcheck_tests::lab::{DROPPING_NAMESERVER, Inside, Lab, NAMESERVER, PLAIN_NAMESERVER};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    // One after the other: the trials share the logs of the servers.
    let arguments = Arguments { test_threads: Some(1), ..Arguments::from_args() };
    let inside = Inside::find();
    let reason = if inside.is_some() { None } else { Lab::unavailable() };
    if let Some(reason) = &reason {
        eprintln!("\nSKIPPED: the trials against real name and web servers. {reason}.\n");
    }
    if inside.is_none() && reason.is_none() && !arguments.list {
        Lab::build_program()?;
        let status = Lab::start()?.start_this_inside()?;
        return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    Ok(libtest_mimic::run(&arguments, trials(inside.as_ref())).exit_code())
}

type Check = fn(&Inside) -> Result<(), Failed>;

const TRIALS: &[(&str, Check)] = &[
    ("dns::records_are_read", records),
    ("dns::a_resolver_that_validates", |lab| dnssec(lab, NAMESERVER, VALIDATED)),
    ("dns::a_resolver_that_does_not", |lab| dnssec(lab, PLAIN_NAMESERVER, VALIDATED)),
    ("dns::a_resolver_that_drops_signatures", |lab| dnssec(lab, DROPPING_NAMESERVER, &UNKNOWN)),
    ("dns::another_root_than_the_labs", |_| {
        dnssec_of(|| Ok(Internet::builder().nameserver((NAMESERVER, 53).into()).build()?), &UNKNOWN)
    }),
    ("web::documents_are_there", documents),
    ("web::redirects_lead_somewhere", redirects),
    ("web::an_expired_certificate_is_shown", expired),
];

fn trials(inside: Option<&Inside>) -> Vec<Trial> {
    let trial = |&(name, check): &(&str, Check)| {
        let inside = inside.cloned();
        let is_ignored = inside.is_none();
        let run = move || inside.as_ref().map_or_else(|| Err("no lab".into()), check);
        Trial::test(name, run).with_ignored_flag(is_ignored)
    };
    [TRIALS, survey::TRIALS, program::TRIALS].into_iter().flatten().map(trial).collect()
}

type Asked = (&'static str, RecordKind, Dnssec);

/// What is asked, and what DNSSEC says of it.
const VALIDATED: &[Asked; 12] = &[
    ("example.test", RecordKind::Srv, Dnssec::Indeterminate), // nothing is there
    ("_imaps._tcp.example.test", RecordKind::Srv, Dnssec::Secure),
    ("published.test", RecordKind::Mx, Dnssec::Secure),
    ("_ua-auto-config.published.test", RecordKind::Txt, Dnssec::Secure),
    ("anything.published.test", RecordKind::Txt, Dnssec::Indeterminate), // by a wildcard
    ("elsewhere.published.test", RecordKind::Mx, Dnssec::Insecure), // an alias of what is not signed
    ("_imaps._tcp.unsigned.test", RecordKind::Srv, Dnssec::Insecure),
    ("unsigned.test", RecordKind::Mx, Dnssec::Insecure),
    ("www.unsigned.test", RecordKind::Txt, Dnssec::Insecure),
    ("_imaps._tcp.bogus.test", RecordKind::Srv, Dnssec::Bogus),
    ("bogus.test", RecordKind::Mx, Dnssec::Bogus),
    ("www.bogus.test", RecordKind::Txt, Dnssec::Bogus),
];

/// The same where nothing can be told.
static UNKNOWN: LazyLock<Vec<Asked>> = LazyLock::new(|| {
    VALIDATED.iter().map(|&(name, kind, _)| (name, kind, Dnssec::Indeterminate)).collect()
});

fn internet(lab: &Inside, server: Ipv4Addr) -> Result<Internet, Failed> {
    let anchors = fs::read_to_string(lab.trust_anchor_file())?;
    Ok(Internet::builder().nameserver((server, 53).into()).trust_anchors(anchors).build()?)
}

fn wait<T>(asking: impl Future<Output = Result<T, Failed>>) -> Result<T, Failed> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(asking)
}

fn dnssec(lab: &Inside, server: Ipv4Addr, expected: &[Asked]) -> Result<(), Failed> {
    dnssec_of(|| internet(lab, server), expected)
}

/// Each by a resolver of its own, so that nothing is known beforehand.
fn dnssec_of(
    internet: impl Fn() -> Result<Internet, Failed>,
    expected: &[Asked],
) -> Result<(), Failed> {
    for &(name, kind, expected) in expected {
        let seen = wait(async { Ok(internet()?.dnssec(name, kind).await) })?;
        same(&format!("{name} {kind:?}"), seen, expected)?;
    }
    Ok(())
}

fn records(lab: &Inside) -> Result<(), Failed> {
    let net = internet(lab, NAMESERVER)?;
    wait(async {
        let mut mx = net.mx(&"hosted.test".parse()?).await.map_err(seen)?;
        mx.sort_by_key(|mx| mx.preference);
        let mx: Vec<_> = mx.into_iter().map(|mx| (mx.preference, mx.exchange)).collect();
        let exchange = |name: &str| name.parse().map(Some);
        same(
            "MX",
            mx,
            vec![(10, exchange("mx1.hoster.test")?), (20, exchange("mx2.hoster.test")?)],
        )?;
        same("no MX", net.mx(&"nothing.test".parse()?).await, Ok(Vec::new()))?;
        let nowhere = net.mx(&"missing.test".parse()?).await;
        same("no domain", nowhere, Err(LookupFailure::NotFound))?;
        let bogus = net.mx(&"bogus.test".parse()?).await;
        same("bogus", bogus, Err(LookupFailure::Bogus))?;
        let txt = net.txt("_ua-auto-config.published.test").await.map_err(seen)?;
        same(
            "TXT",
            txt.iter().map(|txt| txt.starts_with("v=UAAC1; a=sha256; d=")).collect(),
            vec![true],
        )?;
        let alias = net.alias(&"autodiscover.redirected.test".parse()?).await;
        same("CNAME", alias, Ok(exchange("autodiscover.hoster.test")?))?;
        same("no CNAME", net.alias(&"autodiscover.published.test".parse()?).await, Ok(None))?;
        let srv = net.srv("_autodiscover._tcp.redirected.test").await.map_err(seen)?;
        let srv: Vec<_> = srv.into_iter().map(|srv| (srv.port, srv.target)).collect();
        same("SRV", srv, vec![(443, exchange("autodiscover.hoster.test")?)])?;
        let (addresses, _) = net.lookup(&"autoconfig.thunderbird.net".parse()?, Family::Ipv4).await;
        same("A", addresses, Ok(vec![IpAddr::from([192, 0, 2, 101])]))
    })
}

/// What a web server answers: its status, its headers, and what it shows.
struct Answer {
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }
}

/// One request on a connection that stays.
async fn ask<S>(stream: &mut S, method: &str, host: &str, path: &str) -> Result<Answer, Failed>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\n\r\n?");
    stream.write_all(request.as_bytes()).await?;
    stream.flush().await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8(head)?;
    let answer = Answer { head, body: String::new() };
    let length = answer.header("content-length").ok_or("no length")?.parse()?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(Answer { body: String::from_utf8(body)?, ..answer })
}

/// Connects to where the lab's names lead.
async fn connect(lab: &Inside, host: &str, port: u16) -> Result<<Internet as Net>::Stream, Failed> {
    let net = internet(lab, NAMESERVER)?;
    let (found, _) = net.lookup(&host.parse()?, Family::Ipv4).await;
    let ip = *found.map_err(seen)?.first().ok_or("no address")?;
    Ok(net.connect(SocketAddr::new(ip, port)).await?.0)
}

fn tls(lab: &Inside) -> Result<Tls, Failed> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(lab.ca_file())?)?;
    Ok(Tls::new(Arc::new(roots)))
}

fn documents(lab: &Inside) -> Result<(), Failed> {
    const AUTOCONFIG: &str = "/mail/config-v1.1.xml";
    let (mark, tls) = (lab.mark(), tls(lab)?);
    for (method, host, path, begin) in [
        ("GET", "autoconfig.published.test", AUTOCONFIG, "<?xml "),
        ("GET", "published.test", "/.well-known/autoconfig/mail/config-v1.1.xml", "<?xml "),
        ("POST", "autodiscover.published.test", "/autodiscover/autodiscover.xml", "<?xml "),
        ("GET", "ua-auto-config.published.test", "/.well-known/user-agent-configuration.json", "{"),
        ("GET", "autoconfig.hoster.test", AUTOCONFIG, "<?xml "),
        ("GET", "autoconfig.thunderbird.net", "/v1.1/hoster.test", "<?xml "),
    ] {
        wait(async {
            let mut plain = connect(lab, host, 80).await?;
            let secured = tls.verified(connect(lab, host, 443).await?, &host.parse()?).await;
            let (mut secured, _) = secured.outcome.map_err(seen)?;
            for _ in 0..2 {
                let shown = ask(&mut plain, method, host, path).await?;
                same(host, (shown.status(), shown.body.starts_with(begin)), ("200", true))?;
                let shown = ask(&mut secured, method, host, path).await?;
                same(host, (shown.status(), shown.body.starts_with(begin)), ("200", true))?;
            }
            let missing = ask(&mut secured, "GET", host, "/v1.1/missing.test").await?;
            same(host, missing.status(), "404")
        })?;
    }
    let log = lab.web_log(&mark);
    let ours: Vec<_> = log.lines().filter(|line| line.contains(" published.test ")).collect();
    let connections: BTreeSet<_> = ours.iter().filter_map(|line| line.split(' ').next()).collect();
    same("requests and connections", (ours.len(), connections.len()), (5, 2))
}

fn redirects(lab: &Inside) -> Result<(), Failed> {
    let tls = tls(lab)?;
    let (host, path) = ("autoconfig.redirected.test", "/mail/config-v1.1.xml");
    wait(async {
        let mut plain = connect(lab, host, 80).await?;
        let to = ask(&mut plain, "GET", host, path).await?;
        let secured = format!("https://{host}{path}");
        same("first", (to.status(), to.header("location")), ("301", Some(secured.as_str())))?;
        let secured = tls.verified(connect(lab, host, 443).await?, &host.parse()?).await;
        let (mut secured, _) = secured.outcome.map_err(seen)?;
        let to = ask(&mut secured, "GET", host, path).await?;
        let hoster = format!("https://autoconfig.hoster.test{path}");
        same("then", (to.status(), to.header("location")), ("302", Some(hoster.as_str())))?;
        // Its alias leads to a server that has no certificate for it.
        let alias = "autodiscover.redirected.test";
        let refused = tls.verified(connect(lab, alias, 443).await?, &alias.parse()?).await;
        same("alias", refused.outcome.is_err(), true)
    })
}

fn expired(lab: &Inside) -> Result<(), Failed> {
    let (tls, host) = (tls(lab)?, "autoconfig.expired-web.test");
    wait(async {
        let refused = tls.verified(connect(lab, host, 443).await?, &host.parse()?).await;
        let why = refused.outcome.err().map(|why| format!("{why:?}")).unwrap_or_default();
        same("expired", why.contains("certificate expired"), true)
    })
}

fn seen(what: impl Debug) -> Failed {
    format!("{what:?}").into()
}

#[expect(clippy::needless_pass_by_value, reason = "a caller writes down what it expects")]
fn same<T: Debug + PartialEq>(what: &str, seen: T, expected: T) -> Result<(), Failed> {
    if seen == expected {
        Ok(())
    } else {
        Err(format!("{what}: {seen:?}, not {expected:?}").into())
    }
}
