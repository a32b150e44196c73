//! What the program answers to calls, right and wrong.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use std::ffi::OsStr;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mailcheck::render::escape;
use program::{Scratch, assert_refused, mailcheck, run, stderr, stdout};

#[test]
fn wrong_values_are_named_with_the_right_form() {
    for (arguments, parts) in [
        (&["verify"][..], &["required"][..]),
        (&["verify", "you"], &["'you'", "no @"]),
        (&["verify", "a@b@c.example"], &["more than one @"]),
        (&["verify", "@example.org"], &["before the @"]),
        (&["verify", "you@"], &["behind the @"]),
        (&["verify", "you@a..example"], &["no domain"]),
        (&["verify", "you@192.0.2.1"], &["IP address"]),
        (&["verify", "--imap", "a.example:0"], &["--imap", "1 to 65535"]),
        (&["verify", "--imap", "a.example:65536"], &["65536", "1 to 65535"]),
        (&["verify", "--smtp", "a.example/dtls"], &["--smtp", "tls, starttls or plain"]),
        (&["verify", "--imap", "imaps://a.example:993"], &["--imap", "leave imaps:// away"]),
        (&["verify", "mailto:you@example.org"], &["leave mailto: away"]),
        (&["verify", "--imap", "2001:db8::1"], &["brackets"]),
        (&["verify", "--imap", ""], &["--imap"]),
        (&["verify", "a@b.example", "--resolve", "a.example"], &["--resolve", "192.0.2.1"]),
        (&["verify", "a@b.example", "--nameserver", "dns.example"], &["--nameserver", "IP"]),
        (&["verify", "a@b.example", "--timeout", "0"], &["--timeout", "seconds above 0"]),
        (&["verify", "a@b.example", "--timeout", "-1"], &["-1", "seconds above 0"]),
        (&["verify", "a@b.example", "--deadline", "-1"], &["-1", "seconds above 0"]),
        (&["verify", "a@b.example", "--deadline", "soon"], &["--deadline", "seconds"]),
        (&["verify", "a@b.example", "--auth", "NTLM"], &["--auth", "CRAM-MD5, EXTERNAL"]),
        (
            &["verify", "a@b.example", "--auth", "XOAUTH2", "--password-stdin"],
            &["XOAUTH2 takes a token", "is a password", "CRAM-MD5", "--oauth-token-command"],
        ),
        (
            &["verify", "a@b.example", "--auth", "PLAIN", "--oauth-token-stdin"],
            &["PLAIN takes a password", "is a token", "OAUTHBEARER, XOAUTH2", "no token"],
        ),
        (
            &["verify", "a@b.example", "--auth", "EXTERNAL"],
            &["EXTERNAL takes a certificate", "--client-certificate"],
        ),
        (&["oauth", "gmail", "--client-id", ""], &["--client-id", "the id is empty"]),
        (&["oauth", "http://a.example", "--client-id", "x"], &["must begin with https://"]),
        (
            &[
                "verify",
                "a@b.example",
                "--client-certificate",
                "Cargo.toml",
                "--client-key",
                "/no/key",
            ],
            &["the key /no/key cannot be read", "private key"],
        ),
        (&["verify", "a@b.example", "--username", ""], &["--username", "empty"]),
        (&["verify", "a@b.example", "--lang", "fr"], &["--lang", "en or ja"]),
        (&["verify", "a@b.example", "--format", "xml"], &["--format", "json"]),
        (&["verify", "a@b.example", "-4", "-6"], &["cannot be used with"]),
        (&["verify", "a@b.example", "--ca-only"], &["--ca-file"]),
        (&["verify", "a@b.example", "--password", "x"], &["--password"]),
        (&["verify", "--imap", "a.example", "--send-test"], &["ADDRESS"]),
        (&["verify", "a@b.example", "--send-test", "--no-login"], &["cannot be used with"]),
        (&["verify", "a@b.example", "--delete-test"], &["--send-test"]),
        (&["verify", "a@b.example", "--send-test-wait", "5"], &["--send-test"]),
        (&["verify", "a@b.example", "--send-test-wait", "0"], &["seconds above 0"]),
        (
            &["verify", "a@b.example", "--smtp", "a.example", "--send-test"],
            &["--send-test", "--imap and --smtp"],
        ),
        (&["demo", "--fault", "nonsense"], &["nonsense", "--fault help"]),
        (&["nonsense"], &["nonsense"]),
        (
            &["verify", "--imap", "a.example", "--username", "%EMAILADDRESS%"],
            &["--username", "placeholder", "ADDRESS"],
        ),
    ] {
        assert_refused(&run(arguments), parts);
    }
}

