//! `mailcheck presets check`, called: its formats, exit statuses, and what of a collection it tells of.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use program::{Scratch, assert_refused, mailcheck, run, stderr, stdout};
use serde_json::Value;

/// A rule that the presets of these tests break, and which of them do.
const RULE: &str = "preset.password-in-clear";

/// A folder that is gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("presets-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("presets")).expect("can be made");
        Self(path)
    }

    fn file(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).expect("can be written");
    }

    /// The preset of a provider, with a server that takes the password in clear or not.
    fn preset(&self, domain: &str, socket: &str, port: u16) {
        let text = format!(
            "<clientConfig version=\"1.1\">\n<emailProvider id=\"{domain}\">\n<domain>{domain}</domain>\n\
             <incomingServer type=\"imap\">\n<hostname>imap.{domain}</hostname>\n<port>{port}</port>\n\
             <socketType>{socket}</socketType>\n<authentication>password-cleartext</authentication>\n\
             <username>%EMAILADDRESS%</username>\n</incomingServer>\n</emailProvider>\n</clientConfig>\n"
        );
        self.file(&format!("presets/{domain}.xml"), &text);
    }

    fn clear(&self, domain: &str) {
        self.preset(domain, "plain", 143);
    }

    fn well(&self, domain: &str) {
        self.preset(domain, "SSL", 993);
    }

    /// Checks its presets by the one rule.
    fn check(&self, arguments: &[&str]) -> Output {
        let mut command = mailcheck();
        command.current_dir(&self.0).args(["presets", "check", "presets", "--offline"]);
        // What is above is a repository of its own.
        command.env("GIT_CEILING_DIRECTORIES", env!("CARGO_TARGET_TMPDIR"));
        command.args(["--rule", RULE]).args(arguments).output().expect("starts")
    }

    fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.0).args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
        ]);
        let out = command.args(arguments).stdin(Stdio::null()).output().expect("Git is there");
        assert!(out.status.success(), "{}", stderr(&out));
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left_behind = fs::remove_dir_all(&self.0);
    }
}

#[track_caller]
fn assert_status(output: &Output, status: i32) {
    assert_eq!(output.status.code(), Some(status), "{}{}", stdout(output), stderr(output));
}

#[test]
fn every_format_tells_of_the_finding_at_its_line() {
    let folder = Folder::new("formats");
    folder.clear("a.example");
    folder.well("b.example");
    let told = |format: &str| {
        let out = folder.check(&["--format", format]);
        assert_status(&out, 1);
        assert_eq!(stderr(&out), "");
        stdout(&out)
    };
    for format in ["text", "junit", "markdown"] {
        let told = told(format);
        assert!(told.contains("presets/a.example.xml:7:13"), "{told}");
        assert!(told.contains("imap.a.example"), "{told}");
    }
    let json: Value = serde_json::from_str(&told("json")).expect("is JSON");
    assert_eq!(json["outcome"], "problem");
    assert_eq!(json["findings"][0]["place"]["line"], 7);
    let sarif: Value = serde_json::from_str(&told("sarif")).expect("is JSON");
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "presets/a.example.xml");
    assert!(told("github").starts_with("::error file=presets/a.example.xml,line=7,col=13,title="));
}

#[test]
fn a_file_takes_the_report() {
    let folder = Folder::new("output");
    folder.clear("a.example");
    let out = folder.check(&["--format", "json", "-o", "out.json"]);
    assert_status(&out, 1);
    assert_eq!(stdout(&out), "");
    let json = fs::read_to_string(folder.0.join("out.json")).expect("was written");
    assert!(json.contains(RULE) && json.ends_with("}\n"), "{json}");
    assert_refused(&folder.check(&["-o", "no/such/folder"]), &["no/such/folder"]);
}

