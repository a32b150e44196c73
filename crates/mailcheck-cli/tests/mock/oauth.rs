//! From signing in to a token that logs in: `mailcheck oauth` with the provider's authorization server.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::running::{Mock, Scratch, assert_refused, mailcheck, run, text};

/// A provider whose authorization server is like this.
fn start(oauth: &str) -> (Mock, Scratch) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let scratch = Scratch::new(&format!("oauth-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
    let scenario = format!(
        "title = \"t\"\nwhy = \"w\"\n[all]\nmechanisms = [\"XOAUTH2\"]\n[web.oauth]\n{oauth}\n"
    );
    let file = scratch.file("provider.toml", &scenario);
    (Mock::start(&[&file]), scratch)
}

/// Where its authorization server is.
fn issuer(mock: &Mock) -> String {
    mock.told["oauth"].as_str().expect("is there").to_owned()
}

/// A call that finds the provider.
fn call(mock: &Mock, command: &[&str]) -> Command {
    let mut call = mailcheck();
    call.args(command).args(["--resolve", "example.org:127.0.0.1", "--ca-only"]);
    call.args(["--ca-file", mock.told["ca_file"].as_str().expect("is there")]);
    call
}

/// What asks for the token of a device.
fn device(mock: &Mock, more: &[&str]) -> Command {
    let mut call = call(mock, &["oauth", &issuer(mock), "--client-id", "x"]);
    call.args(more);
    call
}

/// Begins a call, and reads what it says until it says where to go with a browser.
fn begin(mut call: Command) -> (Child, BufReader<ChildStderr>, String) {
    call.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = call.spawn().expect("starts");
    let mut err = BufReader::new(child.stderr.take().expect("is piped"));
    let mut line = String::new();
    while !line.starts_with("https://") {
        line.clear();
        assert_ne!(err.read_line(&mut line).expect("is text"), 0, "it ended");
    }
    (child, err, line.trim_end().to_owned())
}

/// Goes there as a browser does, back to this computer, and gives back the status of the last page.
fn browse(mock: &Mock, url: &str) -> Option<u64> {
    let output = call(mock, &["entrance", url, "--format", "json"]).output().expect("starts");
    let visit: Value = serde_json::from_slice(&output.stdout).expect("is JSON");
    visit["hops"].as_array().expect("is a list").last().expect("is there")["status"].as_u64()
}

#[test]
fn a_code_on_another_device_leads_to_a_token_that_logs_in() {
    let (mock, _scratch) = start("slow-down = 1\npending = 1");
    let token = mock.account()["token"].as_str().expect("is there").to_owned();
    let output = device(&mock, &["--scope", "mail"]).output().expect("starts");
    let err = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert_eq!(text(&output.stdout), format!("{token}\n"), "the token and nothing else");
    assert!(!err.contains(&token), "{err}");
    for part in ["/oauth/enter", "MOCK-0001", "5 min"] {
        assert!(err.contains(part), "{part} is not in: {err}");
    }
    let verify = format!("printf %s '{}'", text(&output.stdout).trim_end());
    let found = mock.findings("tls", "", &["--oauth-token-command", &verify]);
    assert_eq!(found, [Value::Null; 0]);
    let log = mock.end();
    let asked = log.iter().filter(|entry| entry["path"] == "/oauth/token").count();
    assert_eq!(asked, 3, "it waits, waits longer, and has it");
    assert!(log.iter().any(|entry| entry["event"] == "login-accepted"));
}

#[test]
fn a_browser_brings_back_a_code_that_only_this_run_can_redeem() {
    let (mock, scratch) = start("client-secret = \"geheim\"");
    let secret = scratch.file("secret", "geheim\n");
    let flow = ["--flow", "browser", "--no-browser", "--client-secret-file", &secret];
    let (child, _err, url) = begin(device(&mock, &flow));
    for part in ["code_challenge_method=S256", "state=", "redirect_uri=http%3A%2F%2F127.0.0.1%3A"] {
        assert!(url.contains(part), "{part} is not in: {url}");
    }
    assert_eq!(browse(&mock, &url), Some(200));
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(Some(text(&output.stdout).trim_end()), mock.account()["token"].as_str());
    mock.end();
}

#[test]
fn what_the_provider_refuses_is_told_with_what_to_do() {
    for (oauth, status, parts) in [
        ("token-error = \"access_denied\"\npending = 0", 1, &["said no", "sign in again"][..]),
        ("token-error = \"expired_token\"\npending = 0", 1, &["ran out", "call it again"]),
        ("token-error = \"invalid_grant\"\npending = 0", 1, &["does not take the code"]),
        ("device-error = \"invalid_scope\"", 1, &["scope", "leave --scope away"]),
        ("device-error = \"unauthorized_client\"", 1, &["may not ask", "desktop program"]),
        ("device-error = \"odd\\u001b[31m\"", 1, &["gives no token: odd", "is registered"]),
        ("client-secret = \"geheim\"", 1, &["client id", "--client-secret-file"]),
        ("issuer = \"https://evil.example\"", 1, &["says that it is https://evil.example"]),
        ("interval = 9000000000000000000", 3, &["none of OAuth 2"]),
    ] {
        let (mock, _scratch) = start(oauth);
        let output = device(&mock, &[]).output().expect("starts");
        let err = text(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{oauth}: {err}");
        assert!(output.stdout.is_empty() && !err.contains('\u{1b}'), "{err:?}");
        for part in parts {
            assert!(err.contains(part), "{part:?} is not in: {err}");
        }
        let mut japanese = device(&mock, &["--lang", "ja"]);
        let output = japanese.output().expect("starts");
        assert!(text(&output.stderr).contains("エラー: "), "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("ヒント: "), "{}", text(&output.stderr));
        mock.end();
    }
}

#[test]
fn a_browser_that_was_refused_or_sent_by_another_gets_no_token() {
    for (oauth, parts) in [
        ("authorization-error = \"access_denied\"", &["said no"][..]),
        ("wrong-state = true", &["another sign-in", "call it again"]),
    ] {
        let (mock, _scratch) = start(oauth);
        let (child, mut err, url) = begin(device(&mock, &["--flow", "browser", "--no-browser"]));
        assert_eq!(browse(&mock, &url), Some(400));
        let output = child.wait_with_output().expect("ends");
        let mut rest = String::new();
        err.read_to_string(&mut rest).expect("is text");
        assert_eq!(output.status.code(), Some(1), "{rest}");
        assert!(output.stdout.is_empty());
        for part in parts {
            assert!(rest.contains(part), "{part:?} is not in: {rest}");
        }
        assert!(!mock.end().iter().any(|entry| entry["path"] == "/oauth/token"));
    }
}

#[test]
fn whoever_does_not_sign_in_is_waited_for_in_vain_and_not_for_ever() {
    let (mock, _scratch) = start("pending = 1000\nwithout-device = true");
    let call = device(&mock, &["--no-browser", "--deadline", "0.5"]).output().expect("starts");
    let err = text(&call.stderr);
    assert_eq!(call.status.code(), Some(3), "{err}");
    assert!(err.contains("nobody signed in") && err.contains("http://127.0.0.1"), "{err}");
    let none = device(&mock, &["--flow", "device"]).output().expect("starts");
    assert_refused(&none, &["no sign-in by a code", "--flow browser"]);
    let (mut child, _err, _url) = begin(device(&mock, &["--no-browser"]));
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("starts").success());
    assert_eq!(child.wait().expect("ends").code(), Some(130));
    mock.end();
}

#[test]
fn wrong_calls_of_oauth_are_said_plainly() {
    let none = ["oauth", "gmail", "--no-browser"];
    assert_refused(&run(&none), &["a client id is needed", "developers.google.com", "--client-id"]);
    assert_refused(&run(&["oauth", "nobody", "--client-id", "x"]), &["gmail", "https://"]);
    assert_refused(
        &run(&["oauth", "http://a.example", "--client-id", "x"]),
        &["begin with https://"],
    );
    assert_refused(
        &run(&["oauth", "outlook", "--client-id", "x", "--tenant", "a/b"]),
        &["--tenant", "letters, digits"],
    );
    let secret =
        ["oauth", "gmail", "--client-id", "x", "--client-secret-command", "echo a; echo b"];
    assert_refused(&run(&secret), &["more than one line", "the client secret"]);
    let tenant = ["oauth", "gmail", "--client-id", "x", "--tenant", "contoso.com"];
    assert_refused(&run(&tenant), &["Microsoft accounts only"]);
    let output = run(&["oauth", "https://127.0.0.1:1", "--client-id", "x"]);
    let err = text(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{err}");
    assert!(err.contains("127.0.0.1:1 could not be asked: no connection"), "{err}");
}