#[test]
fn a_call_without_a_command_is_told_the_commands() {
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let err = stderr(&output);
    assert!(err.contains("Usage: mailcheck <COMMAND>") && err.contains("verify"), "{err}");
    assert!(!err.contains("error:"), "{err}");
}

#[test]
fn password_sources_are_checked() {
    let missing = format!("{}/no-such-file", env!("CARGO_TARGET_TMPDIR"));
    let with = |option: &str, value: &str| run(&["verify", "you@localhost", option, value]);
    assert_refused(&with("--password-file", &missing), &["no-such-file", "hint"]);
    assert_refused(&with("--password-file", env!("CARGO_TARGET_TMPDIR")), &["cannot be read"]);
    for (name, content, part) in [
        ("empty", &b""[..], "is empty"),
        ("blank", b"\r\n", "is empty"),
        ("two-lines", b"geheim\nzwei\n", "more than one line"),
        ("large", &[b'a'; 10_000], "longer than"),
        ("latin", b"geh\xe9im\n", "not valid UTF-8"),
    ] {
        let file = Scratch::new(name, content);
        let output = with("--password-file", file.path());
        assert_refused(&output, &[name, part, "hint"]);
        assert!(!stderr(&output).contains("geh"), "{}", stderr(&output));
    }
    assert_refused(&with("--password-command", "exit 3"), &["failed", "exit status: 3"]);
    assert_refused(&with("--password-command", "no-such-program-here"), &["failed", "127"]);
    assert_refused(&with("--password-command", "true"), &["is empty"]);
    assert_refused(&with("--password-command", "yes"), &["longer than"]);
    assert_refused(
        &run(&["verify", "you@localhost", "--password-stdin"]),
        &["standard input", "empty"],
    );
    assert_refused(
        &run(&["verify", "you@localhost"]),
        &["not a terminal", "--password-stdin", "--no-login"],
    );
    let twice = ["verify", "a@b.example", "--password-stdin", "--password-command", "x"];
    assert_refused(&run(&twice), &["cannot be used with"]);
    let never = ["verify", "a@b.example", "--password-stdin", "--no-login"];
    assert_refused(&run(&never), &["--password-stdin", "cannot be used with", "--no-login"]);
    assert!(!stderr(&run(&never)).contains("--password-file"), "{}", stderr(&run(&never)));
    let never = ["verify", "a@b.example", "--force", "--no-login"];
    assert_refused(&run(&never), &["--force", "cannot be used with", "--no-login"]);
    let nobody = ["verify", "--imap", "a.example", "--password-command", "echo x"];
    assert_refused(&run(&nobody), &["user name", "--username"]);
    for (value, part) in [(OsStr::new(""), "unset it"), (OsStr::from_bytes(b"\xff"), "UTF-8")] {
        let mut command = mailcheck();
        command.args(["verify", "you@localhost"]).env("MAILCHECK_PASSWORD", value);
        assert_refused(&command.output().expect("starts"), &["MAILCHECK_PASSWORD", part]);
    }
}

#[test]
fn a_password_command_that_hangs_is_given_up() {
    let call = ["verify", "you@localhost", "--imap", "127.0.0.1:1", "--deadline", "0.3"];
    for command in ["exec sleep 5", "echo geheim; exec sleep 5 >&-"] {
        let began = Instant::now();
        let output = mailcheck().args(call).args(["--password-command", command]).output();
        let output = output.expect("starts");
        assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
        assert!(stderr(&output).contains("within 0.3 s: "), "{}", stderr(&output));
        assert!(stderr(&output).contains(command), "{}", stderr(&output));
        assert!(began.elapsed() < Duration::from_secs(4));
    }
}

#[test]
fn a_password_that_is_not_used_is_mentioned() {
    let mut command = mailcheck();
    command.args(["verify", "--imap", "127.0.0.1:1"]).env("MAILCHECK_PASSWORD", "geheim");
    let output = command.output().expect("starts");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("MAILCHECK_PASSWORD is not used"), "{}", stderr(&output));
    command.arg("--no-login");
    assert_eq!(stderr(&command.output().expect("starts")), "");
}

