//! Runs that ask whether mail may be sent.

use super::super::evidence::{
    about, accepted, healthy_smtp, run, smtp, smtp_until_login, texts, then, with,
};
use super::{Run, under};
use crate::evidence::{
    Attempt, EnvelopeFailure, EnvelopePart, EnvelopeReply, Evidence, Fact, ReadFailure,
};
use crate::model::Service;

/// What the server answered to one part of the envelope.
pub(in super::super) fn said(part: EnvelopePart, line: &str) -> Fact {
    let code = line.get(..3).and_then(|code| code.parse().ok()).expect(line);
    Fact::Envelope(EnvelopeReply::new(part, code, texts(&line.lines().collect::<Vec<_>>())))
}

/// A connection that logged in and was then told this.
fn logged_in(facts: impl IntoIterator<Item = Fact>) -> Vec<Fact> {
    let [login, goodbye] = accepted("235 2.7.0 accepted");
    then(smtp_until_login(), [login]).into_iter().chain(facts).chain([goodbye]).collect()
}

/// The sender was refused.
pub(in super::super) fn sender(line: &str) -> Evidence {
    smtp(logged_in([said(EnvelopePart::Sender, line)]))
}

/// The sender was taken, and this was said of the recipient.
pub(in super::super) fn recipient(line: &str) -> Evidence {
    let taken = said(EnvelopePart::Sender, "250 2.1.0 Ok");
    smtp(logged_in([taken, said(EnvelopePart::Recipient, line)]))
}

/// All is well after the log-in, and this was said without one.
pub(in super::super) fn stranger(facts: impl IntoIterator<Item = Fact>) -> Evidence {
    let ip = Some(super::super::evidence::V4);
    about(smtp(healthy_smtp()), ip, Some(Attempt::Unauthenticated), facts)
}

pub(in super::super) fn sendings() -> Vec<Run> {
    let on_port_25 = with(
        run(),
        Service::Smtp,
        "smtp.example.org:25",
        logged_in([said(EnvelopePart::Sender, "530 5.7.0 Authentication required")]),
    );
    let elsewhere = |line| {
        stranger([said(EnvelopePart::Sender, "250 ok"), said(EnvelopePart::Recipient, line)])
    };
    let not_owned = "553 5.7.1 <you@example.org>: Sender address rejected: not owned by user me";
    let blocked = "554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org; see there";
    let greylisted =
        "450 4.2.0 <you@example.org>: Recipient address rejected: Greylisted, see there";
    let rate = "550-Requested action not taken: mailbox unavailable\n550 Failure sending mail. Try again later";
    [
        under(
            &["send.sender-rejected"],
            vec![
                ("other", "another's address", recipient(not_owned)),
                ("other", "refused, and why is not known", sender("554 go away")),
                ("other", "one code for several reasons", sender("550 5.7.1 not authorized")),
            ],
        ),
        under(
            &["send.relay-denied"],
            vec![
                (
                    "other",
                    "relaying denied",
                    recipient("554 5.7.1 <you@example.org>: Relay access denied"),
                ),
                (
                    "other",
                    "Postfix unless changed",
                    recipient("454 4.7.1 <you@example.org>: Relay access denied"),
                ),
                ("other", "a code for one reason", sender("530 5.7.0 Authentication required")),
                ("other", "a code alone", sender("530 whatever")),
                ("port-25", "not logged in on 25", on_port_25),
            ],
        ),
        under(
            &["send.recipient-rejected"],
            vec![
                ("other", "no such user", recipient("550 5.1.1 Bad destination mailbox address")),
                ("other", "why is not known", recipient("554 no")),
                (
                    "other",
                    "one text for two reasons",
                    recipient("550 Invalid recipient: you@example.org"),
                ),
                ("full", "the mailbox is full", recipient("552 5.2.2 Mailbox full")),
            ],
        ),
        under(
            &["send.deferred"],
            vec![
                ("greylisting", "greylisted", recipient(greylisted)),
                ("rate", "too many, in a reply for good", sender(rate)),
                ("other", "a code that may pass", sender("451 4.3.0 later")),
                ("other", "why is not known", recipient("490 later")),
                ("without-login", "a stranger is put off", elsewhere("451 4.7.1 later")),
                (
                    "no-answer",
                    "nothing comes",
                    smtp(logged_in([Fact::EnvelopeFailed(EnvelopeFailure::new(
                        EnvelopePart::Sender,
                        ReadFailure::TimedOut,
                    ))])),
                ),
            ],
        ),
        under(
            &["send.not-authenticated"],
            vec![("other", "an open relay", elsewhere("250 2.1.5 Ok"))],
        ),
        under(
            &["greeting.busy"],
            vec![
                ("at-sending", "421 in place of an answer", sender("421 4.7.0 Bye")),
                ("rate", "too fast", sender("451 4.7.1 rate limit exceeded")),
            ],
        ),
        under(
            &["greeting.refused"],
            vec![("at-sending", "a list of addresses", recipient(blocked))],
        ),
    ]
    .concat()
}

/// Nothing is said where nothing can be told.
pub(in super::super) fn undecided() -> Vec<Evidence> {
    let silent = |part, why| Fact::EnvelopeFailed(EnvelopeFailure::new(part, why));
    let taken = said(EnvelopePart::Sender, "250 2.1.0 Ok");
    vec![
        recipient("250 2.1.5 Ok"),
        sender("503 5.5.1 send EHLO first"),
        recipient("502 what?"),
        smtp(logged_in([taken, silent(EnvelopePart::Recipient, ReadFailure::Stopped)])),
        stranger([said(EnvelopePart::Sender, "530 5.7.0 Authentication required")]),
        stranger([said(EnvelopePart::Sender, "421 4.7.0 Bye")]),
        stranger([silent(EnvelopePart::Sender, ReadFailure::Reset)]),
    ]
}
