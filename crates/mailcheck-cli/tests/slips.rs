//! Slips of the finger: asked about on a terminal, reported without one, named where nothing can be
//! done with them.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::process::{Command, Output, Stdio};

fn mailcheck(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mailcheck"))
        .args(arguments)
        .env_remove("MAILCHECK_PASSWORD")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .expect("starts")
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

#[test]
fn an_address_that_cannot_be_read_is_told_what_is_wrong_with_it() {
    let right = "did you mean you@example.org?";
    for (address, parts) in [
        ("you＠example.org", ["character 4 is full-width", right]),
        ("you@example.org、", ["character 16 is a comma or a Japanese full stop", right]),
        ("you@example,org", ["character 12 is a comma or a Japanese full stop", right]),
        (" you@example.org", ["it begins with a space", right]),
        ("you@example.org ", ["it ends with a space", right]),
        ("y ou@example.org", ["character 2 is a space", right]),
        ("you@example.org\n", ["character 16 is the end of a line", right]),
        ("you＠", ["character 4 is full-width", "there is no @ in it"]),
    ] {
        let output = mailcheck(&["verify", address]);
        let err = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(parts.iter().all(|part| err.contains(part)), "{err}");
    }
}

#[test]
fn a_name_that_cannot_be_used_is_told_what_is_wrong_with_it() {
    let output = mailcheck(&["verify", "you@localhost", "--username", "y\u{200b}ou"]);
    let err = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("--username") && err.contains("character 2 cannot be seen"), "{err}");
    assert!(err.contains("did you mean you?") && !err.contains('\u{200b}'), "{err}");
}

#[test]
fn without_a_terminal_nobody_is_asked_and_everybody_told() {
    let call = ["verify", "you@gmial.com", "--imap", "127.0.0.1:1", "--no-login"];
    let output = mailcheck(&call);
    let err = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{err}");
    let warning = "mailcheck: warning: The mail address looks mistyped: The part behind the @ is one \
                   slip away from a well-known domain. If you meant you@gmail.com, enter that \
                   instead.\n";
    assert_eq!(err, warning);
    let told = text(&output.stdout);
    assert!(told.contains("warning[login.typing]: The mail address looks mistyped"), "{told}");
    assert!(told.contains("If you meant you@gmail.com"), "{told}");
}

/// A server that is named tells whose it is, and nobody else is asked.
#[test]
fn a_name_of_another_form_is_told_before_anything_is_sent() {
    let named = ["--imap", "imap.ocn.ne.jp:1", "--resolve", "imap.ocn.ne.jp:127.0.0.1"];
    let call = ["verify", "you@ocn.ne.jp", "--username", "you", "--no-login"];
    let output = mailcheck(&[&call[..], &named].concat());
    let (err, told) = (text(&output.stderr), text(&output.stdout));
    assert!(err.starts_with("mailcheck: warning: OCN wants another form of user name: "), "{err}");
    assert!(err.ends_with("Enter the user name like this: you@ocn.ne.jp\n"), "{err}");
    assert!(told.contains("warning[login.username-form]"), "{told}");
}

/// Standard error is there before the run, the report after it.
#[test]
fn a_slip_in_a_password_is_told_before_it_is_sent_without_showing_it() {
    let call = ["verify", "you@localhost", "--imap", "127.0.0.1:1", "--password-command"];
    let output = mailcheck(&[&call[..], &["printf 'ｇeheim-Zq '"]].concat());
    let (err, told) = (text(&output.stderr), text(&output.stdout));
    assert_eq!(output.status.code(), Some(1), "{err}");
    let slips = ["It ends with a space.", "Character 1 is one of a Japanese keyboard"];
    for slip in slips {
        assert!(err.contains(slip) && told.contains(slip), "{err}{told}");
    }
    assert_eq!(err.matches("mailcheck: warning: The password looks mistyped: ").count(), 2);
    for secret in ["geheim", "ｇ", "Zq "] {
        assert!(!err.contains(secret) && !told.contains(secret), "{err}{told}");
    }
}

#[test]
fn the_demo_shows_what_was_mistyped_and_asks_nobody() {
    let output = mailcheck(&["demo", "--fault", "mistyped-password"]);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("warning[login.typing]: The password looks mistyped"), "{told}");
    assert!(told.contains("Character 1 is one of a Japanese keyboard"), "{told}");
    assert!(!told.contains('ｃ') && !told.contains("horse"), "{told}");
}

#[cfg(target_os = "linux")]
mod on_a_terminal {
    use std::io::{Read as _, Write as _};

    use super::*;

