//! `mailcheck entrance`, called.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use program::{Scratch, assert_refused, mailcheck, run, stderr, stdout};

#[test]
fn what_is_no_web_address_is_refused() {
    let long = format!("https://a.example/{}", "a".repeat(100_000));
    for (arguments, parts) in [
        (&["entrance"][..], &["required", "URL"][..]),
        (&["entrance", " "], &["empty"]),
        (&["entrance", "javascript:alert(1)"], &["javascript:", "must begin with https://"]),
        (&["entrance", "data:text/html,x"], &["data:", "no web address"]),
        (&["entrance", "https://a\u{1b}[31m.example/"], &["cannot be seen"]),
        (&["entrance", "https:///"], &["such as https://example.org/"]),
        (&["entrance", &long], &["100018 octets"]),
        (&["entrance", "a.example", "--provider", "nobody"], &["no provider has this name"]),
        (&["entrance", "a.example", "--most-redirects", "51"], &["--most-redirects"]),
        (&["entrance", "a.example", "--format", "support"], &["text, json"]),
    ] {
        assert_refused(&run(arguments), parts);
    }
}

#[test]
fn mistakes_in_the_call_are_told_in_japanese() {
    for (arguments, parts) in [
        (&["entrance", " "][..], &["アドレスが空です"][..]),
        (&["entrance", "javascript:alert(1)"], &["javascript: は Web のアドレスではありません"]),
        (&["entrance", "a b.example"], &["目に見えない文字"]),
        (&["entrance", "https:///"], &["https://example.org/ のような"]),
        (&["entrance", "a.example", "--provider", "x"], &["この名前のプロバイダーはありません"]),
    ] {
        let output = run(&[arguments, &["--lang", "ja"]].concat());
        let err = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {err}");
        for part in parts {
            assert!(err.contains(part), "{part:?} is not in: {err}");
        }
    }
}

const NOWHERE: [&str; 4] = ["--nameserver", "127.0.0.1:1", "--timeout", "0.2"];

/// What the address itself says needs no network; what it does not say, nobody guesses.
#[test]
fn statuses_tell_what_is_known_without_a_network() {
    for (url, status, line) in [
        ("login.ocn.ne.jp", 3, "Could not tell: https://login.ocn.ne.jp/"),
        ("https://ocn.ne.jp.evil.example/", 1, "Not on the list: https://ocn.ne.jp.evil.example/"),
        ("https://you@login.ocn.ne.jp/", 1, "Not on the list: https://login.ocn.ne.jp/"),
    ] {
        let output = run(&[&["entrance", url][..], &NOWHERE].concat());
        assert_eq!(output.status.code(), Some(status), "{url}: {}", stderr(&output));
        assert!(stdout(&output).starts_with(line), "{}", stdout(&output));
        assert!(stderr(&output).is_empty(), "{}", stderr(&output));
    }
    let call = ["entrance", "https://www.nifty.com/", "--provider", "ocn", "--format", "json"];
    let output = run(&[&call[..], &NOWHERE].concat());
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("is JSON");
    assert_eq!(json["schema"], "mailcheck-entrance/1");
    assert_eq!(json["reasons"][0]["id"], "other-provider");
}

#[test]
fn the_page_goes_where_it_is_told_to() {
    let file = Scratch::new("entrance-page", b"");
    let call = ["entrance", "login.ocn.ne.jp", "-o", file.path(), "--color", "always"];
    let output = mailcheck().args(call).args(NOWHERE).env("LANG", "ja_JP.UTF-8").output();
    let output = output.expect("starts");
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
    let page = std::fs::read_to_string(&file.0).expect("is there");
    assert!(page.starts_with('\u{1b}') && page.contains("判定できませんでした"), "{page}");
}

#[test]
fn shells_complete_the_providers() {
    let script = stdout(&run(&["completions", "bash"]));
    assert!(script.contains("entrance") && script.contains("biglobe"), "{script}");
}
