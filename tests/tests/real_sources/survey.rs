//! What the library makes of all sources together.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::Ipv4Addr;
use std::thread::sleep;
use std::time::{Duration, Instant};

use libtest_mimic::Failed;
use mailcheck::evidence::{
    Asked, Authority, Dnssec, Evidence, FetchFailure, Forgeable, LookupFailure, SourceOutcome,
    TlsFailure,
};
use mailcheck::model::{Source, Unusable};
use mailcheck::net::Roots;
use mailcheck::probe::{Account, Plan, Run};
use mailcheck::report::Arg;
use mailcheck_tests::lab::{Inside, NAMESERVER, PLAIN_NAMESERVER};

use super::{Check, internet, same, seen, wait};

pub(super) const TRIALS: &[(&str, Check)] = &[
    ("survey::every_source_is_heard", every_source),
    ("survey::signed_records_are_vouched_for", signed),
    ("survey::unsigned_records_are_not", unsigned),
    ("survey::wrongly_signed_records_are_told", bogus),
    ("survey::redirects_are_kept", redirected),
    ("survey::a_refused_certificate_is_kept", expired),
    ("survey::a_web_page_is_no_broken_document", web_page),
    ("survey::a_wildcard_is_recognised", wildcard),
    ("survey::each_host_and_port_gets_one_connection", connections),
];

/// Asks all sources for a domain, and looks at no mail server.
pub(super) fn survey(lab: &Inside, server: Ipv4Addr, domain: &str) -> Result<Evidence, Failed> {
    let mut roots = Roots::none();
    roots.add_pem(&fs::read(lab.ca_file())?)?;
    let mut plan = Plan::new(Account::new()).roots(roots);
    plan.search.domain = Some(domain.parse()?);
    plan.search.is_survey = true;
    plan.search.probe = false;
    let net = internet(lab, server)?;
    wait(async { Ok(Run::new(&plan).go(&net).await) })
}

/// The last that was said of a place: a record is told of before it is known what vouches for it.
fn at<'e>(evidence: &'e Evidence, location: &str) -> Result<&'e Asked, Failed> {
    let found = evidence.answers().filter(|it| it.location == location).last();
    found.ok_or_else(|| {
        let all: Vec<_> = evidence.answers().map(|it| (&it.location, &it.outcome)).collect();
        seen((location, all))
    })
}

fn every_source(lab: &Inside) -> Result<(), Failed> {
    let evidence = survey(lab, NAMESERVER, "published.test")?;
    let found = evidence.answers().filter(|it| it.outcome == SourceOutcome::Found);
    let found: BTreeSet<_> = found.map(|it| it.source).collect();
    let all = BTreeSet::from([
        Source::Autoconfig,
        Source::Autodiscover,
        Source::Ispdb,
        Source::Mailconf,
        Source::Mx,
        Source::Pacc,
        Source::Srv,
        Source::WellKnown,
    ]);
    same("found", found, all)?;
    for location in [
        "https://autoconfig.published.test/mail/config-v1.1.xml",
        "https://published.test/.well-known/autoconfig/mail/config-v1.1.xml",
        "https://autodiscover.published.test/autodiscover/autodiscover.xml",
        "https://ua-auto-config.published.test/.well-known/user-agent-configuration.json",
        "_imaps._tcp.published.test",
    ] {
        let asked = at(&evidence, location)?;
        same(location, (asked.authority(), asked.forgeable()), (Authority::Domain, None))?;
    }
    let plain = at(&evidence, "http://autoconfig.published.test/mail/config-v1.1.xml")?;
    same("plain", plain.forgeable(), Some(Forgeable::PlainHttp))?;
    for (incoming, expected) in [
        (true, "imap://imap.published.test:993/tls"),
        (false, "smtp://smtp.published.test:465/tls"),
    ] {
        let offers = evidence.offers(incoming);
        let best = offers.first().map(|it| it.endpoint.to_string());
        same("best", best.as_deref(), Some(expected))?;
    }
    Ok(())
}

