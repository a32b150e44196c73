//! What people paste, and what it is taken for.

use super::{Certainty, MAX_OCTETS, Permanence, explain, findings};
use crate::knowledge::replies::Kind;
use crate::report::WaitSource;

#[track_caller]
fn assert_first(text: &str, finding: &str, kind: Option<Kind>, certainty: Certainty) {
    let explained = explain(text);
    let first = explained.explanations.first().map(|it| (it.finding, it.kind, it.certainty));
    assert_eq!(first, Some((finding, kind, certainty)), "{text}: {:?}", explained.explanations);
}

#[test]
fn what_phones_show_is_known() {
    use Certainty::{Text, Vague};
    for (text, finding) in [
        (
            "Cannot Get Mail\nThe user name or password for “imap.example.org” is incorrect.",
            "login.rejected",
        ),
        ("メールを取得できません\nサーバへの接続に失敗しました。", "connect.filtered"),
        ("“imap.example.org” の識別情報を検証できません", "tls.certificate-name-mismatch"),
        ("Couldn’t open connection to server.", "connect.filtered"),
        ("サーバーに接続できません。", "connect.filtered"),
        ("証明書エラー", "tls.certificate-name-mismatch"),
        ("エラー (0x800CCC0E) を報告しました", "connect.refused"),
        ("0x80042109", "connect.submission-blocked"),
        ("0x8004010F", "device.profile"),
        (
            "ユーザー名 you@example.org でサーバー imap.example.org へのログインに失敗しました。",
            "login.rejected",
        ),
        ("IDまたはパスワードが違います", "login.rejected"),
        ("一定回数の失敗によりロックされました", "login.locked"),
        ("net::ERR_CERT_DATE_INVALID", "tls.certificate-expired"),
        ("error:0A00010B:SSL routines::wrong version number", "tls.wrong-kind"),
        ("connect ECONNREFUSED 192.0.2.1:993", "connect.refused"),
        ("dig: status: NXDOMAIN", "dns.name-not-found"),
        ("SERVFAIL", "dns.no-answer"),
        ("alert handshake_failure", "tls.handshake-failed"),
    ] {
        assert_first(text, finding, None, Text);
    }
    assert_first("メールを取得できません", "connect.filtered", None, Vague);
}

#[test]
fn what_servers_say_is_known() {
    use Certainty::{Code, Text};
    let busy = Some(Kind::Concurrency);
    for (text, finding, kind, certainty) in [
        ("a1 NO [AUTHENTICATIONFAILED] Authentication failed.", "login.rejected", None, Text),
        (
            "a1 NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
            "greeting.busy",
            busy,
            Text,
        ),
        ("554 5.7.1 <a@b.example>: Relay access denied", "send.relay-denied", None, Text),
        ("-ERR [SYS/TEMP] Out of order", "login.temporary-failure", None, Code),
        ("535", "login.rejected", None, Code),
        ("535 5.7.8", "login.rejected", None, Code),
        ("5.7.8", "login.rejected", None, Code),
        ("[AUTHENTICATIONFAILED]", "login.rejected", None, Code),
        ("AUTHENTICATIONFAILED", "login.rejected", None, Code),
        (
            "An error occurred while sending mail. The mail server responded: 535 5.7.8 what nobody says.",
            "login.rejected",
            None,
            Code,
        ),
    ] {
        assert_first(text, finding, kind, certainty);
    }
}

/// What is inside a client's message goes before the message.
#[test]
fn the_reply_inside_a_message_says_more() {
    let text = "Sending of the message failed.\nAn error occurred while sending mail. The mail server \
                responded: 5.7.1 <a@b.example>: Relay access denied";
    assert_first(text, "send.relay-denied", None, Certainty::Text);
}

#[test]
fn codes_that_nobody_knows_fall_back_to_their_class() {
    let explained = explain("554 5.6.99 what nobody knows");
    assert_eq!(explained.code.map(|code| code.permanence), Some(Permanence::Permanent));
    assert!(explained.is_known());
    let explained = explain("250 2.1.0 Ok");
    assert_eq!(explained.code.map(|code| code.permanence), Some(Permanence::Success));
    assert!(explained.explanations.is_empty(), "{:?}", explained.explanations);
}

#[test]
fn findings_are_explained_by_name() {
    for id in findings() {
        let explained = explain(id);
        assert_eq!(explained.explanations.len(), 1, "{id}");
        assert_eq!(explained.explanations[0].finding, id);
        assert_eq!(explained.explanations[0].certainty, Certainty::Named);
    }
    assert_first(" Greeting.Busy rate\n", "greeting.busy", Some(Kind::Rate), Certainty::Named);
    assert_eq!(explain("login.rejcted").nearest, Some("login.rejected"));
    assert_eq!(explain("nonsense").nearest, None);
}

#[test]
fn every_rule_is_explained() {
    for rule in crate::rules::all() {
        assert!(findings().any(|id| id == rule.id), "{}", rule.id);
    }
}

#[test]
fn waits_say_whose_they_are() {
    let locked = explain("login.locked").explanations[0].wait.expect("has a wait");
    assert_eq!(locked.length.as_secs(), 3_600);
    let delay = explain("-ERR [LOGIN-DELAY] Logins must be at least 3 minutes apart");
    let wait = delay.explanations[0].wait.expect("has a wait");
    assert_eq!((wait.length.as_secs(), wait.whose), (180, WaitSource::Reply));
    // Waiting makes no password right.
    let rejected = explain("535 5.7.8 Error: authentication failed: authentication failure");
    assert_eq!(rejected.explanations[0].wait, None);
}

#[test]
fn nothing_is_made_up() {
    for text in [
        "",
        " \n\t ",
        "Hello",
        "こんにちは",
        "404 Not Found",
        "1.2.3",
        "\u{1b}[31m",
        "日本語のメール",
    ] {
        let explained = explain(text);
        assert!(!explained.is_known(), "{text}: {explained:?}");
        assert_eq!(explained.nearest, None, "{text}");
    }
}

#[test]
fn a_flood_is_cut() {
    let flood = "too many connections ".repeat(60_000);
    let explained = explain(&flood);
    assert!(explained.is_cut && explained.text.len() <= MAX_OCTETS);
    assert_eq!(explained.explanations[0].finding, "greeting.busy");
    let lines: Vec<String> = (0..1_010).map(|line| line.to_string()).collect();
    assert!(explain(&lines.join("\n")).is_cut);
    assert!(explain(&"あ".repeat(40_000)).is_cut);
}
