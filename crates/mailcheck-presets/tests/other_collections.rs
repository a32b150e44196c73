//! What the rules find in the collections of other clients, beside what was counted in them by other means.

use std::error::Error;
use std::path::Path;

use mailcheck_presets::{Collection, lint, report::Finding};

type Outcome = Result<(), Box<dyn Error>>;

fn load(folder: &str) -> Collection {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets").join(folder);
    let collection = Collection::load(&[folder]);
    assert!(!collection.files.is_empty());
    collection
}

fn findings(folder: &str) -> Result<Vec<Finding>, Box<dyn Error>> {
    Ok(lint::lint_on(&load(folder).files, "2026-11-30".parse()?))
}

/// The providers that a rule finds something in, each as often as it does.
fn providers<'a>(findings: &'a [Finding], rule: &str) -> Vec<&'a str> {
    let ours = findings.iter().filter(|it| it.finding.id == format!("preset.{rule}"));
    ours.filter_map(|it| it.provider.as_deref()).collect()
}

#[test]
fn mail_core() -> Outcome {
    let findings = findings("mailcore2")?;
    // Seven servers of five providers contradict their port, and two of Apple's have a key for TLS that the
    // library does not know.
    let apple = ["apple", "asia-apple"];
    let contradict = ["hushmail", "mail", "mail", "juno"];
    let others = ["comcast", "rcn", "rcn"];
    assert_eq!(providers(&findings, "port-security"), [&contradict[..], &apple, &others].concat(),);
    // Without a word on encryption there is none.
    let silent = [["rackspace"; 3], ["ovh"; 3]].concat();
    assert_eq!(providers(&findings, "password-in-clear"), [&apple[..], &silent].concat());
    Ok(())
}

#[test]
fn nodemailer() -> Outcome {
    let findings = findings("nodemailer")?;
    // 40 of 92 do not ask for TLS at once; six of them insist on STARTTLS, and one has no host.
    assert_eq!(providers(&findings, "starttls-optional").len(), 33);
    assert_eq!(providers(&findings, "submission-port-25").len(), 6);
    // Of nine with other ports two have none at all, and one has no host.
    assert_eq!(providers(&findings, "unusual-port").len(), 6);
    assert_eq!(providers(&findings, "no-incoming-server").len(), 0);
    Ok(())
}

#[test]
fn provider_db() -> Outcome {
    let findings = findings("provider-db")?;
    assert_eq!(providers(&findings, "broken-with-servers"), ["example.com", "Outlook.com"]);
    // Until 2023-10: 7 of 2017, 4 and 4, 13 of 2020, 15, 4, and 2 of 2023.
    assert_eq!(providers(&findings, "not-looked-at-lately").len(), 49);
    // Nobody says which day it is.
    let undated = lint::lint(&load("provider-db").files);
    assert_eq!(providers(&undated, "not-looked-at-lately").len(), 0);
    assert_eq!(providers(&findings, "not-public"), ["mail2tor", "mail2tor", "Yggmail", "Yggmail"]);
    // Both of the servers without encryption are out of everybody's hearing.
    assert_eq!(providers(&findings, "password-in-clear").len(), 0);
    assert_eq!(providers(&findings, "link-not-of-the-web"), ["mailo.com"]);
    Ok(())
}
