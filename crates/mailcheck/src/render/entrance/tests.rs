//! The pages as they are read.

use super::*;
use crate::entrance::judge;
use crate::evidence::{Chain, ConnectFailure, FetchFailure, TlsFailure, Trust, Visit};
use crate::render::samples;
use crate::wire::certificate::{Certificate, PublicKey};

fn certificate() -> Certificate {
    let at = |text: &str| text.parse().expect("is a time");
    Certificate {
        subject: "CN=login.example".to_owned(),
        issuer: "C=US,O=Example Trust,CN=Example R1".to_owned(),
        names: vec!["login.example".to_owned()],
        common_name: None,
        not_before: at("2026-11-01T00:00:00Z"),
        not_after: at("2027-02-01T00:00:00Z"),
        public_key: PublicKey { algorithm: "EC P-256".to_owned(), bits: 256 },
        signature: "ecdsa-with-SHA256".to_owned(),
        sha256: "00".repeat(32),
        self_issued: false,
        self_signed: false,
        is_ca: false,
        ca_issuers: Vec::new(),
        log_promises: 2,
    }
}

/// A visit; the hops with a good certificate are those over HTTPS that got an answer.
fn visit(hops: &[(&str, Option<u16>)], failure: Option<FetchFailure>) -> Visit {
    let hops = hops.iter().map(|(url, status)| {
        let mut hop = Hop::new((*url).to_owned());
        hop.status = *status;
        let is_seen = hop.is_https() && status.is_some();
        hop.presented = is_seen.then(|| Chain::new([certificate()], Trust::Path, true, None));
        hop
    });
    Visit::new("2026-11-30T12:00:00Z".parse().expect("is a time"), hops.collect(), failure)
}

const LOGIN: &str = "https://login.ocn.ne.jp/";

/// Every kind of answer, and every reason at least once.
fn cases() -> Vec<(&'static str, Visit)> {
    let listed = visit(&[("https://www.ocn.ne.jp/", Some(302)), (LOGIN, Some(200))], None);
    let short = visit(&[("http://bit.ly/x", Some(301)), (LOGIN, Some(200))], None);
    let mut alike = visit(
        &[
            ("https://0cn.ne.jp/", Some(302)),
            ("https://ocn.ne.jp.evil.example/", Some(200)),
            ("https://www.niffy.com:8443/", Some(302)),
            ("https://mypage-ocn.uyodr1.top/", Some(302)),
            ("https://xn--n-0tbj.ne.jp/", Some(302)),
            ("https://192.0.2.1/", Some(302)),
            ("https://example.org/", Some(200)),
        ],
        None,
    );
    alike.hops.iter_mut().take(1).for_each(|hop| hop.has_user_info = true);
    let away = visit(
        &[
            ("https://www15.ocn.ne.jp/~you/", Some(302)),
            (LOGIN, Some(302)),
            ("https://id.smt.docomo.ne.jp/", Some(302)),
        ],
        Some(FetchFailure::Redirect { to: "javascript:\u{1b}[31m".into(), endless: false }),
    );
    let mut refused = visit(
        &[(LOGIN, None)],
        Some(FetchFailure::Tls { why: TlsFailure::Certificate { text: "expired".into() } }),
    );
    let chain = Chain::new([certificate()], Trust::NoPath, true, Some("UnknownIssuer".into()));
    refused.hops.iter_mut().for_each(|hop| hop.presented = Some(chain.clone()));
    let unlisted = visit(&[(LOGIN, Some(302)), ("https://cgi.ocn.ne.jp/", Some(200))], None);
    let failed = |failure| visit(&[(LOGIN, None)], Some(failure));
    let endless = FetchFailure::Redirect { to: "https://login.ocn.ne.jp/b".into(), endless: true };
    vec![
        ("listed", listed),
        ("short", short),
        ("clear", visit(&[("http://login.ocn.ne.jp:8080/", Some(200))], None)),
        ("alike", alike),
        ("away", away),
        ("refused", refused),
        ("unlisted", unlisted),
        ("silent", failed(FetchFailure::Connect { why: ConnectFailure::TimedOut })),
        ("status", visit(&[(LOGIN, Some(403))], Some(FetchFailure::Status { status: 403 }))),
        ("endless", visit(&[(LOGIN, Some(302))], Some(endless))),
        ("stopped", failed(FetchFailure::Stopped)),
        ("private", failed(FetchFailure::PrivateAddress { host: "a.example".into() })),
    ]
}

