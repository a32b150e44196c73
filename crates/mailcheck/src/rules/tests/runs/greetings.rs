//! Runs that end with the greeting, or the first question after it.

use super::super::evidence::{
    connected, encrypted, good_chain, greeted, greeting_failed, healthy_imap, imap,
    imap_until_login, plain_text, run, smtp, smtp_no, smtp_until_login, text, then, with,
};
use super::{Run, under};
use crate::evidence::{Fact, GreetingKind, ReadFailure, Stage};
use crate::model::Service;

#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn greetings() -> Vec<Run> {
    let clear = |fact: Fact| smtp([connected(), fact]);
    let inside = |fact: Fact| imap([connected(), Fact::Presented(good_chain()), encrypted(), fact]);
    let mut slow = healthy_imap();
    for fact in &mut slow {
        if let Fact::Greeted(greeting) = fact {
            greeting.took_ms = 6_200;
        }
    }
    let question = |why: Option<ReadFailure>, reply: Option<&str>| {
        let ready = greeted(GreetingKind::Ready, "220 smtp.example.org ESMTP");
        let reply = reply.map(text);
        let failed = Fact::CapabilitiesFailed { stage: Stage::BeforeTls, why, reply };
        smtp([connected(), ready, failed])
    };
    let capability = |line: &str| {
        let (stage, reply) = (Stage::AfterTls, Some(text(line)));
        let failed = Fact::CapabilitiesFailed { stage, why: None, reply };
        imap(imap_until_login().into_iter().take(4).chain([failed]))
    };
    let starttls = |line: &str| {
        let refused = Fact::StarttlsRefused { reply: text(line), transient: line.starts_with('4') };
        smtp(smtp_until_login().into_iter().take(3).chain([refused]))
    };
    let pop3 = GreetingKind::OtherService { service: Service::Pop3 };
    let many = "421 4.7.0 mx.example.org Error: too many connections from 198.51.100.7";
    let listed = "421 4.7.1 client [198.51.100.7] blocked using bl.example";
    let policy = smtp_no(550, "5.7.1", "550 5.7.1 Access denied from your country");
    let garbled = ReadFailure::Garbled { text: text(r"\u{5}\u{1}") };
    let http = "HTTP/1.1 400 Bad Request";
    let late = imap_until_login().into_iter().take(4).chain([Fact::CapabilitiesFailed {
        stage: Stage::AfterTls,
        why: Some(ReadFailure::Closed),
        reply: None,
    }]);
    [
        under(
            &["greeting.dropped"],
            vec![
                ("other", "dropped", clear(greeting_failed(ReadFailure::Closed, None))),
                ("other", "dropped inside TLS", inside(greeting_failed(ReadFailure::Reset, None))),
                (
                    "partial",
                    "half a greeting",
                    clear(greeting_failed(ReadFailure::Closed, Some("220-sm"))),
                ),
                ("after-greeting", "dropped at EHLO", question(Some(ReadFailure::Closed), None)),
                ("after-greeting", "dropped at CAPABILITY", imap(late)),
            ],
        ),
        under(&["greeting.slow"], vec![("other", "slow", imap(slow))]),
        under(
            &["greeting.silent"],
            vec![
                ("other", "silent", clear(greeting_failed(ReadFailure::TimedOut, None))),
                (
                    "partial",
                    "half silent",
                    clear(greeting_failed(ReadFailure::TimedOut, Some("220-sm"))),
                ),
                ("after-greeting", "silent at EHLO", question(Some(ReadFailure::TimedOut), None)),
            ],
        ),
        under(
            &["greeting.not-mail"],
            vec![
                ("http", "web server", clear(greeted(GreetingKind::Http, http))),
                ("http", "web server instead of TLS", imap([connected(), plain_text(http, None)])),
                ("ssh", "SSH", clear(greeted(GreetingKind::Ssh, "SSH-2.0-OpenSSH_9.2"))),
                ("other", "something", clear(greeted(GreetingKind::NotMail, "hello"))),
                ("other", "garbage", clear(greeting_failed(garbled, None))),
                ("not-understood", "BAD to CAPABILITY", capability("a1 BAD unknown command")),
                (
                    "endless",
                    "flood",
                    clear(greeting_failed(ReadFailure::TooLong { octets: 1_000_000 }, None)),
                ),
            ],
        ),
        under(
            &["greeting.other-service"],
            vec![
                ("other", "POP3", clear(greeted(pop3, "+OK ready"))),
                (
                    "usual-port",
                    "POP3 instead of TLS",
                    imap([connected(), plain_text("+OK ready", Some(Service::Pop3))]),
                ),
            ],
        ),
        under(
            &["greeting.busy"],
            vec![
                ("other", "busy", inside(greeted(GreetingKind::Busy, "* BYE service busy"))),
                ("connections", "too many", clear(greeted(GreetingKind::Busy, many))),
                (
                    "other",
                    "banned",
                    inside(greeted(GreetingKind::Busy, "* BYE too many auth failures")),
                ),
                (
                    "rate",
                    "rate",
                    clear(greeted(GreetingKind::Busy, "421 connection rate limit exceeded")),
                ),
                (
                    "other",
                    "busy instead of TLS",
                    with(
                        run(),
                        Service::Smtp,
                        "smtp.example.org",
                        [connected(), plain_text("421 later", Some(Service::Smtp))],
                    ),
                ),
                ("rate", "LIMIT", capability("a1 NO [LIMIT] CAPABILITY Rate limit hit.")),
                ("after-greeting", "BAD for now", capability("a1 BAD [UNAVAILABLE] later")),
                ("after-greeting", "421 to EHLO", question(None, Some("421 4.3.2 going down"))),
                (
                    "rate",
                    "limit of TLS sessions",
                    starttls("454 4.7.0 Error: too many new TLS sessions from client.example.org"),
                ),
                (
                    "connections",
                    "limit at STARTTLS",
                    starttls("454 4.7.0 Too many connections from your IP"),
                ),
            ],
        ),
        under(
            &["greeting.refused"],
            vec![
                ("other", "554", clear(greeted(GreetingKind::Refused, "554 no"))),
                ("other", "listed", clear(greeted(GreetingKind::Busy, listed))),
                (
                    "client-name",
                    "the client's name",
                    question(None, Some("501 Syntactically invalid HELO argument(s)")),
                ),
                ("after-greeting", "EHLO refused for any reason", question(None, Some("550 no"))),
                ("after-greeting", "EHLO refused", question(None, Some("550 5.7.1 no"))),
                ("after-greeting", "CAPABILITY refused", capability("a1 NO not for you")),
                ("at-login", "policy at AUTH", smtp(then(smtp_until_login(), [policy]))),
            ],
        ),
    ]
    .concat()
}
