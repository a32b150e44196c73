//! Runs in which connections were held at once, or devices were named.

use super::super::evidence::{
    V4, about, accepted, healthy_imap, healthy_smtp, imap, pop3_until_login, run, smtp, texts,
    then, with,
};
use super::{Run, under};
use crate::evidence::{
    Asker, Attempt, Evidence, Fact, Hold, Ramp, RampEnd, ReadFailure, Refused, Trial, TrialKind,
    Turn, Wanted,
};
use crate::model::Service;

/// Dovecot's refusal of one connection too many.
fn dovecot(limit: u32) -> Refused {
    let line = format!(
        "a3 NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections={limit})"
    );
    at_login(&line)
}

fn at_login(line: &str) -> Refused {
    let mut refused = Refused::new(Turn::Login, 12);
    refused.lines = texts(&[line]);
    refused
}

fn closed() -> Refused {
    Refused::new(Turn::Opening { why: ReadFailure::Closed }, 12)
}

/// So many logged-in connections were held, and the next met this.
fn held(number: u32, refused: Refused) -> Fact {
    let mut ramp = Ramp::new(Hold::LoggedIn, 16, number, number + 1, RampEnd::Refused);
    ramp.refused = Some(refused);
    ramp.took_ms = 1_900;
    Fact::Held(ramp)
}

/// So many logged-in connections were held when the ramp ended like this.
fn ended(number: u32, end: RampEnd) -> Fact {
    Fact::Held(Ramp::new(Hold::LoggedIn, 16, number, number, end))
}

/// So many connections were held that are not logged in.
fn of_nobody(number: u32, end: RampEnd) -> Fact {
    let mut ramp = Ramp::new(Hold::Greeted, 16, number, number, end);
    ramp.refused = (end == RampEnd::Refused).then(closed);
    Fact::Held(ramp)
}

fn tried(kind: TrialKind, asker: Asker, refused: Option<Refused>) -> Fact {
    let mut trial = Trial::new(kind, Hold::LoggedIn, asker);
    trial.refused = refused;
    Fact::Tried(trial)
}

fn again(refused: Option<Refused>) -> Fact {
    tried(TrialKind::Again, Asker::Same, refused)
}

/// All is well with the account, and then connections were held.
pub(in super::super) fn measured(facts: impl IntoIterator<Item = Fact>) -> Evidence {
    about(imap(healthy_imap()), Some(V4), Some(Attempt::Ramp), facts)
}

/// The person wants to use these.
fn on(mut evidence: Evidence, devices: &[(&str, u32)]) -> Evidence {
    let wanted = devices.iter().map(|(device, count)| Wanted::new((*device).to_owned(), *count));
    evidence.account.devices = wanted.collect();
    evidence
}

pub(in super::super) fn limits() -> Vec<Run> {
    [measurements(), shortages(), doubts(), devices()].concat()
}

fn measurements() -> Vec<Run> {
    let beside = tried(TrialKind::Beside, Asker::OtherUser, Some(at_login("a1 NO [X] no")));
    let of_everybody = measured([held(9, at_login("a1 NO [X] no")), beside, again(None)]);
    let mute = || Some(Refused::new(Turn::Unanswered { why: ReadFailure::TimedOut }, 12));
    let silent = || held(8, Refused::new(Turn::Unanswered { why: ReadFailure::TimedOut }, 12));
    let from = |refused| {
        let asker = Asker::OtherAddress { from: V4 };
        tried(TrialKind::Beside, asker, refused)
    };
    let second = |refused| tried(TrialKind::Beside, Asker::OtherUser, refused);
    let wrong = || Some(at_login("a1 NO [AUTHENTICATIONFAILED] Authentication failed."));
    let locked = at_login("-ERR Mailbox is locked by another POP3 session");
    let locked = [held(1, locked), again(None)];
    let healthy = then(pop3_until_login(&["TOP", "UIDL", "USER"]), accepted("+OK logged in"));
    let both = with(imap(healthy_imap()), Service::Pop3, "pop.example.org", healthy);
    let locked = about(both, Some(V4), Some(Attempt::Ramp), locked);
    let unanswered = Fact::Held(Ramp::new(Hold::LoggedIn, 16, 3, 7, RampEnd::Stopped));
    let greeted = {
        let mut ramp = Ramp::new(Hold::Greeted, 16, 16, 16, RampEnd::Enough);
        ramp.slowest_ms = 90;
        about(smtp(healthy_smtp()), Some(V4), Some(Attempt::Ramp), [Fact::Held(ramp)])
    };
    let gmail = with(run(), Service::Imap, "imap.gmail.com", healthy_imap());
    let refusal = at_login("a3 NO [ALERT] Too many simultaneous connections. (Failure)");
    let gmail = about(gmail, Some(V4), Some(Attempt::Ramp), [held(12, refusal), again(None)]);
    let by_pop3 = under(&["limits.measured"], vec![("locked", "by POP3", locked)]);
    let others = under(
        &["limits.measured"],
        vec![
            ("at-least", "enough", measured([ended(16, RampEnd::Enough)])),
            ("at-least", "few of a computer", measured([ended(3, RampEnd::Enough)])),
            ("at-least", "for sending", greeted),
            ("stopped", "more were asked for", measured([unanswered])),
            ("stopped", "no more were asked for", measured([ended(6, RampEnd::Stopped)])),
            ("other", "one computer and a phone", measured([held(6, closed()), again(None)])),
            ("at-least", "not logged in", measured([of_nobody(5, RampEnd::Enough)])),
            ("stated", "all that is allowed", measured([held(10, dovecot(10)), again(None)])),
            ("in-use", "others hold some", measured([held(4, dovecot(10)), again(None)])),
            ("other", "of an account", gmail),
            ("other", "without a word", measured([held(8, closed()), again(None)])),
            ("other", "of everybody", of_everybody),
            ("other", "another address is let in", measured([silent(), from(None), again(None)])),
            ("other", "another address is not", measured([silent(), from(mute()), again(None)])),
            ("other", "another user is let in", measured([silent(), second(None), again(None)])),
            ("other", "another user is not", measured([silent(), second(mute()), again(None)])),
            ("other", "wrong password", measured([silent(), second(wrong()), again(None)])),
            (
                "rate",
                "in a time",
                measured([
                    held(7, closed()),
                    again(Some(closed())),
                    tried(TrialKind::Later, Asker::Same, None),
                ]),
            ),
        ],
    );
    [by_pop3, others].concat()
}

