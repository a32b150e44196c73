//! A message to oneself through a real Postfix into a real Dovecot.

use libtest_mimic::Failed;
use mailcheck_tests::lab::{Inside, State};
use serde_json::json;

use super::run::{GOOD, Run};
use super::{Named, host, settle};

pub(super) fn trials() -> Vec<Named> {
    vec![
        ("circle::delivered_announced_and_deleted".to_owned(), Box::new(delivered)),
        ("circle::kept_without_leave".to_owned(), Box::new(kept)),
        ("circle::never_delivered".to_owned(), Box::new(lost)),
    ]
}

fn send(lab: &Inside, state: &State, user: &str, more: &[&str]) -> Result<Run, Failed> {
    let server = format!("{}/tls", state.host());
    let servers = ["verify", user, "--imap", &server, "--smtp", &server, "--send-test"];
    Run::of(lab, &[&servers, more].concat(), GOOD)
}

/// Dovecot's delivery announces it to who waits in IDLE, and it is expunged afterwards.
fn delivered(lab: &Inside) -> Result<(), Failed> {
    let state = host("delivering")?;
    let user = state.user("you");
    let mark = lab.mark();
    let run = send(lab, state, &user, &["--delete-test"])?;
    let test = &run.report["send_test"];
    run.same("sent", &test["sent"], &json!("accepted"))?;
    run.same("folder", &test["folder"], &json!("inbox"))?;
    run.same("announced", &test["idle_announced"], &json!(true))?;
    run.same("Message-ID", &test["message_id_kept"], &json!(true))?;
    run.same("delivered", test["delivered_ms"].is_u64(), true)?;
    run.same("removal", &test["removal"], &json!("deleted"))?;
    let ways = test["received"].as_array().map(Vec::as_slice).unwrap_or_default();
    let ways: Vec<_> = ways.iter().filter_map(|way| way["with"].as_str()).collect();
    run.same("ways", ways, vec!["LMTP", "ESMTPSA"])?;
    run.same("exit status", run.status, Some(0))?;
    settle("expunged", || lab.dovecot_log(&mark).matches("expunged=1").count(), 1)
}

/// Who gives no leave finds the message in the mailbox.
fn kept(lab: &Inside) -> Result<(), Failed> {
    let state = host("delivering")?;
    let user = state.user("other");
    let run = send(lab, state, &user, &[])?;
    run.same("removal", &run.report["send_test"]["removal"], &json!("kept"))?;
    let server = format!("{}/tls", state.host());
    let run = Run::of(lab, &["verify", &user, "--imap", &server], GOOD)?;
    run.same("messages", &run.report["endpoints"][0]["mailbox"]["messages"], &json!(1))
}

/// Elsewhere Postfix takes the message and throws it away.
fn lost(lab: &Inside) -> Result<(), Failed> {
    let state = host("peers")?;
    let run = send(lab, state, &state.user("you"), &["--send-test-wait", "5"])?;
    let test = &run.report["send_test"];
    run.same("sent", &test["sent"], &json!("accepted"))?;
    run.same("delivered", test["delivered_ms"].is_null(), true)?;
    run.same("told", run.findings().contains(&"send.not-delivered"), true)
}