#[test]
fn severities_decide_the_exit_status() {
    let folder = Folder::new("statuses");
    folder.clear("a.example");
    for (arguments, status) in [
        (&[][..], 1),
        (&["--strict"], 1),
        (&["--fail-on", "notice"], 1),
        (&["--fail-on", "never"], 0),
        (&["--skip", RULE], 0),
    ] {
        assert_status(&folder.check(arguments), status);
    }
    assert_refused(&folder.check(&["--strict", "--fail-on", "error"]), &["--fail-on"]);
    assert_refused(&folder.check(&["--rule", "no.such"]), &["no.such", "explain --list"]);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_goes_on() {
    let folder = Folder::new("unread");
    folder.well("a.example");
    folder.file("presets/README.md", "# no preset\n");
    let beside = folder.check(&["--format", "json"]);
    assert_status(&beside, 0);
    let json: Value = serde_json::from_str(&stdout(&beside)).expect("is JSON");
    assert_eq!((&json["counts"]["files"], &json["counts"]["passed_over"]), (&1.into(), &1.into()));

    let check = |path: &str| {
        let mut command = mailcheck();
        command.current_dir(&folder.0).args(["presets", "check", "presets", path, "--offline"]);
        command.args(["--rule", RULE]).output().expect("starts")
    };
    let notes = Scratch::new("notes", b"no preset\n");
    let named = check(notes.path());
    assert_status(&named, 3);
    assert!(stdout(&named).contains("it is no preset"), "{}", stdout(&named));
    fs::create_dir(folder.0.join("empty")).expect("can be made");
    assert_status(&check("empty"), 3);
    assert_refused(&check("no-such-folder"), &["no-such-folder"]);
    folder.clear("b.example");
    assert_status(&check(notes.path()), 1);
}

#[test]
fn known_findings_do_not_fail() {
    let folder = Folder::new("baseline");
    folder.clear("a.example");
    let baseline = ["--baseline", "known.json"];
    assert_refused(&folder.check(&baseline), &["known.json", "--update-baseline"]);
    let write = ["--baseline", "known.json", "--update-baseline"];
    assert_status(&folder.check(&write), 0);
    let written = fs::read_to_string(folder.0.join("known.json")).expect("was written");
    assert!(written.contains("presets/a.example.xml"), "{written}");
    assert_status(&folder.check(&baseline), 0);
    assert_status(&folder.check(&write), 0);

    folder.clear("b.example");
    folder.well("a.example");
    let out = folder.check(&baseline);
    assert_status(&out, 1);
    let told = stdout(&out);
    assert!(told.contains("not found any more") && told.contains("imap.b.example"), "{told}");
    assert!(!told.contains("unencrypted to imap.a.example"), "{told}");
    assert_status(&folder.check(&write), 0);
    let rewritten = fs::read_to_string(folder.0.join("known.json")).expect("was written");
    assert_eq!(rewritten, written.replace("a.example", "b.example"));
    let left: Vec<_> = fs::read_dir(&folder.0).expect("is there").collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn what_is_no_baseline_is_refused() {
    let folder = Folder::new("garbage");
    folder.well("a.example");
    let check = || folder.check(&["--baseline", "known.json"]);
    folder.file("known.json", "garbage");
    assert_refused(&check(), &["known.json", "no list of known findings"]);
    folder.file("known.json", r#"{"schema": "mailcheck-presets-baseline/2", "findings": []}"#);
    assert_refused(&check(), &["mailcheck-presets-baseline/2"]);
    folder.file("known.json", r#"{"schema": "mailcheck-presets-baseline/1", "findings": []}"#);
    assert_status(&check(), 0);
    let both = folder.check(&["--baseline", "known.json", "-o", "./known.json"]);
    assert_refused(&both, &["known.json", "overwrite"]);
}

#[test]
fn findings_of_changed_files_alone_are_told() {
    let folder = Folder::new("git");
    folder.clear("old.example");
    folder.clear("edited on a branch.example");
    let since = ["--changed-since", "main", "--format", "json"];
    assert_refused(&folder.check(&["--changed-since", "main"]), &["repository"]);
    folder.git(&["init", "-q", "-b", "main"]);
    folder.git(&["add", "."]);
    folder.git(&["commit", "-q", "-m", "old"]);
    folder.git(&["checkout", "-q", "-b", "work"]);
    assert_status(&folder.check(&since), 0);
    // On the main branch something else goes on meanwhile.
    folder.git(&["checkout", "-q", "main"]);
    folder.clear("old.example");
    folder.file("presets/old.example.xml", "<clientConfig version=\"1.1\"/>");
    folder.git(&["commit", "-q", "-a", "-m", "elsewhere"]);
    folder.git(&["checkout", "-q", "work"]);
    assert_status(&folder.check(&since), 0);
    folder.preset("edited on a branch.example", "plain", 1_143);
    folder.clear("untracked.example");
    let out = folder.check(&since);
    assert_status(&out, 1);
    let json: Value = serde_json::from_str(&stdout(&out)).expect("is JSON");
    let findings = json["findings"].as_array().expect("is a list").iter();
    let paths: Vec<&str> = findings.filter_map(|it| it["place"]["path"].as_str()).collect();
    assert_eq!(paths, ["presets/edited on a branch.example.xml", "presets/untracked.example.xml"]);
    assert_refused(&folder.check(&["--changed-since", "no-such"]), &["no-such", "history"]);
    assert_refused(&folder.check(&["--changed-since=--output=x"]), &["--output=x"]);
    assert!(!folder.0.join("x").exists());
    let mut without_git = mailcheck();
    without_git.env("PATH", "/dev/null").current_dir(&folder.0);
    let out = without_git.args(["presets", "check", "presets", "--changed-since", "main"]).output();
    assert_refused(&out.expect("starts"), &["install Git"]);
}

#[test]
fn shards_are_apart_and_together_all() {
    let folder = Folder::new("shards");
    for number in 0..12 {
        folder.clear(&format!("p{number}.example"));
    }
    let files = |arguments: &[&str]| {
        let out = folder.check(&[arguments, &["--format", "json"]].concat());
        let json: Value = serde_json::from_str(&stdout(&out)).expect("is JSON");
        let findings = json["findings"].as_array().expect("is a list").iter();
        findings.map(|it| it["key"].to_string()).collect::<Vec<_>>()
    };
    let mut parts = [files(&["--shard", "1/2"]), files(&["--shard", "2/2"])].concat();
    parts.sort();
    let mut whole = files(&[]);
    whole.sort();
    assert_eq!((parts.len(), parts), (12, whole));
    for shard in ["0/2", "3/2", "x"] {
        assert_refused(&folder.check(&["--shard", shard]), &["1/4"]);
    }
}

#[test]
fn pages_are_asked_for_over_https_alone() {
    let page = |arguments: &[&str]| run(&[&["presets", "check"], arguments].concat());
    assert_refused(&page(&["http://127.0.0.1/a.xml"]), &["https://"]);
    assert_refused(&page(&["--offline", "https://127.0.0.1/a.xml"]), &["--offline"]);
    // Nobody listens there.
    let out = page(&["https://127.0.0.1:9/a.xml"]);
    assert_status(&out, 3);
    assert!(
        stdout(&out).contains("https://127.0.0.1:9/a.xml: it cannot be fetched"),
        "{}",
        stdout(&out)
    );
}

#[test]
fn japanese_is_spoken_and_colours_are_asked_for() {
    let folder = Folder::new("lang");
    folder.clear("a.example");
    let told = stdout(&folder.check(&["--lang", "ja", "--color", "always"]));
    assert!(told.contains("問題となる指摘が 1 件あります。") && told.contains("\u{1b}["), "{told}");
    let refused = folder.check(&["--lang", "ja", "--shard", "5/4"]);
    assert_status(&refused, 2);
    assert!(stderr(&refused).contains("何番目かと全部でいくつか"), "{}", stderr(&refused));
    let none = folder.check(&["--lang", "ja", "--baseline", "presets/a.example.xml"]);
    assert!(stderr(&none).contains("既知の指摘のファイルではありません"), "{}", stderr(&none));
}

/// A reader who goes away, as `head` does, is content with what it got.
#[test]
fn a_closed_pipe_is_no_fault() {
    let ispdb = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets/ispdb");
    let mut command = mailcheck();
    command.args(["presets", "check", "--offline", "--rule", RULE]).arg(ispdb);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    drop(child.stdout.take());
    let out = child.wait_with_output().expect("ends");
    assert_eq!((out.status.code(), stderr(&out).as_str()), (Some(1), ""));
}

#[test]
fn the_manual_has_the_commands_below_a_command() {
    let manual = stdout(&run(&["man"]));
    assert!(manual.contains("mailcheck presets check"), "{manual}");
    assert!(manual.contains("changed\\-since"), "{manual}");
}

#[test]
fn help_reads_well() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../fixtures/rendered");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for lang in ["en", "ja"] {
            let out = run(&["--lang", lang, "presets", "check", "--help"]);
            assert_status(&out, 0);
            let told = stdout(&out);
            insta::assert_snapshot!(format!("help-presets-check.{lang}.txt"), told);
        }
    });
}

#[test]
fn the_report_does_not_take_the_place_of_a_preset() {
    let folder = Folder::new("in-place");
    folder.clear("a.example");
    let read = || fs::read_to_string(folder.0.join("presets/a.example.xml")).expect("is there");
    let before = read();
    assert_refused(
        &folder.check(&["-o", "presets/a.example.xml"]),
        &["a.example.xml", "overwrite"],
    );
    assert_eq!(read(), before);
    // A new file among them is none of them.
    assert_status(&folder.check(&["-o", "presets/report.json", "--format", "json"]), 1);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let folder = Folder::new("pipes");
    folder.well("a.example");
    let made = Command::new("mkfifo").arg(folder.0.join("pipe")).status().expect("starts");
    assert!(made.success());
    for option in ["--baseline", "--config"] {
        assert_refused(&folder.check(&[option, "pipe"]), &["pipe"]);
    }
}