fn shortages() -> Vec<Run> {
    under(
        &["limits.low", "limits.measured"],
        vec![
            ("in-all", "three are allowed", measured([held(3, dovecot(3)), again(None)])),
            ("in-all", "one is allowed", measured([held(1, dovecot(1)), again(None)])),
            ("other", "few, and no word", measured([held(4, closed()), again(None)])),
        ],
    )
}

fn doubts() -> Vec<Run> {
    let unknown = || at_login("a3 NO [UNAVAILABLE] not now, my friend");
    let bug = || {
        let mut refused = at_login("a3 NO [SERVERBUG] Internal error occurred.");
        refused.detail = Some("SERVERBUG".to_owned());
        refused
    };
    [
        under(
            &["limits.not-determined"],
            vec![
                ("lost", "hung up on", measured([ended(4, RampEnd::Lost)])),
                ("network", "stopped at once", measured([ended(0, RampEnd::Stopped)])),
                ("none-held", "not one", measured([held(0, closed()), again(None)])),
                ("other-reason", "a bug", measured([held(3, bug()), again(None)])),
                ("other", "not tried again", measured([held(3, unknown())])),
            ],
        ),
        under(
            &["limits.not-restored"],
            vec![(
                "other",
                "not restored",
                measured([
                    held(3, unknown()),
                    again(Some(unknown())),
                    tried(TrialKind::Later, Asker::Same, Some(unknown())),
                ]),
            )],
        ),
    ]
    .concat()
}

fn devices() -> Vec<Run> {
    let three = || measured([held(3, dovecot(3)), again(None)]);
    let two = || measured([held(2, dovecot(2)), again(None)]);
    let ten = || measured([held(10, dovecot(10)), again(None)]);
    let gmail = with(run(), Service::Imap, "imap.gmail.com", healthy_imap());
    let many = [("thunderbird", 2), ("iphone", 1), ("outlook", 2)];
    [
        under(
            &["limits.too-many-devices", "limits.measured"],
            vec![
                ("other", "too many for a limit", on(ten(), &many)),
                ("other", "one each", on(three(), &[("iphone", 1), ("thunderbird", 2)])),
                ("other", "fewer", on(two(), &[("thunderbird", 1), ("thunderbird-android", 1)])),
                ("other", "no setting helps", on(ten(), &[("apple-mail", 2)])),
                (
                    "more",
                    "too many beside what was open",
                    on(measured([held(8, closed()), again(None)]), &many),
                ),
            ],
        ),
        under(
            &["limits.too-many-devices"],
            vec![("published", "too many as published", on(gmail, &[("thunderbird", 4)]))],
        ),
        under(
            &["limits.measured"],
            vec![
                ("stated", "they fit", on(ten(), &[("thunderbird", 1), ("iphone", 2)])),
                ("at-least", "not known", on(measured([ended(5, RampEnd::Enough)]), &many)),
            ],
        ),
    ]
    .concat()
}

/// Nothing is said where nothing was measured, or too little is known.
#[test]
fn devices_alone_are_no_fault() {
    let unknown = on(imap(healthy_imap()), &[("thunderbird", 4)]);
    assert!(super::judge(unknown).findings.is_empty());
    let unreached = on(with(run(), Service::Imap, "imap.gmail.com", []), &[("thunderbird", 4)]);
    assert!(super::judge(unreached).findings.is_empty());
    let sending = then(healthy_smtp(), [held(1, closed()), again(None)]);
    let sending = on(with(run(), Service::Smtp, "smtp.gmail.com", sending), &[("thunderbird", 4)]);
    assert_eq!(super::ids(&super::judge(sending)), ["limits.measured"]);
}