    /// Calls the program on a terminal and, after each of these ends of what it says, types that.
    fn talk(arguments: &str, dialogue: &[(&str, &str)]) -> (Option<i32>, String) {
        let call = format!("{} verify {arguments}", env!("CARGO_BIN_EXE_mailcheck"));
        let mut child = Command::new("script")
            .args(["--quiet", "--return", "--command", &call, "/dev/null"])
            .env_remove("MAILCHECK_PASSWORD")
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut terminal = child.stdout.take().expect("is piped");
        let mut keys = child.stdin.take().expect("is piped");
        let (mut said, mut piece, mut seen) = (Vec::new(), [0; 512], 0);
        for (end, typed) in dialogue {
            while !said[seen..].ends_with(end.as_bytes()) {
                let count = terminal.read(&mut piece).expect("can be read");
                assert_ne!(count, 0, "{end:?} was not said: {}", text(&said));
                said.extend_from_slice(&piece[..count]);
            }
            seen = said.len();
            // The terminal is set up behind the prompt.
            std::thread::sleep(std::time::Duration::from_millis(100));
            keys.write_all(typed.as_bytes()).expect("is read");
        }
        terminal.read_to_end(&mut said).expect("can be read");
        drop(keys);
        (child.wait().expect("ends").code(), text(&said))
    }

    const PASSWORD: &str = "TLS): ";
    const QUESTION: &str = "Go on all the same? [y/N] ";

    #[test]
    fn a_mistyped_address_is_asked_about_before_the_password() {
        let call = "you@gmial.com --imap 127.0.0.1:1";
        for no in ["\n", "n\n", "nonsense\n", "\x04"] {
            let (status, said) = talk(call, &[(QUESTION, no)]);
            assert_eq!(status, Some(2), "{said}");
            assert!(said.contains("If you meant you@gmail.com, enter that instead."), "{said}");
            assert!(said.contains("\r\nmailcheck: error: Nothing was tested"), "{said}");
        }
        let (status, said) = talk(call, &[(QUESTION, "y\n"), (PASSWORD, "geheim\n")]);
        assert_eq!(status, Some(1), "{said}");
        assert!(said.contains("error[connect.refused]"), "{said}");
        let (status, said) = talk(call, &[(QUESTION, "\x03")]);
        assert_eq!(status, Some(130), "{said}");
    }

    #[test]
    fn a_name_of_another_form_is_asked_about() {
        let call = "you@ocn.ne.jp --username you --imap imap.ocn.ne.jp:1 \
                    --resolve imap.ocn.ne.jp:127.0.0.1";
        let (status, said) = talk(call, &[(QUESTION, "\n")]);
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains("Enter the user name like this: you@ocn.ne.jp"), "{said}");
    }

    #[test]
    fn a_mistyped_password_can_be_typed_once_more() {
        let call = "you@localhost --imap 127.0.0.1:1";
        let slip = ("TLS): ", "ｇeheim-Zq \n");
        for (dialogue, expected) in [
            (&[slip, (QUESTION, "\n"), (PASSWORD, "geheim-Zq\n")][..], 1),
            (&[slip, (QUESTION, "\n"), slip, (QUESTION, "\n")], 2),
            (&[slip, (QUESTION, "\n"), slip, (QUESTION, "yes\n")], 1),
            (&[slip, (QUESTION, "Y\n")], 1),
            (&[slip, (QUESTION, "\n"), (PASSWORD, "\x03")], 130),
        ] {
            let (status, said) = talk(call, dialogue);
            assert_eq!(status, Some(expected), "{said}");
            assert!(said.contains("It ends with a space."), "{said}");
            assert!(said.contains("Character 1 is one of a Japanese keyboard"), "{said}");
            for secret in ["geheim", "ｇ", "Zq "] {
                assert!(!said.contains(secret), "{said}");
            }
        }
    }

    #[test]
    fn a_password_that_a_command_gives_is_asked_about_and_not_for() {
        let call = "you@localhost --imap 127.0.0.1:1 --password-command 'printf \"geheim \"'";
        let (status, said) = talk(call, &[(QUESTION, "\n")]);
        assert_eq!(status, Some(2), "{said}");
        assert!(!said.contains(PASSWORD), "{said}");
    }

    #[test]
    fn japanese_is_asked_and_answered() {
        let call = "you@gmial.com --imap 127.0.0.1:1 --no-login --lang ja";
        for yes in ["はい\n", "ｙ\n"] {
            let (status, said) = talk(call, &[("このまま続けますか？ [y/N] ", yes)]);
            assert_eq!(status, Some(1), "{said}");
            assert!(said.contains("メールアドレスに入力ミスの可能性があります"), "{said}");
        }
        let (status, said) = talk(call, &[("このまま続けますか？ [y/N] ", "\n")]);
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains("何も送信していません"), "{said}");
    }
}