/// Calls the program on a terminal, and types this when it asks for the password.
#[cfg(target_os = "linux")]
fn type_password(typed: &[u8]) -> (Option<i32>, String) {
    let call = concat!(env!("CARGO_BIN_EXE_mailcheck"), " verify you@localhost --imap 127.0.0.1:1");
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--command", call, "/dev/null"])
        .env_remove("MAILCHECK_PASSWORD")
        .env("MAILCHECK_STATE_DIR", "/dev/null/none")
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut terminal = child.stdout.take().expect("is piped");
    let (mut said, mut piece) = (Vec::new(), [0; 512]);
    while !said.ends_with(b"TLS): ") {
        let count = terminal.read(&mut piece).expect("can be read");
        assert_ne!(count, 0, "{}", String::from_utf8_lossy(&said));
        said.extend_from_slice(&piece[..count]);
    }
    // The terminal is set up behind the prompt.
    std::thread::sleep(Duration::from_millis(100));
    let mut keys = child.stdin.take().expect("is piped");
    keys.write_all(typed).expect("is read");
    said.clear();
    terminal.read_to_end(&mut said).expect("can be read");
    drop(keys);
    let status = child.wait().expect("ends").code();
    (status, String::from_utf8(said).expect("is UTF-8"))
}

#[test]
#[cfg(target_os = "linux")]
fn a_password_that_is_not_typed_is_no_file_that_cannot_be_read() {
    for (typed, expected, part) in [
        (&b"\x03"[..], 130, "interrupted before anything was tested"),
        (b"\x04", 2, "no password was typed"),
        (b"\n", 2, "no password was typed"),
        (b"geheim\n", 1, "error[connect.refused]"),
    ] {
        let (status, said) = type_password(typed);
        assert_eq!(status, Some(expected), "{said}");
        // Not behind the prompt.
        assert!(said.starts_with("\r\n"), "{said:?}");
        assert!(said.contains(part) && !said.contains("may read"), "{said}");
        assert!(!said.contains("geheim"), "{said}");
    }
}

#[test]
fn files_are_checked_before_anything_is_tested() {
    let roots = Scratch::new("no-roots", b"no certificate");
    let ca = |path: &str| run(&["verify", "--imap", "127.0.0.1:1", "--ca-file", path]);
    assert_refused(&ca(roots.path()), &["no-roots", "no certificate in it", "PEM"]);
    assert_refused(&ca("/no/such/file"), &["/no/such/file", "cannot be read"]);
    let broken =
        Scratch::new("bad-pem", b"-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n");
    assert_refused(&ca(broken.path()), &["bad-pem"]);
    let unwritable = ["verify", "--imap", "127.0.0.1:1", "-o", "/no/such/file"];
    assert_refused(&run(&unwritable), &["/no/such/file", "written"]);
    let unwritable = ["verify", "--imap", "127.0.0.1:1", "--record", "/no/such/file"];
    assert_refused(&run(&unwritable), &["/no/such/file", "recording"]);
}

#[test]
fn the_hint_fits_what_keeps_a_file_from_being_written() {
    let call = |file: &str| run(&["verify", "--imap", "127.0.0.1:1", "-o", file]);
    assert_refused(&call(env!("CARGO_TARGET_TMPDIR")), &["name a file in it"]);
    if cfg!(target_os = "linux") {
        assert_refused(&call("/dev/full"), &["make room"]);
    }
}

#[test]
fn report_and_recording_cannot_go_to_one_file() {
    let file = Scratch::new("both", b"");
    let (folder, name) = file.path().rsplit_once('/').expect("is a path");
    let other = format!("{folder}/./{name}");
    let call = ["verify", "--imap", "127.0.0.1:1", "--record", &other];
    assert_refused(&run(&[&call[..], &["-o", file.path()]].concat()), &["both", "another file"]);
    if cfg!(target_os = "linux") {
        let redirected = fs::File::create(&file.0).expect("can be written");
        let output = mailcheck().args(call).stdout(redirected).output().expect("starts");
        assert_refused(&output, &["both", "another file"]);
    }
}

#[test]
fn arguments_that_are_no_text_are_named() {
    let mut command = mailcheck();
    command.arg("verify").arg(OsStr::from_bytes(b"you\xff@example.org"));
    assert_refused(&command.output().expect("starts"), &["argument 2", "UTF-8"]);
}

