//! Visits written by hand, held against the real lists and against some of our own.

use super::judge::judge_by;
use super::*;
use crate::evidence::{
    Chain, ConnectFailure, FetchFailure, Hop, LookupFailure, ReadFailure, TlsFailure, Trust, Visit,
};
use crate::knowledge::providers::{self, Provider};
use crate::wire::certificate::{Certificate, PublicKey};

fn visit(urls: &[&str], failure: Option<FetchFailure>) -> Visit {
    let hops = urls.iter().map(|url| {
        let mut hop = Hop::new((*url).to_owned());
        hop.status = Some(302);
        hop
    });
    let mut hops: Vec<Hop> = hops.collect();
    if let Some(last) = hops.last_mut() {
        last.status = failure.is_none().then_some(200);
    }
    Visit::new("2026-11-30T12:00:00Z".parse().expect("is a time"), hops, failure)
}

fn provider(id: &str) -> &'static Provider {
    providers::all().find(|provider| provider.id == id).expect(id)
}

/// The verdict, and the reasons with the hops they are about.
fn told(urls: &[&str], failure: Option<FetchFailure>) -> (Verdict, Vec<(usize, &'static str)>) {
    let judged = judge(&visit(urls, failure), None);
    let reasons = judged.reasons.iter().map(|reason| (reason.hop, reason.fault.id()));
    (judged.verdict, reasons.collect())
}

const LOGIN: &str = "https://login.ocn.ne.jp/";

#[test]
fn official_addresses_are_on_the_list() {
    for urls in [
        &[LOGIN][..],
        &["https://www.ocn.ne.jp/", "https://login.ocn.ne.jp/top?a=b"],
        &["https://www.nifty.com/", "https://account.nifty.com/x"],
        &["https://outlook.office.com/mail/", "https://login.microsoftonline.com/common"],
        &["https://mail.yahoo.com/", "https://login.yahoo.com/"],
    ] {
        assert_eq!(told(urls, None), (Verdict::OnTheList, Vec::new()), "{urls:?}");
    }
    let judged = judge(&visit(&[LOGIN], None), None);
    assert_eq!(judged.provider.map(|it| it.id.as_str()), Some("ocn"));
    assert_eq!(judged.entrance.map(|it| it.url.as_str()), Some(LOGIN));
}

#[test]
fn other_addresses_are_not_and_it_is_said_why() {
    use Verdict::NotOnTheList;
    for (urls, expected) in [
        (&["https://example.org/"][..], &[(0, "unknown-host")][..]),
        (&["https://ocn.ne.jp.evil.example/"], &[(0, "look-alike")]),
        (&["https://0cn.ne.jp/"], &[(0, "look-alike")]),
        (&["https://xn--n-0tbj.ne.jp/"], &[(0, "punycode"), (0, "look-alike")]),
        (&["https://xn--bcher-kva.example/"], &[(0, "punycode"), (0, "unknown-host")]),
        (&["https://mypage-ocn.uyodr1.top/?"], &[(0, "look-alike")]),
        (&["https://login-ocn.example/"], &[(0, "look-alike")]),
        (&["https://www.niffy.com/"], &[(0, "look-alike")]),
        (&["https://www.nifty.com.hogehoge.jp/"], &[(0, "look-alike")]),
        (&["https://www15.ocn.ne.jp/~you/"], &[(0, "unlisted-host")]),
        (&["https://192.0.2.1/ocn.ne.jp/"], &[(0, "ip-address")]),
        (&["https://[2001:db8::1]:8443/"], &[(0, "odd-port"), (0, "ip-address")]),
        (&["https://login.ocn.ne.jp:8443/"], &[(0, "odd-port")]),
        (&["http://login.ocn.ne.jp/", LOGIN], &[(0, "not-https")]),
        (&["https://bit.ly/x", LOGIN], &[(0, "shortener")]),
        (&[LOGIN, "https://evil.example/"], &[(0, "leaves-the-list"), (1, "unknown-host")]),
        (
            &[LOGIN, "https://id.smt.docomo.ne.jp/"],
            &[(0, "leaves-the-list"), (1, "other-provider")],
        ),
        (
            &["https://www15.ocn.ne.jp/", "https://evil.example/", LOGIN],
            &[(0, "unlisted-host"), (1, "unknown-host")],
        ),
    ] {
        assert_eq!(told(urls, None), (NotOnTheList, expected.to_vec()), "{urls:?}");
    }
    let mut pretending = visit(&["https://evil.example/"], None);
    pretending.hops.iter_mut().for_each(|hop| hop.has_user_info = true);
    let judged = judge(&pretending, None);
    assert_eq!(judged.reasons[0].fault, Fault::UserInfo);
    assert_eq!(judged.provider, None, "what stands before the host is no host");
}

/// Where a look-alike leads people away from is what they are told to open instead.
#[test]
fn the_provider_of_a_look_alike_is_named() {
    for url in ["https://ocn-login.example/", "https://bit.ly/", "https://www15.ocn.ne.jp/"] {
        let judged = judge(&visit(&[url], None), None);
        let expected = (url != "https://bit.ly/").then_some("ocn");
        assert_eq!(judged.provider.map(|it| it.id.as_str()), expected, "{url}");
        assert_eq!(judged.entrance, None, "{url}");
    }
}

#[test]
fn what_was_not_seen_settles_nothing() {
    let to = || "https://login.ocn.ne.jp/a".into();
    for (failure, expected) in [
        (FetchFailure::Connect { why: ConnectFailure::TimedOut }, "unreachable"),
        (
            FetchFailure::Lookup { host: "login.ocn.ne.jp".into(), why: LookupFailure::NotFound },
            "unreachable",
        ),
        (FetchFailure::Read { why: ReadFailure::TimedOut }, "unreachable"),
        (FetchFailure::Tls { why: TlsFailure::TimedOut }, "unreachable"),
        (FetchFailure::Redirect { to: to(), endless: true }, "endless-redirects"),
        (FetchFailure::Status { status: 403 }, "status"),
        (FetchFailure::Stopped, "stopped"),
    ] {
        let found = told(&[LOGIN], Some(failure.clone()));
        assert_eq!(found, (Verdict::Inconclusive, vec![(0, expected)]), "{failure:?}");
        let found = told(&["https://0cn.ne.jp/"], Some(failure)).0;
        assert_eq!(found, Verdict::NotOnTheList, "nothing that comes after puts it on the list");
    }
    let inside = [LOGIN, "https://cgi.ocn.ne.jp/"];
    assert_eq!(told(&inside, None), (Verdict::Inconclusive, vec![(1, "unlisted-host")]));
    assert_eq!(told(&[], Some(FetchFailure::Stopped)).0, Verdict::Inconclusive);
}

#[test]
fn what_is_wrong_on_the_way_speaks_against_it() {
    let certificate = || FetchFailure::Tls { why: TlsFailure::Certificate { text: "bad".into() } };
    for (failure, expected) in [
        (certificate(), "bad-certificate"),
        (FetchFailure::PrivateAddress { host: "a.example".into() }, "private-address"),
        (FetchFailure::Redirect { to: "javascript:1".into(), endless: false }, "leads-nowhere"),
    ] {
        let found = told(&[LOGIN], Some(failure));
        assert_eq!(found, (Verdict::NotOnTheList, vec![(0, expected)]));
    }
    for (trust, name_matches, expected) in [
        (Trust::Path, false, CertificateFault::Name),
        (Trust::NoPath, true, CertificateFault::Untrusted),
        (Trust::Path, true, CertificateFault::Other),
    ] {
        let mut visit = visit(&[LOGIN], Some(certificate()));
        let chain = Chain::new(Vec::<Certificate>::new(), trust, name_matches, Some("bad".into()));
        visit.hops.iter_mut().for_each(|hop| hop.presented = Some(chain.clone()));
        let judged = judge(&visit, None);
        let why = "bad".to_owned();
        assert_eq!(judged.reasons[0].fault, Fault::BadCertificate { fault: expected, why });
    }
}

#[test]
fn one_provider_can_be_asked_for() {
    let asked = |url: &str, id: &str| judge(&visit(&[url], None), Some(provider(id)));
    assert_eq!(asked(LOGIN, "ocn").verdict, Verdict::OnTheList);
    let judged = asked("https://www.nifty.com/", "ocn");
    assert_eq!(judged.verdict, Verdict::NotOnTheList);
    let names = provider("nifty").names.clone();
    assert_eq!(judged.reasons[0].fault, Fault::OtherProvider { names });
    assert_eq!(judged.provider.map(|it| it.id.as_str()), Some("ocn"));
}

#[test]
fn the_authority_of_a_certificate_can_be_asked_for() {
    let read = |issuers: &str| {
        let source = "[sources]\nx = { at = \"a.example\", seen = \"2026-11-30\", grade = \"A\" }";
        let text = format!(
            "id = \"a\"\nnames = {{ en = \"A\", ja = \"A\" }}\n\
             web = [{{ names = [\"*.a.example\"], issuers = {issuers}, source = \"x\" }}]\n{source}"
        );
        Provider::from_toml(&text).expect("is one")
    };
    let at = "2026-11-30T12:00:00Z".parse().expect("is a time");
    let leaf = Certificate {
        subject: "CN=www.a.example".into(),
        issuer: "CN=Authority 1,O=Example Trust".into(),
        names: vec!["www.a.example".into()],
        common_name: None,
        not_before: at,
        not_after: at,
        public_key: PublicKey { algorithm: "Ed25519".into(), bits: 0 },
        signature: "Ed25519".into(),
        sha256: String::new(),
        self_issued: false,
        self_signed: false,
        is_ca: false,
        ca_issuers: Vec::new(),
        log_promises: 0,
    };
    let mut visit = visit(&["https://www.a.example/"], None);
    visit.hops[0].presented = Some(Chain::new([leaf], Trust::Path, true, None));
    for (issuers, expected) in [
        ("[]", Verdict::OnTheList),
        ("[\"Other\", \"Example Trust\"]", Verdict::OnTheList),
        ("[\"Other\"]", Verdict::NotOnTheList),
    ] {
        let one = read(issuers);
        assert_eq!(judge_by(&visit, &[&one], None).verdict, expected, "{issuers}");
    }
}
