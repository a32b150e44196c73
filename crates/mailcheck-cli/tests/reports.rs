//! What becomes of reports: compared with others, and kept where they are.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use std::fs;

use program::{Scratch, assert_refused, run, stderr, stdout};

/// Reports of two demos, one of them broken, are compared.
#[test]
fn reports_are_compared() {
    let report = |name: &str, arguments: &[&str]| {
        let told = run(&[&["demo", "--format", "json"], arguments].concat());
        Scratch::new(name, &told.stdout)
    };
    let good = report("compare-good.json", &[]);
    let bad = report("compare-bad.json", &["--fault", "wrong-password"]);
    let told = run(&["compare", good.path(), bad.path(), "--format", "json"]);
    assert_eq!(told.status.code(), Some(1), "{}", stderr(&told));
    let comparison: serde_json::Value = serde_json::from_str(&stdout(&told)).expect("is JSON");
    assert_eq!(comparison["schema"], "mailcheck-comparison/1");
    let again = report("compare-again.json", &[]);
    let alike = run(&["compare", good.path(), again.path(), "--lang", "ja"]);
    assert_eq!(alike.status.code(), Some(0), "{}", stdout(&alike));
    assert!(stdout(&alike).contains("どこからも利用できます"), "{}", stdout(&alike));
}

#[test]
fn what_cannot_be_compared_is_named() {
    let good = Scratch::new("compare-one.json", &run(&["demo", "--format", "json"]).stdout);
    let newer = Scratch::new("compare-newer.json", br#"{ "schema": "mailcheck-report/9" }"#);
    let binary = Scratch::new("compare-binary.json", b"\xff\x00\x1b[31m");
    let copy = Scratch::new("compare-copy.json", &fs::read(&good.0).expect("is there"));
    let copy = copy.path();
    let (good, newer, binary) = (good.path(), newer.path(), binary.path());
    for (arguments, parts) in [
        (&["compare"][..], &["REPORT.json"][..]),
        (&["compare", good], &["nothing to compare"]),
        (&["compare", good, good], &["compare-one", "are the same report"]),
        (&["compare", good, newer, copy], &[good, copy, "are the same report"]),
        (&["compare", good, newer], &[newer, "mailcheck-report/9", "another version"]),
        (&["compare", good, binary], &[binary, "cannot be read"]),
        (&["compare", good, "no-such-file"], &["no-such-file", "cannot be read"]),
        (&["compare", good, good, "--by", "day"], &["day", "place, time"]),
    ] {
        assert_refused(&run(arguments), parts);
    }
}

/// What is in a file stays there until there is something to put in its place.
#[test]
fn reports_and_recordings_spare_what_is_needed() {
    let report = Scratch::new("spared.json", b"an older report");
    let password = Scratch::new("spared-password", b"secret\n");
    let call = ["verify", "you@example.org", "--imap", "imap.example.org"];
    let missing =
        run(&[&call[..], &["--password-file", "no-such-file", "-o", report.path()]].concat());
    assert_refused(&missing, &["no-such-file"]);
    assert_eq!(fs::read(&report.0).expect("is there"), b"an older report");
    for option in ["-o", "--record"] {
        let options = ["--password-file", password.path(), option, password.path()];
        assert_refused(&run(&[&call[..], &options].concat()), &["holds the password"]);
        assert_eq!(fs::read(&password.0).expect("is there"), b"secret\n");
    }
}
