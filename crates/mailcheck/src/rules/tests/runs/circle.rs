//! Runs in which a message to oneself was sent.

use super::super::evidence::{
    V4, about, accepted, healthy_imap, healthy_smtp, pop3_until_login, run, text, texts, then, with,
};
use super::sending::said;
use super::{Run, under};
use crate::evidence::{
    Attempt, Delivered, EnvelopeFailure, EnvelopePart, Evidence, Fact, FoundIn, Idle, ReadFailure,
    Removal, SendReply,
};
use crate::model::Service;
use crate::wire::trace::{Authentication, Received};

/// Both log-ins are taken, and this is seen where the message is sent and where it is looked for.
pub(in super::super) fn circle(delivery: Vec<Fact>, mailbox: Vec<Fact>) -> Evidence {
    let evidence = with(run(), Service::Smtp, "smtp.example.org:587", healthy_smtp());
    let evidence = about(evidence, Some(V4), Some(Attempt::Delivery), delivery);
    let evidence = with(evidence, Service::Imap, "imap.example.org", healthy_imap());
    about(evidence, Some(V4), Some(Attempt::Mailbox), mailbox)
}

/// The server takes the envelope, and says this to the message.
fn sent(line: &str) -> Vec<Fact> {
    let code = line.get(..3).and_then(|code| code.parse().ok()).expect(line);
    let reply = SendReply::new("mailcheck.1@example.org".to_owned(), code, texts(&[line]), 20);
    [envelope(), vec![Fact::Sent(reply)]].concat()
}

fn envelope() -> Vec<Fact> {
    vec![said(EnvelopePart::Sender, "250 2.1.0 Ok"), said(EnvelopePart::Recipient, "250 2.1.5 Ok")]
}

fn taken() -> Vec<Fact> {
    sent("250 2.0.0 Ok: queued as 1")
}

fn found(delivered: Delivered, removal: Removal) -> Vec<Fact> {
    vec![Fact::Delivered(delivered), Fact::Removed(removal)]
}

fn inbox(idle: Idle) -> Delivered {
    Delivered::new(FoundIn::Inbox, 1_200, idle)
}

/// It came into the inbox, and this became of it.
fn came(removal: Removal) -> Evidence {
    circle(taken(), found(inbox(Idle::Announced), removal))
}

/// It came by these steps, the last first.
fn by(steps: &[&str], results: &[(&str, &str)]) -> Evidence {
    let mut delivered = inbox(Idle::NotOffered);
    delivered.received = steps.iter().map(|step| Received::parse(step)).collect();
    let results = results.iter().map(|(method, result)| Authentication::new(method, result));
    delivered.authentication = results.collect();
    circle(taken(), found(delivered, Removal::Expunged))
}

/// Both log-ins are taken, and mail is fetched by POP3.
fn by_pop3() -> Evidence {
    let fetching = then(pop3_until_login(&["USER", "TOP", "UIDL"]), accepted("+OK logged in"));
    let evidence = with(run(), Service::Smtp, "smtp.example.org:587", healthy_smtp());
    let evidence = with(evidence, Service::Pop3, "pop.example.org", fetching);
    about(evidence, Some(V4), Some(Attempt::Mailbox), [Fact::NotSearched])
}

pub(in super::super) fn circles() -> Vec<Run> {
    let waited = |delivery| circle(delivery, vec![Fact::NotDelivered { waited_ms: 30_010 }]);
    let broken = |delivery, why| circle(delivery, vec![Fact::SearchFailed { why }]);
    let unanswered = || {
        let silent = Fact::SendUnanswered { why: ReadFailure::Closed };
        [envelope(), vec![silent]].concat()
    };
    let failed = Removal::Failed { why: ReadFailure::TimedOut };
    let in_all_mail = Delivered::new(FoundIn::All, 10_000, Idle::Untold);
    let junked = Delivered::new(FoundIn::Junk, 10_000, Idle::Untold);
    let silent = inbox(Idle::Silent { for_ms: 10_000 });
    let ours = "from [127.0.0.1] by smtp.example.org with ESMTPSA id 1";
    let clear = "from smtp.example.org (unknown [192.0.2.1]) by mx.example.net with ESMTP id 2";
    let nothing = Fact::Connected { took_ms: 10 };
    let no_answer = EnvelopeFailure::new(EnvelopePart::Sender, ReadFailure::TimedOut);
    [
        under(
            &["send.delivered"],
            vec![
                ("deleted", "came and is gone", came(Removal::Expunged)),
                ("marked", "came and is marked", came(Removal::Flagged)),
                ("not-deleted", "came and cannot be deleted", came(failed)),
                ("other", "came and stays", came(Removal::Kept)),
                ("all-mail", "came elsewhere", circle(taken(), found(in_all_mail, Removal::Kept))),
                ("deleted", "unanswered and come", {
                    circle(unanswered(), found(inbox(Idle::Announced), Removal::Expunged))
                }),
                ("deleted", "one of two signatures is good", {
                    by(&[ours], &[("dkim", "fail"), ("dkim", "pass"), ("spf", "softfail")])
                }),
                ("deleted", "only our own step is said to be clear", by(&[clear], &[])),
            ],
        ),
        under(
            &["send.junked"],
            vec![("other", "among spam", circle(taken(), found(junked, Removal::Kept)))],
        ),
        under(
            &["send.authentication-failed", "send.delivered"],
            vec![("other", "not its domain's", {
                by(&[ours], &[("spf", "pass"), ("dkim", "fail"), ("dmarc", "fail")])
            })],
        ),
        under(
            &["send.not-encrypted-on-the-way", "send.delivered"],
            vec![("other", "passed on in clear", by(&[clear, ours], &[]))],
        ),
        under(
            &["capability.idle-silent", "send.delivered"],
            vec![("other", "not announced", circle(taken(), found(silent, Removal::Expunged)))],
        ),
        under(
            &["send.not-delivered"],
            vec![
                ("other", "taken and not come", waited(taken())),
                ("unanswered", "unanswered and not come", waited(unanswered())),
            ],
        ),
        under(
            &["send.not-tested"],
            vec![
                ("mailbox", "no second log-in", circle(Vec::new(), vec![nothing.clone()])),
                ("mailbox", "the mailbox does not open", {
                    broken(Vec::new(), ReadFailure::Garbled { text: text("no response: no") })
                }),
                ("outgoing", "no second log-in for sending", circle(vec![nothing], Vec::new())),
                ("search", "cut off while looking", broken(taken(), ReadFailure::Reset)),
                ("stopped", "ended while looking", broken(taken(), ReadFailure::Stopped)),
            ],
        ),
        under(
            &["send.not-tested", "settings.pop3-only"],
            vec![("pop3", "nobody can look for it", by_pop3())],
        ),
        under(
            &["send.refused"],
            vec![
                ("other", "a message refused", circle(sent("554 no"), Vec::new())),
                ("other", "a message refused, and watched for", {
                    circle(sent("550 5.7.1 content"), vec![Fact::Goodbye])
                }),
            ],
        ),
        under(
            &["send.deferred"],
            vec![
                ("other", "a message put off", circle(sent("451 4.3.0 later"), Vec::new())),
                ("no-answer", "an envelope without an answer", {
                    circle(vec![Fact::EnvelopeFailed(no_answer)], Vec::new())
                }),
            ],
        ),
        under(
            &["send.sender-rejected"],
            vec![("other", "no such sender of a message", {
                circle(vec![said(EnvelopePart::Sender, "554 go away")], Vec::new())
            })],
        ),
    ]
    .concat()
}