#[test]
fn complaints_cannot_drive_a_terminal() {
    let output = run(&["verify", "you\u{1b}[2J\u{202e}\u{9b}31m"]);
    assert_refused(&output, &[r"you\u{202e}"]);
    assert!(!stderr(&output).contains(['\u{1b}', '\u{202e}', '\u{9b}']));
}

#[test]
fn international_addresses_are_taken() {
    let call =
        ["verify", "you@bücher.invalid", "--imap", "127.0.0.1:1", "--no-login", "--deadline", "5"];
    let output = run(&call);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("you@bücher.invalid"), "{}", stdout(&output));
    assert!(stdout(&output).contains("error[connect.refused]"), "{}", stdout(&output));
}

#[test]
fn help_fits_and_stays_as_it_is() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/rendered"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (name, arguments) in [
        ("help.txt", &["--help"][..]),
        ("help-verify.txt", &["verify", "--help"]),
        ("help-discover.txt", &["discover", "--help"]),
        ("help-limits.txt", &["limits", "--help"]),
        ("help-entrance.txt", &["entrance", "--help"]),
        ("help-demo.txt", &["demo", "--help"]),
        ("help-mock.txt", &["mock", "--help"]),
        ("help-oauth.txt", &["oauth", "--help"]),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(0));
        let help = stdout(&output);
        for line in help.lines() {
            assert!(line.chars().count() <= 80, "{name}: {line}");
        }
        settings.bind(|| insta::assert_snapshot!(name, help));
    }
}

#[test]
fn help_never_shows_the_password() {
    let mut command = mailcheck();
    command.args(["verify", "--help"]).env("MAILCHECK_PASSWORD", "geheim");
    assert!(!stdout(&command.output().expect("starts")).contains("geheim"));
}

#[test]
fn completions_and_manual_are_printed() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        let script = stdout(&output);
        for option in ["password-command", "force", "standard-ports"] {
            assert!(script.contains(option), "{option} is not in {shell}");
        }
        // Elvish and PowerShell are given no values.
        for value in ["expired-certificate", "PLAIN", "ja"] {
            let is_told = script.contains(value);
            assert!(is_told || ["elvish", "powershell"].contains(&shell), "{shell}: {value}");
        }
    }
    let output = run(&["man"]);
    assert_eq!(output.status.code(), Some(0));
    let man = stdout(&output);
    assert!(man.contains("password\\-command") && man.contains("[default: 60]"), "{man}");
    let sections: Vec<_> = man.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
    let expected = ["NAME", "SYNOPSIS", "COMMANDS", "\"EXIT STATUS\"", "ENVIRONMENT", "EXAMPLES"];
    assert_eq!(sections, expected);
    assert_eq!(man.matches(".TH ").count(), 1);
    let at = |part: &str| man.find(part).expect(part);
    assert!(at("you@example.org\n") < at("\\-\\-imap\\fR"), "{man}");
    for name in ["MAILCHECK_PASSWORD", "MAILCHECK_STATE_DIR", "NO_COLOR", "LC_MESSAGES", "LANG"] {
        assert!(man.contains(name), "{name}");
    }
}

#[test]
fn faults_are_listed() {
    let output = run(&["demo", "--fault", "help"]);
    assert_eq!(output.status.code(), Some(0));
    for name in ["expired-certificate", "no-starttls", "wrong-password", "busy", "silent"] {
        assert!(stdout(&output).lines().any(|line| line.starts_with(name)), "{name}");
    }
}

#[test]
fn demo_tells_in_every_format_and_language() {
    let text = run(&["demo"]);
    assert_eq!(text.status.code(), Some(0), "{}", stderr(&text));
    assert!(stdout(&text).starts_with("Ready: you@example.org. "), "{}", stdout(&text));
    assert!(!stdout(&text).contains('\u{1b}'));
    let japanese = mailcheck().arg("demo").env("LANG", "ja_JP.UTF-8").output().expect("starts");
    assert!(stdout(&japanese).contains("利用できます"), "{}", stdout(&japanese));
    let coloured = run(&["demo", "--color", "always"]);
    assert!(stdout(&coloured).starts_with("\u{1b}["));
    for (format, schema) in [("json", "mailcheck-report/1"), ("evidence", "mailcheck-evidence/1")] {
        let output = run(&["demo", "--format", format]);
        assert_eq!(output.status.code(), Some(0));
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("is JSON");
        assert_eq!(value["schema"], schema);
    }
}