fn signed(lab: &Inside) -> Result<(), Failed> {
    let evidence = survey(lab, NAMESERVER, "published.test")?;
    for location in ["_imaps._tcp.published.test", "_submissions._tcp.published.test"] {
        same(location, at(&evidence, location)?.dnssec, Some(Dnssec::Secure))?;
    }
    let evidence = survey(lab, PLAIN_NAMESERVER, "hosted.test")?;
    let hoster = at(&evidence, "https://autoconfig.hoster.test/mail/config-v1.1.xml")?;
    same("by MX", (hoster.source, hoster.dnssec), (Source::Mx, Some(Dnssec::Secure)))?;
    same("word", hoster.authority(), Authority::Hoster)?;
    let exchange = hoster.by_mx.as_ref().map(ToString::to_string);
    same("exchange", exchange.as_deref(), Some("mx1.hoster.test"))
}

fn unsigned(lab: &Inside) -> Result<(), Failed> {
    let evidence = survey(lab, NAMESERVER, "unsigned.test")?;
    let record = at(&evidence, "_imaps._tcp.unsigned.test")?;
    same("SRV", record.dnssec, Some(Dnssec::Insecure))?;
    same("SRV", record.forgeable(), Some(Forgeable::UnsignedDns))?;
    let hoster = at(&evidence, "https://autoconfig.hoster.test/mail/config-v1.1.xml")?;
    same("MX", (hoster.dnssec, hoster.authority()), (Some(Dnssec::Insecure), Authority::Unsigned))
}

/// A resolver that validates keeps such records back; behind another one they are seen through.
fn bogus(lab: &Inside) -> Result<(), Failed> {
    let evidence = survey(lab, NAMESERVER, "bogus.test")?;
    let kept_back = SourceOutcome::Failed { why: LookupFailure::Bogus };
    same("kept back", &at(&evidence, "_imaps._tcp.bogus.test")?.outcome, &kept_back)?;
    let evidence = survey(lab, PLAIN_NAMESERVER, "bogus.test")?;
    let record = at(&evidence, "_imaps._tcp.bogus.test")?;
    same("seen", (&record.outcome, record.dnssec), (&SourceOutcome::Found, Some(Dnssec::Bogus)))?;
    same("word", record.authority(), Authority::Unsigned)
}

fn redirected(lab: &Inside) -> Result<(), Failed> {
    let evidence = survey(lab, NAMESERVER, "redirected.test")?;
    let own = "autoconfig.redirected.test/mail/config-v1.1.xml";
    let hoster = "https://autoconfig.hoster.test/mail/config-v1.1.xml";
    let secured = at(&evidence, &format!("https://{own}"))?;
    let hops: Vec<_> = secured.hops.iter().map(|hop| (hop.url.as_str(), hop.status)).collect();
    let first = format!("https://{own}");
    same("hops", hops, vec![(first.as_str(), Some(302)), (hoster, Some(200))])?;
    let certificates = secured.hops.iter().filter(|hop| hop.presented.is_some()).count();
    same("certificates", certificates, 2)?;
    let elsewhere = secured.leads_elsewhere().map(|host| host.to_string());
    same("elsewhere", elsewhere.as_deref(), Some("autoconfig.hoster.test"))?;
    same("forgeable", secured.forgeable(), Some(Forgeable::Redirected))?;
    let plain = at(&evidence, &format!("http://{own}"))?;
    let statuses: Vec<_> = plain.hops.iter().map(|hop| hop.status).collect();
    same("from plain", statuses, vec![Some(301), Some(302), Some(200)])?;
    same("from plain", plain.forgeable(), Some(Forgeable::PlainHttp))?;
    let circle =
        at(&evidence, "https://redirected.test/.well-known/autoconfig/mail/config-v1.1.xml")?;
    let is_circle = matches!(
        circle.outcome,
        SourceOutcome::NotFetched { why: FetchFailure::Redirect { endless: true, .. } }
    );
    same("circle", is_circle, true)?;
    let record = at(&evidence, "_autodiscover._tcp.redirected.test")?;
    let to = "https://autodiscover.hoster.test/autodiscover/autodiscover.xml";
    same("record", &record.outcome, &SourceOutcome::SentElsewhere { to: to.into() })?;
    same("record", record.dnssec, Some(Dnssec::Secure))
}

