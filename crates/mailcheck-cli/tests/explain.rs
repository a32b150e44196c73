//! What `mailcheck explain` answers.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn mailcheck() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailcheck"));
    command.arg("explain").env("LC_ALL", "C").stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    mailcheck().args(arguments).output().expect("starts")
}

fn piped(arguments: &[&str], octets: &[u8]) -> Output {
    let mut child = mailcheck()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut stdin = child.stdin.take().expect("is piped");
    // The program stops to read a flood, and that is right.
    let _broken_pipe = stdin.write_all(octets);
    drop(stdin);
    child.wait_with_output().expect("ends")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("is UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("is UTF-8")
}

#[track_caller]
fn assert_ends(output: &Output, status: i32, parts: &[&str]) {
    let all = out(output) + &err(output);
    assert_eq!(output.status.code(), Some(status), "{all}");
    for part in parts {
        assert!(all.contains(part), "{part:?} is not in: {all}");
    }
}

#[test]
fn what_a_phone_shows_is_explained() {
    let output = run(&["The user name or password for “imap.example.org” is incorrect"]);
    assert_ends(&output, 0, &["[login.rejected]", "[greeting.busy]", "webmail", "Mail on iPhone"]);
    let output = run(&["--lang", "ja", "サーバの識別情報を検証できません"]);
    assert_ends(&output, 0, &["サーバー証明書の名前が一致しません", "初動対応"]);
}

#[test]
fn several_words_are_one_text() {
    assert_ends(&run(&["535", "5.7.8"]), 0, &["“535 5.7.8”", "[login.rejected]"]);
    assert_ends(&run(&["-1001"]), 0, &["[connect.filtered]"]);
    let reply = "-ERR [AUTH] Authentication failed.";
    assert_ends(&run(&["--", reply]), 0, &["[login.rejected]"]);
    assert_ends(&run(&[reply]), 2, &["-- "]);
}

#[test]
fn findings_are_listed_and_explained() {
    let output = run(&["--list"]);
    assert_ends(&output, 0, &["login.rejected\n", "send.relay-denied\n"]);
    for id in out(&output).lines() {
        assert_ends(&run(&[id]), 0, &[id]);
    }
    assert_ends(&run(&["--list", "535"]), 2, &["--list"]);
}

#[test]
fn rules_for_preset_files_are_listed_and_explained() {
    assert_ends(&run(&["--list"]), 0, &["preset.unknown-socket-type\n"]);
    let output = run(&["preset.unknown-socket-type"]);
    let change = ["- <socketType>SSL</socketType>\n", "+ <socketType>STARTSSL</socketType>\n"];
    assert_ends(&output, 0, &["error: “STARTSSL”", "[preset.unknown-socket-type]", "Nextcloud"]);
    assert_ends(&output, 0, &change);
    let output = run(&["--lang", "ja", "preset.unknown-socket-type"]);
    assert_ends(&output, 0, &["「STARTSSL」という接続の保護はありません", "例"]);
    let output = run(&["preset.unknown-socket-typ"]);
    assert_ends(&output, 3, &["preset.unknown-socket-type"]);
    let output = run(&["--format", "json", "preset.bad-port"]);
    let value: serde_json::Value = serde_json::from_str(&out(&output)).expect("is JSON");
    assert_eq!(value["schema"], "mailcheck-explanation/1");
    let told = &value["explanations"][0];
    assert_eq!(told["finding"], "preset.bad-port");
    assert_eq!(told["severity"], "error");
    assert_eq!(told["example"], "- <port>993</port>\n+ <port>70000</port>\n");
    assert_eq!(told["title"], "“70000” is no port");
}

#[test]
fn programs_get_json() {
    let output = run(&["--format", "json", "NXDOMAIN"]);
    let value: serde_json::Value = serde_json::from_str(&out(&output)).expect("is JSON");
    assert_eq!(value["schema"], "mailcheck-explanation/1");
    assert_eq!(value["explanations"][0]["finding"], "dns.name-not-found");
}

#[test]
fn what_nobody_knows_is_said_to_be_unknown() {
    assert_ends(&run(&["Hello", "there"]), 3, &["Nothing is known", "mailcheck verify"]);
    assert_ends(&run(&["login.rejcted"]), 3, &["login.rejected?"]);
}

#[test]
fn standard_input_is_read() {
    assert_ends(&piped(&[], b"a1 NO [AUTHENTICATIONFAILED] no\r\n"), 0, &["[login.rejected]"]);
    assert_ends(&piped(&["-"], b"Connection refused\n"), 0, &["[connect.refused]"]);
    // Shift_JIS: IDまたはパスワードが違います
    let shift_jis = b"ID\x82\xdc\x82\xbd\x82\xcd\x83p\x83X\x83\x8f\x81[\x83h\x82\xaa\x88\xe1\x82\xa2\x82\xdc\x82\xb7\n";
    assert_ends(&piped(&[], shift_jis), 0, &["[login.rejected]"]);
}

#[test]
fn bad_input_is_refused_or_bounded() {
    for empty in [&b""[..], b" \r\n\t\n", b"\xef\xbb\xbf"] {
        assert_ends(&piped(&[], empty), 2, &["mailcheck: error: ", "empty"]);
    }
    assert_ends(&run(&[""]), 2, &["empty"]);
    assert_ends(&piped(&[], b"\x7fELF\x02\x01\x01\0\0\0\0"), 2, &["standard input is no text"]);
    let flood = "too many connections\n".repeat(50_000);
    let output = piped(&[], flood.as_bytes());
    assert_ends(&output, 0, &["only the first 64 KiB", "[greeting.busy]"]);
    assert!(output.stdout.len() < 8_000, "{}", out(&output));
    let output = piped(&[], b"\x1b]0;title\x07 \xff\xfe what");
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(!out(&output).contains(['\x1b', '\x07']), "{}", out(&output));
}
