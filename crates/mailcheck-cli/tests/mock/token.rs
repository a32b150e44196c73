//! A bearer token instead of a password, taken by a provider and shown nowhere.

use std::fs;
use std::process::Output;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;

use super::running::{Mock, Scratch, assert_refused, mailcheck, run, text};

/// Logs in to a provider's two services with what this command prints.
fn verify(mock: &Mock, command: &str, more: &[&str]) -> Output {
    let address = mock.account()["address"].as_str().expect("is there");
    let mut call = mailcheck();
    call.args(["verify", address, "--oauth-token-command", command, "--auth", "XOAUTH2"]);
    call.arg("--ca-only");
    call.args(["--ca-file", mock.told["ca_file"].as_str().expect("is there")]);
    for service in ["imap", "smtp"] {
        let port = mock.port(&format!("{service}-tls"));
        let (host, ip) = (port["host"].as_str(), port["address"].as_str());
        let (host, ip) = (host.expect("is there"), ip.expect("is there"));
        call.arg(format!("--{service}={host}:{}/tls", port["port"]));
        call.arg(format!("--resolve={host}:{ip}"));
    }
    call.args(more).output().expect("starts")
}

/// How somebody logged in, and whether it was taken.
fn logins(log: &[Value]) -> Vec<(&str, &str)> {
    let logins = log.iter().filter_map(|entry| {
        let event = entry["event"].as_str()?;
        event.starts_with("login-").then(|| (event, entry["mechanism"].as_str().unwrap_or("?")))
    });
    logins.collect()
}

#[test]
fn a_token_logs_in_and_is_shown_nowhere() {
    let mock = Mock::start(&["oauth-only"]);
    let token = mock.account()["token"].as_str().expect("is there").to_owned();
    let scratch = Scratch::new("token");
    let record = scratch.file("record.jsonl", "");
    let evidence = scratch.file("evidence.json", "");
    let command = format!("echo {token}");
    let shown = ["-vv", "--record", &record, "--format", "evidence", "-o", &evidence];
    let output = verify(&mock, &command, &shown);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let wrong = verify(&mock, "echo wrong-token", &["-v", "--format", "json"]);
    assert_eq!(wrong.status.code(), Some(1), "{}", text(&wrong.stderr));
    // The token, and its Base64 wherever in a message it stands.
    let inside = mailcheck::wire::sasl::inside(&token).map(|it| it.to_string());
    let [record, evidence] =
        [&record, &evidence].map(|it| fs::read_to_string(it).expect("is there"));
    assert!(record.contains("AUTHENTICATE") && evidence.contains("accepted"));
    for said in [text(&output.stderr), &record, &evidence] {
        assert!(!said.contains(&token), "{said}");
        assert!(inside.iter().all(|inside| !said.contains(inside.as_str())), "{said}");
    }
    for said in [text(&wrong.stdout), text(&wrong.stderr).split("echo").next().unwrap_or_default()]
    {
        assert!(!said.contains("wrong-token"), "{said}");
        assert!(!said.contains(&STANDARD.encode("wrong-token")[..12]), "{said}");
    }
    let log = mock.end();
    let logins = logins(&log);
    assert_eq!(logins.len(), 3, "{logins:?}");
    assert!(logins.iter().all(|(_, mechanism)| *mechanism == "XOAUTH2"), "{logins:?}");
    assert!(logins[..2].iter().all(|(event, _)| *event == "login-accepted"), "{logins:?}");
    assert_eq!(logins[2].0, "login-rejected");
}