/// People compare the dates of a report with the clock on the wall.
#[test]
fn times_are_those_of_the_time_zone() {
    let footer = |zone: &str| {
        let output = mailcheck().arg("demo").env("TZ", zone).output().expect("starts");
        stdout(&output).lines().last().unwrap_or_default().to_owned()
    };
    // Names of zones need the files of the system; rules do not.
    let is_known = PathBuf::from("/usr/share/zoneinfo/Asia/Tokyo").exists();
    for (zone, expected) in [
        ("JST-9", "(UTC+09:00)"),
        ("Asia/Tokyo", if is_known { "(UTC+09:00)" } else { "(UTC)" }),
        ("UTC0", "(UTC)"),
        ("No/Such/Zone", "(UTC)"),
    ] {
        let footer = footer(zone);
        assert!(footer.contains(expected), "{zone}: {footer}");
    }
}

#[test]
fn the_dialogue_is_shown_and_recorded_without_secrets() {
    let record = Scratch::new("record", b"");
    let report = Scratch::new("report", b"");
    let output = run(&["demo", "-vv", "--record", record.path(), "-o", report.path()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
    assert!(fs::read_to_string(&report.0).expect("is there").starts_with("Ready: you@example.org"));
    let recorded = fs::read_to_string(&record.0).expect("is there");
    // The password of the demo, its Base64, and the whole of PLAIN in Base64 from its first letter on.
    let secrets = ["horse", "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5", "AHlvdUBleGFtcGxlLm9yZ"];
    let lines = stderr(&output);
    let service = |line: &str| line.contains("] imap:993 ") || line.contains("] smtp:465 ");
    let said = lines.lines().filter(|line| line.contains(" S: ") || line.contains("\"resolved\""));
    assert!(said.clone().count() > 10 && said.clone().all(service), "{lines}");
    for said in [&recorded, &lines] {
        assert!(said.contains("AUTHENTICATE PLAIN ***"), "{said}");
        assert!(secrets.iter().all(|secret| !said.contains(secret)), "{said}");
    }
}

/// The lines of a recording behind its first, which says what it is.
fn dialogue(record: &Scratch) -> Vec<serde_json::Value> {
    let recorded = fs::read_to_string(&record.0).expect("is there");
    let mut lines = recorded
        .lines()
        .map(|line| serde_json::from_str(line).expect("is JSON"))
        .collect::<Vec<_>>();
    let head: serde_json::Value = lines.remove(0);
    assert_eq!(head["schema"], "mailcheck-dialogue/1");
    lines
}

#[test]
fn a_recording_has_all_that_was_said_as_it_was_said() {
    let record = Scratch::new("record-starttls", b"of another day");
    let output = run(&["demo", "--fault", "starttls-injection", "--record", record.path()]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let imap: Vec<_> =
        dialogue(&record).into_iter().filter(|line| line["service"] == "imap").collect();
    assert!(imap.iter().all(|line| line["connection"] == imap[0]["connection"]));
    assert!(imap.iter().all(|line| line["endpoint"] == "imap.example.org:143/starttls"));
    assert!(imap.iter().all(|line| line["address"] == "127.0.0.1" && line["at_ms"].is_u64()));
    let event = |at: usize| (imap[at]["event"].as_str(), imap[at]["text"].as_str());
    assert_eq!(event(0), (Some("connected"), None));
    assert_eq!(event(1).0, Some("received"));
    assert!(event(1).1.is_some_and(|text| text.starts_with("* OK [") && text.ends_with("\r\n")));
    let (mut sent, mut events) = (String::new(), Vec::new());
    for line in &imap {
        events.push(line["event"].as_str().expect("is there"));
        if events.last() == Some(&"sent") {
            sent.push_str(line["text"].as_str().expect("is text"));
        }
    }
    assert!(sent.contains(" STARTTLS\r\n"), "{sent}");
    let at = |name| events.iter().position(|event| *event == name).expect("is there");
    assert!(at("starttls") < at("tls"));
    // What followed the go-ahead in clear, and was never read.
    assert!(imap[at("starttls")..at("tls")].iter().any(|line| line["event"] == "received"));
    assert_eq!(imap[at("tls")]["fact"]["version"], "TLS 1.3");
    assert_eq!(events.last(), Some(&"closed"));
}

#[test]
fn a_recording_has_octets_that_are_no_text() {
    let record = Scratch::new("record-octets", b"");
    run(&["demo", "--fault", "control-characters", "--record", record.path()]);
    let lines = dialogue(&record);
    assert!(lines.iter().any(|line| line["base64"].is_string()), "{lines:?}");
    let record = Scratch::new("record-half", b"");
    run(&["demo", "--fault", "half-greeting", "--record", record.path()]);
    let lines = dialogue(&record);
    let half = lines.iter().find(|line| line["event"] == "received").expect("is there");
    assert!(half["text"].as_str().is_some_and(|text| !text.ends_with('\n')), "{half}");
    let closed = lines.iter().find(|line| line["event"] == "closed").expect("is there");
    assert_eq!(closed["why"]["kind"], "closed");
}

#[test]
fn nothing_that_a_server_says_drives_a_terminal() {
    let is_harmless = |told: &str| told.split('\n').all(|line| escape(line) == line);
    let demo = ["demo", "--fault", "control-characters"];
    for format in ["text", "json", "evidence"] {
        let output = run(&[&demo[..], &["--format", format]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(is_harmless(&stdout(&output)), "{format}: {}", stdout(&output));
        assert!(is_harmless(&stderr(&output)), "{format}: {}", stderr(&output));
        // It is there all the same: the title that the certificate would give the window.
        assert_eq!(stdout(&output).contains("]0;owned"), format != "text");
    }
    let record = Scratch::new("record-harmless", b"");
    let mut command = mailcheck();
    command.args(demo).args(["-vv", "--record", record.path()]).env("MAILCHECK_LOG", "trace");
    let output = command.output().expect("starts");
    assert!(stderr(&output).contains("]0;owned"), "{}", stderr(&output));
    assert!(is_harmless(&stderr(&output)), "{}", stderr(&output));
    let recorded = fs::read_to_string(&record.0).expect("is there");
    assert!(is_harmless(&recorded), "{recorded}");
    let said = dialogue(&record);
    let welcome = |line: &&serde_json::Value| {
        line["text"].as_str().is_some_and(|text| text.starts_with("235 2.7.0 Welcome"))
    };
    let welcome = said.iter().find(welcome).expect("is there");
    let text = welcome["text"].as_str().expect("is text");
    assert!(text.contains("\u{1b}[2J") && text.contains("\u{9b}31m\u{202e}"), "{text:?}");
}

#[test]
#[cfg(unix)]
fn a_recording_is_private_and_a_regular_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let record = Scratch::new("record-private", b"");
    fs::set_permissions(&record.0, fs::Permissions::from_mode(0o644)).expect("is ours");
    run(&["demo", "--record", record.path()]);
    let mode = fs::metadata(&record.0).expect("is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for irregular in ["/dev/null", "/tmp"] {
        assert_refused(&run(&["demo", "--record", irregular]), &[irregular, "not a regular file"]);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = mailcheck()
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output), "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_closed_standard_output_is_an_error() {
    let shell = |script: &str| {
        Command::new("sh")
            .args(["-c", script, "sh", env!("CARGO_BIN_EXE_mailcheck")])
            .output()
            .expect("starts")
    };
    assert_refused(&shell(r#""$1" demo >&-"#), &["standard output is closed", "-o FILE"]);
    assert_eq!(shell(r#""$1" demo >/dev/null"#).status.code(), Some(0));
    assert_eq!(shell(r#""$1" demo >/dev/full"#).status.code(), Some(2));
}

#[test]
fn an_interrupted_run_tells_what_is_known() {
    for (signal, status) in [("-INT", 130), ("-TERM", 143)] {
        interrupted_run(signal, status);
    }
}

fn interrupted_run(signal: &str, status: i32) {
    let mut child = mailcheck()
        .args(["demo", "--fault", "silent"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    // The demo says what it does before it does it; then the run begins.
    let mut introduced = [0; 5];
    child.stderr.as_mut().expect("is piped").read_exact(&mut introduced).expect("is introduced");
    std::thread::sleep(Duration::from_millis(300));
    let kill = Command::new("kill").args([signal, &child.id().to_string()]).status();
    assert!(kill.expect("starts").success());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(status));
    assert!(stdout(&output).contains("interrupted"), "{}", stdout(&output));
}

#[test]
fn a_password_on_standard_input_is_used() {
    let mut child = mailcheck()
        .args(["verify", "you@localhost", "--password-stdin", "--imap", "127.0.0.1:1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    child.stdin.take().expect("is piped").write_all(b"geheim\r\n").expect("is read");
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(1));
    assert!(!stdout(&output).contains("geheim"));
}
