//! What a mail program finds after the log-in to a real Dovecot.

use libtest_mimic::Failed;
use mailcheck_tests::lab::Inside;
use serde_json::json;

use super::run::{GOOD, Run};
use super::{Named, host};

pub(super) fn trials() -> Vec<Named> {
    vec![
        ("mailbox::usual".to_owned(), Box::new(usual)),
        ("mailbox::prefix_and_nearly_full".to_owned(), Box::new(below_inbox)),
    ]
}

fn verify(lab: &Inside, name: &str) -> Result<Run, Failed> {
    let state = host(name)?;
    let server = format!("{}/tls", state.host());
    Run::of(lab, &["verify", &state.user("you"), "--imap", &server], GOOD)
}

/// Folders for everything but the archive, and the server says which they are.
fn usual(lab: &Inside) -> Result<(), Failed> {
    let run = verify(lab, "quiet")?;
    let mailbox = &run.report["endpoints"][0]["mailbox"];
    run.same("outcome", &mailbox["outcome"], &json!("opened"))?;
    run.same("id", &mailbox["id_required"], &json!(false))?;
    run.same("prefix", &mailbox["namespace"]["prefix"], &json!(""))?;
    let folders = mailbox["folders"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut roles: Vec<_> = folders.iter().map(|it| (&it["role"], &it["marked"])).collect();
    roles.sort_by_key(|(role, _)| role.as_str());
    let marked = json!(true);
    let expected = ["drafts", "junk", "sent", "trash"].map(|role| json!(role));
    run.same("folders", roles, expected.iter().map(|role| (role, &marked)).collect())?;
    run.same("exit status", run.status, Some(0))
}

/// A message of 95 KiB in a mailbox of 100, and folders that are all called `INBOX.` something.
fn below_inbox(lab: &Inside) -> Result<(), Failed> {
    let run = verify(lab, "boxes")?;
    let mailbox = &run.report["endpoints"][0]["mailbox"];
    run.same("outcome", &mailbox["outcome"], &json!("opened"))?;
    run.same("messages", &mailbox["messages"], &json!(1))?;
    let namespace = &mailbox["namespace"];
    run.same("prefix", &namespace["prefix"], &json!("INBOX."))?;
    run.same("delimiter", &namespace["delimiter"], &json!("."))?;
    run.same("limit", &mailbox["storage"]["limit"], &json!(100 * 1024))?;
    let used = mailbox["storage"]["used"].as_u64().unwrap_or_default();
    run.same("used", (95 * 1024..=97 * 1024).contains(&used), true)?;
    let findings = run.findings();
    run.same("nearly full", findings.contains(&"session.mailbox-nearly-full"), true)?;
    run.same("prefix is told", findings.contains(&"session.prefix"), true)?;
    run.same("exit status", run.status, Some(0))
}