fn expired(lab: &Inside) -> Result<(), Failed> {
    let evidence = survey(lab, NAMESERVER, "expired-web.test")?;
    let asked = at(&evidence, "https://autoconfig.expired-web.test/mail/config-v1.1.xml")?;
    let SourceOutcome::NotFetched {
        why: FetchFailure::Tls { why: TlsFailure::Certificate { text } },
    } = &asked.outcome
    else {
        return Err(seen(&asked.outcome));
    };
    same(text, text.contains("expired"), true)?;
    let presented = asked.hops.first().and_then(|hop| hop.presented.as_ref());
    let leaf = presented.and_then(|chain| chain.leaf()).ok_or("no certificate")?;
    same("kept", leaf.not_after < evidence.started, true)?;
    let plain = at(&evidence, "http://autoconfig.expired-web.test/mail/config-v1.1.xml")?;
    same("in clear", &plain.outcome, &SourceOutcome::Found)
}

fn web_page(lab: &Inside) -> Result<(), Failed> {
    let evidence = survey(lab, NAMESERVER, "web-page.test")?;
    let page = SourceOutcome::Unusable { why: Unusable::HtmlPage };
    for location in [
        "https://autoconfig.web-page.test/mail/config-v1.1.xml",
        "http://autoconfig.web-page.test/mail/config-v1.1.xml",
        "https://web-page.test/.well-known/autoconfig/mail/config-v1.1.xml",
        "https://web-page.test/autodiscover/autodiscover.xml",
    ] {
        same(location, &at(&evidence, location)?.outcome, &page)?;
    }
    same("found", evidence.offers(true).len(), 0)
}

fn wildcard(lab: &Inside) -> Result<(), Failed> {
    let evidence = survey(lab, NAMESERVER, "wildcard.test")?;
    let wildcard = SourceOutcome::Unusable { why: Unusable::WildcardDns };
    for location in [
        "https://autoconfig.wildcard.test/mail/config-v1.1.xml",
        "http://autoconfig.wildcard.test/mail/config-v1.1.xml",
        "https://autodiscover.wildcard.test/autodiscover/autodiscover.xml",
        "https://ua-auto-config.wildcard.test/.well-known/user-agent-configuration.json",
    ] {
        same(location, &at(&evidence, location)?.outcome, &wildcard)?;
    }
    same("found", evidence.offers(true).len(), 0)?;
    // Four pages of one host could not be read.
    let report = mailcheck::judge(evidence);
    let finding = report.findings.first().ok_or("no finding")?;
    let places = finding.advice.args.iter().find(|(name, _)| *name == "places");
    let places = places.map(|(_, places)| places);
    same("places", places, Some(&Arg::List(vec!["wildcard.test".to_owned()])))
}

fn connections(lab: &Inside) -> Result<(), Failed> {
    let mark = lab.mark();
    let evidence = survey(lab, NAMESERVER, "published.test")?;
    let answered = evidence.answers().flat_map(|it| &it.hops).filter(|hop| hop.status.is_some());
    let answered = answered.count();
    // The server writes down what it has already answered.
    let since = Instant::now();
    while lab.web_log(&mark).lines().count() < answered && since.elapsed() < LOG_DELAY {
        sleep(Duration::from_millis(20));
    }
    let log = lab.web_log(&mark);
    let mut hosts: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for line in log.lines() {
        let mut words = line.split(' ');
        let (Some(connection), Some(scheme), Some(host)) =
            (words.next(), words.next(), words.next())
        else {
            return Err(seen(line));
        };
        hosts.entry((scheme, host)).or_default().push(connection);
    }
    let requests: usize = hosts.values().map(Vec::len).sum();
    same(&format!("{requests} requests"), requests >= answered, true)?;
    for (host, requests) in &hosts {
        let connections: BTreeSet<_> = requests.iter().collect();
        same(&format!("{host:?}"), connections.len(), 1)?;
    }
    same("used again", hosts.values().any(|requests| requests.len() > 1), true)
}

/// Longest wait for lines in a server's log.
const LOG_DELAY: Duration = Duration::from_secs(5);