#[test]
fn a_token_that_has_expired_is_sent_only_if_somebody_insists() {
    let mock = Mock::start(&["oauth-only"]);
    let expired = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(r#"{"exp":1700000000}"#));
    let command = format!("echo {expired}");
    let output = verify(&mock, &command, &[]);
    assert_refused(&output, &["expired at 2023-11-14", "mailcheck oauth", "--force"]);
    assert!(!text(&output.stderr).contains("e30."), "{}", text(&output.stderr));
    let forced = verify(&mock, &command, &["--force"]);
    assert_eq!(forced.status.code(), Some(1), "{}", text(&forced.stderr));
    let log = mock.end();
    assert_eq!(
        logins(&log).iter().map(|(event, _)| *event).collect::<Vec<_>>(),
        ["login-rejected"]
    );
}

#[test]
fn what_cannot_be_a_token_is_not_sent() {
    let with = |command: &str| {
        run(&["verify", "you@localhost", "--imap", "127.0.0.1:1", "--oauth-token-command", command])
    };
    assert_refused(&with("echo geheim und mehr"), &["character 7 of the token", "hint"]);
    assert_refused(&with("printf 'geheim\\tx'"), &["character 7 of the token"]);
    assert_refused(&with("printf 'geheim\\nx'"), &["more than one line", "the token"]);
    assert_refused(&with("true"), &["the token command", "is empty"]);
    assert_refused(&with("exit 3"), &["the token command failed", "exit status: 3"]);
    assert_refused(&with("head -c 9000 /dev/zero | tr '\\0' a"), &["longer than 8192 octets"]);
    assert!(with("head -c 8192 /dev/zero | tr '\\0' a").status.code() == Some(1));
    let stdin = ["verify", "you@localhost", "--imap", "127.0.0.1:1", "--oauth-token-stdin"];
    assert_refused(&run(&stdin), &["the token on standard input", "empty"]);
    for other in ["--password-stdin", "--no-login", "--oauth-token-command=x"] {
        assert_refused(&run(&[&stdin[..], &[other]].concat()), &["cannot be used with"]);
    }
    let nobody = ["verify", "--imap", "127.0.0.1:1", "--oauth-token-command", "echo x"];
    assert_refused(&run(&nobody), &["a token needs a user name", "--username"]);
}

#[cfg(not(feature = "keyring"))]
#[test]
fn a_build_without_a_keyring_says_how_to_get_one_with_it() {
    let build = "cargo build --release --features keyring";
    let imap = ["--imap", "127.0.0.1:1", "--oauth-token-keyring"];
    let verify = [&["verify", "you@localhost"], &imap[..]].concat();
    let limits = [&["limits", "you@localhost"], &imap[..]].concat();
    let oauth = ["oauth", "you@example.org", "--client-id", "x", "--keyring"];
    for call in [&verify[..], &limits, &oauth] {
        assert_refused(&run(call), &["this build", build, "hint"]);
        let output = run(&[call, &["--lang", "ja"]].concat());
        let err = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(output.stdout.is_empty());
        for part in ["エラー: ", "キーリングを使えないビルド", "ヒント: ", build]
        {
            assert!(err.contains(part), "{part:?} is not in: {err}");
        }
    }
}

#[test]
fn a_token_has_one_source() {
    let keyring = ["verify", "you@localhost", "--imap", "127.0.0.1:1", "--oauth-token-keyring"];
    for other in ["--password-stdin", "--no-login", "--oauth-token-stdin"] {
        assert_refused(&run(&[&keyring[..], &[other]].concat()), &["cannot be used with"]);
    }
    let nobody = ["verify", "--imap", "127.0.0.1:1", "--oauth-token-keyring"];
    assert_refused(&run(&nobody), &["a token needs a user name", "--username"]);
}

/// Nor is there a sign-in whose token would be lost.
#[cfg(all(feature = "keyring", target_os = "linux"))]
#[test]
fn no_keyring_is_told_before_anything_is_sent() {
    let verify = ["verify", "you@localhost", "--imap", "127.0.0.1:1", "--oauth-token-keyring"];
    let oauth = ["oauth", "you@example.org", "--client-id", "x", "--keyring"];
    for call in [&verify[..], &oauth] {
        for (lang, parts) in
            [("en", ["cannot be reached", "Secret Service"]), ("ja", ["接続できません", "起動し"])]
        {
            let mut command = mailcheck();
            command.args(call).args(["--lang", lang]);
            let nowhere = "unix:path=/dev/null/none";
            let output = command.env("DBUS_SESSION_BUS_ADDRESS", nowhere).output().expect("starts");
            let err = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{err}");
            assert!(output.stdout.is_empty());
            for part in parts {
                assert!(err.contains(part), "{part:?} is not in: {err}");
            }
        }
    }
}