#[test]
fn pages_read_well_and_fit() {
    let settings = samples::snapshots();
    for lang in Lang::ALL {
        let mut told = String::new();
        for (name, visit) in cases() {
            let judged = judge(&visit, None);
            let url = visit.hops.first().map_or("", |hop| hop.url.as_str());
            let text = entrance_text(url, &judged, &Style::new(lang));
            assert!(!text.contains(['\u{1b}', '{', '$']) || text.contains("u{1b}"), "{text}");
            for line in text.lines() {
                let is_address = line.contains("http");
                assert!(display_width(line) <= 80 || is_address, "{name}: {line}");
            }
            told.extend(["=== ", name, "\n", &text, "\n"]);
        }
        settings.bind(|| insta::assert_snapshot!(format!("entrance.{}.txt", lang.name()), told));
    }
}

#[test]
fn programs_get_the_same() {
    let settings = samples::snapshots();
    for (name, visit) in cases().into_iter().filter(|(name, _)| ["listed", "away"].contains(name)) {
        let judged = judge(&visit, None);
        let url = visit.hops.first().map_or("", |hop| hop.url.as_str());
        let json = entrance_json(url, &judged, Lang::En);
        let value: serde_json::Value = serde_json::from_str(&json).expect("is JSON");
        assert_eq!(value["schema"], SCHEMA);
        assert_eq!(value["verdict"], judged.verdict.name());
        settings.bind(|| insta::assert_snapshot!(format!("entrance-{name}.en.json"), json));
    }
}

#[test]
fn authorities_are_told_as_people_know_them() {
    for (name, expected) in [
        ("C=US,O=Let's Encrypt,CN=R11", "Let's Encrypt"),
        ("CN=A\\, B,O=Example\\, Inc.,C=JP", "Example, Inc."),
        ("CN=Some Root", "Some Root"),
        ("2.5.4.3=x", "2.5.4.3=x"),
        ("", ""),
    ] {
        assert_eq!(organisation(name), expected, "{name}");
    }
}

/// What never is said, whatever was found.
#[test]
fn nothing_is_called_safe_or_fraud() {
    for (lang, words) in [
        (Lang::En, &["safe", "phishing", "fraud", "genuine"][..]),
        (Lang::Ja, &["安全", "詐欺", "フィッシング", "本物"]),
    ] {
        for (name, visit) in cases() {
            let judged = judge(&visit, None);
            let text = entrance_text(LOGIN, &judged, &Style::new(lang)).to_lowercase();
            // Where it is known from is no word of ours.
            let own = text.lines().filter(|line| !line.contains("http"));
            let own = own.collect::<Vec<_>>().join("\n");
            assert!(words.iter().all(|word| !own.contains(word)), "{name}: {own}");
        }
    }
}

/// Each reason has a text in each language, and no other stands in the file.
#[test]
fn every_text_is_used() {
    let code = include_str!("../entrance.rs").to_owned() + include_str!("../../entrance/fault.rs");
    for source in [
        include_str!("../../../locales/en/entrance.ftl"),
        include_str!("../../../locales/ja/entrance.ftl"),
    ] {
        let keys = source.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key);
        let keys: Vec<&str> = keys.filter(|key| key.starts_with("entrance-")).collect();
        assert!(keys.len() > 40, "only {} texts", keys.len());
        for key in keys {
            let bare = key.trim_start_matches("entrance-");
            let is_made = ["kind-", "do-"].iter().any(|part| bare.starts_with(part))
                || ["on-the-list", "not-on-the-list", "inconclusive"].contains(&bare);
            let is_named = [key, bare].iter().any(|key| code.contains(&format!("\"{key}\"")));
            assert!(is_made || is_named, "{key} is not used");
        }
    }
}
