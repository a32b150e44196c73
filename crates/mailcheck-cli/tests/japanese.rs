//! What the program says of itself in Japanese: help, mistakes in the call, complaints.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use mailcheck::render::pad;
use program::{Scratch, assert_refused, mailcheck, run, stderr, stdout};

/// Columns on a terminal.
fn width(line: &str) -> usize {
    const WIDE: usize = 1_000;
    WIDE - (pad(line, WIDE).len() - line.len())
}

#[test]
fn help_fits_and_is_japanese_wherever_the_language_is_named() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/rendered"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (name, arguments) in [
        ("help.ja.txt", &["--lang", "ja", "--help"][..]),
        ("help-verify.ja.txt", &["--lang", "ja", "verify", "--help"]),
        ("help-discover.ja.txt", &["discover", "--lang", "ja", "-h"]),
        ("help-limits.ja.txt", &["limits", "--lang", "ja", "-h"]),
        ("help-entrance.ja.txt", &["entrance", "--lang", "ja", "-h"]),
        ("help-demo.ja.txt", &["demo", "--help", "--lang=ja"]),
        ("help-mock.ja.txt", &["mock", "--lang", "ja", "-h"]),
        ("help-oauth.ja.txt", &["oauth", "--lang", "ja", "-h"]),
        ("help-compare.ja.txt", &["--lang", "ja", "help", "compare"]),
        ("help-explain.ja.txt", &["explain", "--lang", "ja", "-h"]),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let help = stdout(&output);
        for line in help.lines() {
            assert!(width(line) <= 80, "{name}: {line}");
        }
        for english in ["Usage", "Options", "Print", "default", "possible"] {
            assert!(!help.contains(english), "{english}: {help}");
        }
        settings.bind(|| insta::assert_snapshot!(name, help));
    }
}

#[test]
fn mistakes_in_the_call_are_told_in_japanese() {
    let missing = format!("{}/no-such-file", env!("CARGO_TARGET_TMPDIR"));
    let empty = Scratch::new("japanese-empty", b"");
    let plain = Scratch::new("japanese-plain", b"no report");
    for (arguments, parts) in [
        (&["verify"][..], &["必要な引数がありません", "書式:  mailcheck verify"][..]),
        (&["verify", "you"], &["「you」", "@ がありません"]),
        (
            &["verify", "you＠example.org"],
            &["4 文字目が全角です。you@example.org ではありませんか"],
        ),
        (&["verify", "--imap", "a.example:0"], &["--imap", "1 から 65535"]),
        (&["verify", "--imap", "imaps://a.example:993"], &["imaps:// を外し"]),
        (&["verify", "a@b.example", "--timeout", "0"], &["--timeout", "0 より大きく"]),
        (&["verify", "a@b.example", "--auth", "NTLM"], &["CRAM-MD5、EXTERNAL"]),
        (&["verify", "a@b.example", "--resolve", "a.example"], &["192.0.2.1"]),
        (&["verify", "a@b.example", "--lang", "fr"], &["en か ja"]),
        (&["verify", "a@b.example", "--format", "xml"], &["「xml」", "選択肢: text、json"]),
        (&["verify", "a@b.example", "--format"], &["値が必要です"]),
        (&["verify", "a@b.example", "-4", "-6"], &["一緒に使えません: -6"]),
        (&["verify", "a@b.example", "--strict", "--strict"], &["2 回使えません"]),
        (&["verify", "a@b.example", "--ca-only"], &["必要な引数がありません: --ca-file"]),
        (&["verify", "a@b.example", "--imapp", "x"], &["「--imapp」", "もしかして: --imap"]),
        (&["verifi"], &["「verifi」というコマンドはありません", "もしかして: verify"]),
        (&["verify", "a@b.example"], &["パスワードが必要です", "ヒント: --password-stdin"]),
        (
            &["verify", "a@b.example", "--password-file", &missing],
            &["を読めません: ファイルまたは"],
        ),
        (&["verify", "a@b.example", "--password-file", empty.path()], &["が空です"]),
        (&["verify", "--imap", "a.example", "--username", "%EMAILADDRESS%"], &["置き換えの記号"]),
        (&["verify", "--imap", "127.0.0.1:1", "-o", "/no/such/file"], &["に書き込めません"]),
        (&["verify", "--imap", "127.0.0.1:1", "--record", "/tmp"], &["通常のファイルでは"]),
        (&["verify", "--imap", "127.0.0.1:1", "--ca-file", plain.path()], &["証明書がありません"]),
        (&["compare", plain.path(), empty.path()], &["結果のファイルではありません", "JSON"]),
        (&["compare", plain.path(), plain.path()], &["同じ結果です"]),
        (&["explain", "-"], &["説明する文が空です"]),
        (&["mock", "bussy"], &["もしかして: busy"]),
        (&["mock", "--domain", "192.0.2.1"], &["example.org のようなドメイン"]),
        (&["demo", "--fault", "nonsense"], &["この名前の不具合はありません"]),
    ] {
        let output = mailcheck().args(arguments).env("LANG", "ja_JP.UTF-8").output();
        let output = output.expect("starts");
        let err = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {err}");
        assert!(err.starts_with("mailcheck: エラー: "), "{arguments:?}: {err}");
        for part in parts {
            assert!(err.contains(part), "{part:?} is not in: {err}");
        }
        for english in ["error:", "hint:", "Usage:", "For more", "invalid", "cannot"] {
            assert!(!err.contains(&format!("{english} ")), "{english}: {err}");
        }
    }
}

