//! `mailcheck discover`, called.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use mailcheck::model::Source;
use program::{Scratch, assert_refused, mailcheck, run, stderr, stdout};

#[test]
fn wrong_values_are_named_with_the_right_form() {
    for (arguments, parts) in [
        (&["discover"][..], &["required", "ADDRESS|DOMAIN"][..]),
        (&["discover", "@example.org"], &["before the @"]),
        (&["discover", "you＠example.org"], &["did you mean you@example.org?"]),
        (&["discover", "a..example"], &["'a..example'", "host names"]),
        (&["discover", "192.0.2.1"], &["IP address", "such as example.org"]),
        (&["discover", "a.example", "--only", "dns"], &["no source has this name", "srv, auto"]),
        (&["discover", "a.example", "--skip", "srv,,mx"], &["--skip", "no source has this name"]),
        (&["discover", "a.example", "--only", "mx", "--skip", "mx"], &["no source", "--only"]),
        (&["discover", "a.example", "--send-address"], &["only a domain", "ADDRESS"]),
        (&["discover", "a.example", "--password-stdin"], &["--password-stdin"]),
        (&["verify", "a@b.example", "--only", "dns"], &["no source has this name"]),
        (
            &["verify", "a@b.example", "--imap", "b.example", "--skip", "srv"],
            &["--imap, --pop3 and --smtp name the servers"],
        ),
    ] {
        assert_refused(&run(arguments), parts);
    }
}

#[test]
fn mistakes_in_the_call_are_told_in_japanese() {
    for (arguments, parts) in [
        (&["discover", "192.0.2.1"][..], &["IP アドレスではなく"][..]),
        (&["discover", "a..example"], &["「a..example」", "使えない文字"]),
        (&["discover", "a.example", "--only", "dns"], &["この名前の情報源はありません", "srv、"]),
        (&["discover", "a.example", "--only", "mx", "--skip", "mx"], &["情報源がありません"]),
        (&["discover", "a.example", "--send-address"], &["ドメインだけ"]),
        (&["verify", "a@b.example", "--imap", "b.example", "--skip", "srv"], &["問い合わせません"]),
    ] {
        let output = run(&[arguments, &["--lang", "ja"]].concat());
        let err = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {err}");
        for part in parts {
            assert!(err.contains(part), "{part:?} is not in: {err}");
        }
    }
}

/// Nobody is there who could answer, and that is what is said.
#[test]
fn no_password_is_asked_for_and_silence_settles_nothing() {
    for subject in ["you@example.org", "example.org"] {
        let mut command = mailcheck();
        command.args(["discover", subject, "--nameserver", "127.0.0.1:1", "--timeout", "0.2"]);
        let output = command.output().expect("starts");
        assert_eq!(output.status.code(), Some(3), "{subject}: {}", stderr(&output));
        assert!(!stdout(&output).is_empty() && stderr(&output).is_empty(), "{}", stderr(&output));
    }
}

#[test]
fn the_page_goes_where_it_is_told_to() {
    let file = Scratch::new("discover-page", b"");
    let call = ["discover", "you@example.org", "--nameserver", "127.0.0.1:1", "--timeout", "0.2"];
    let output = run(&[&call[..], &["-o", file.path(), "-v", "--lang", "ja"]].concat());
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "{}", stderr(&output));
    let page = std::fs::read_to_string(&file.0).expect("is there");
    assert!(page.starts_with("you@example.org の設定"), "{page}");
    assert!(page.contains("_imaps._tcp.example.org"), "{page}");
}

#[test]
fn shells_complete_the_sources() {
    for shell in ["bash", "zsh", "fish"] {
        let script = stdout(&run(&["completions", shell]));
        let is_whole = |line: &str| Source::ALL.iter().all(|it| line.contains(it.name()));
        let lines = script.replace("\\n", "\n").replace("\\\n", " ");
        let found = is_whole(&lines) && lines.contains("discover");
        assert!(found, "{shell}: {script}");
    }
}