#[test]
fn a_named_language_wins_over_the_environment() {
    let mut command = mailcheck();
    command.args(["verify", "you", "--lang", "en"]).env("LC_ALL", "ja_JP.UTF-8");
    assert_refused(&command.output().expect("starts"), &["there is no @ in it"]);
}

#[test]
fn complaints_in_japanese_cannot_drive_a_terminal() {
    let mut command = mailcheck();
    command.args(["verify", "you\u{1b}[2J\u{202e}\u{9b}31m", "--lang", "ja"]);
    let err = stderr(&command.output().expect("starts"));
    assert!(err.contains(r"you\u{1b}[2J\u{202e}\u{9b}31m"), "{err}");
    assert!(!err.contains(['\u{1b}', '\u{202e}', '\u{9b}']));
    let mut command = mailcheck();
    command.args(["--lang", "ja", "verify"]).arg(OsStr::from_bytes(b"you\xff\x1b@example.org"));
    let err = stderr(&command.output().expect("starts"));
    assert!(err.contains("引数 4 は正しい UTF-8 ではありません"), "{err}");
    assert!(!err.contains('\u{1b}'), "{err}");
}

#[test]
fn the_demo_and_the_manual_speak_japanese() {
    let demo = run(&["--lang", "ja", "demo", "--fault", "healthy"]);
    assert_eq!(demo.status.code(), Some(0), "{}", stderr(&demo));
    assert!(stdout(&demo).contains("利用できます"), "{}", stdout(&demo));
    assert!(stderr(&demo).contains("このプログラムの中のメールプロバイダー"), "{}", stderr(&demo));
    assert!(stderr(&demo).contains("困る人はいない"), "{}", stderr(&demo));
    let choices = stdout(&run(&["--lang", "ja", "mock", "--list"]));
    let line = choices.lines().find(|line| line.starts_with("expired-certificate "));
    assert!(
        line.is_some_and(|line| line.ends_with("証明書が 3 日前に期限切れになった")),
        "{choices}"
    );
    let man = stdout(&run(&["man", "--lang", "ja"]));
    let sections: Vec<_> = man.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
    assert_eq!(sections, ["名前", "書式", "コマンド", "終了ステータス", "環境変数", "例"]);
    assert!(man.contains("（既定値: 60）") && !man.contains("default"), "{man}");
    let zsh = stdout(&run(&["completions", "zsh", "--lang", "ja"]));
    assert!(zsh.contains("送信メールサーバー"), "{zsh}");
}

/// What is told about a provider stands in columns of the terminal, not of letters.
#[test]
fn the_announcement_of_a_provider_is_aligned() {
    let call = ["mock", "--lang", "ja", "--for", "0.1", "--account", "you@example.org"];
    let told = run(&call);
    assert_eq!(told.status.code(), Some(0), "{}", stderr(&told));
    let text = stdout(&told);
    for label in ["アカウント", "  パスワード", "  トークン", "CA ファイル"] {
        let line = text.lines().find(|line| line.starts_with(label)).expect(label);
        let value = line[label.len()..].trim_start();
        assert_eq!(width(line) - width(value), 16, "{line}");
    }
    assert!(text.contains("試すには:"), "{text}");
}
