//! Every line of the tables, from facts made by hand.

use std::net::{IpAddr, Ipv4Addr};

use super::{Doubt, Limit, Number, Sort, limits};
use crate::evidence::{
    Account, Asker, Attempt, Candidate, ConnectFailure, Evidence, Fact, Hold, Observation, Place,
    Ramp, RampEnd, ReadFailure, Refused, Trial, TrialKind, Turn,
};
use crate::knowledge::replies::Scope;
use crate::model::{Endpoint, ServerText, Service, Source};

const SERVER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
const OURS: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7));
const DOVECOT: &str = "a1 NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)";
const GMAIL: &str = "a1 NO [ALERT] Too many simultaneous connections. (Failure)";
const UNKNOWN: &str = "a1 NO [UNAVAILABLE] not now, my friend";
const WRONG_PASSWORD: &str = "a1 NO [AUTHENTICATIONFAILED] Authentication failed.";

fn said(line: &str) -> Refused {
    at(Turn::Login, line)
}

fn at(turn: Turn, line: &str) -> Refused {
    let mut refused = Refused::new(turn, 9);
    refused.lines = line.lines().map(ServerText::from).collect();
    let code = line.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    refused.detail = code.map(|(code, _)| code.to_owned());
    refused
}

fn mute(turn: Turn) -> Refused {
    Refused::new(turn, 9)
}

/// A ramp of log-ins that was refused when so many were held.
fn refused(held: u32, refused: Refused) -> Ramp {
    let mut ramp = Ramp::new(Hold::LoggedIn, 16, held, held + 1, RampEnd::Refused);
    ramp.refused = Some(refused);
    ramp.took_ms = 800;
    ramp
}

fn tried(kind: TrialKind, asker: Asker, refused: Option<Refused>) -> Trial {
    let mut trial = Trial::new(kind, Hold::LoggedIn, asker);
    trial.refused = refused;
    trial
}

fn again(refused: Option<Refused>) -> Trial {
    tried(TrialKind::Again, Asker::Same, refused)
}

fn later(refused: Option<Refused>) -> Trial {
    tried(TrialKind::Later, Asker::Same, refused)
}

fn seen(service: Service, facts: impl IntoIterator<Item = (IpAddr, Fact)>) -> Evidence {
    let mut evidence = Evidence::new(jiff::Timestamp::UNIX_EPOCH, Account::default());
    let endpoint = Endpoint::parse(service, "mail.example.org").expect("is an endpoint");
    evidence.endpoints.push(Candidate::new(endpoint, Source::Given));
    for (ip, fact) in facts {
        let place = Place { endpoint: Some(0), ip: Some(ip), attempt: Some(Attempt::Ramp) };
        evidence.observations.push(Observation::new(1, place, fact));
    }
    evidence
}

fn of(ramp: Ramp, trials: Vec<Trial>) -> Evidence {
    let trials = trials.into_iter().map(|trial| (SERVER, Fact::Tried(trial)));
    seen(Service::Imap, [(SERVER, Fact::Held(ramp))].into_iter().chain(trials))
}

fn only(evidence: &Evidence) -> Limit<'_> {
    let mut limits = limits(evidence);
    assert_eq!(limits.len(), 1);
    limits.remove(0)
}

#[test]
fn how_a_ramp_ends_decides_the_number() {
    let ramp = |held, end| Ramp::new(Hold::LoggedIn, 5, held, 5, end);
    let connect = |why| mute(Turn::Connect { why });
    let opening = |why| mute(Turn::Opening { why });
    let garbled = ReadFailure::Garbled { text: "HTTP/1.1 400".into() };
    let other = ConnectFailure::Other { code: None, text: "too many files".to_owned() };
    let not = Number::NotDetermined;
    for (name, ramp, number) in [
        ("enough", ramp(5, RampEnd::Enough), Number::AtLeast(5)),
        ("stopped", ramp(3, RampEnd::Stopped), Number::AtLeast(3)),
        ("stopped at once", ramp(0, RampEnd::Stopped), not(Doubt::Network)),
        ("lost", ramp(3, RampEnd::Lost), not(Doubt::Lost)),
        ("nothing known", ramp(3, RampEnd::Refused), not(Doubt::NotConfirmed)),
        ("no route", refused(3, connect(ConnectFailure::NoRoute)), not(Doubt::Network)),
        ("ended", refused(3, opening(ReadFailure::Stopped)), not(Doubt::Network)),
        ("our own fault", refused(3, connect(other)), not(Doubt::Network)),
        ("no mail", refused(3, opening(garbled)), not(Doubt::OtherReason)),
    ] {
        let evidence = of(ramp, vec![again(None)]);
        assert_eq!(only(&evidence).number, number, "{name}");
    }
}

#[test]
fn words_and_later_trials_decide_what_a_refusal_is() {
    let rate = "a1 NO Authentication rate limit from one source exceeded";
    let bug =
        "a1 NO [SERVERBUG] Internal error occurred. Refer to server log for more information.";
    let closed = || mute(Turn::Opening { why: ReadFailure::Closed });
    let silent = || mute(Turn::Unanswered { why: ReadFailure::TimedOut });
    let no = || Some(said(UNKNOWN));
    let unreachable = || Some(mute(Turn::Connect { why: ConnectFailure::Unreachable }));
    let not = Number::NotDetermined;
    let slow = Sort::Rate { connections: 4, within_ms: 800 };
    for (name, refusal, trials, number, sort) in [
        ("another reason", said(bug), vec![again(None)], not(Doubt::OtherReason), None),
        ("a rate", said(rate), vec![again(None)], not(Doubt::Rate), Some(slow)),
        (
            "unknown words",
            said(UNKNOWN),
            vec![again(None)],
            Number::Exactly(4),
            Some(Sort::Concurrency),
        ),
        (
            "a wrong password that was right a moment ago",
            said(WRONG_PASSWORD),
            vec![again(None)],
            Number::Exactly(4),
            Some(Sort::Concurrency),
        ),
        ("no words", closed(), vec![again(None)], Number::Exactly(4), Some(Sort::Concurrency)),
        ("silence", silent(), vec![again(None)], Number::Exactly(4), Some(Sort::Concurrency)),
        (
            "freed late, by its words",
            said(DOVECOT),
            vec![again(Some(said(DOVECOT))), later(None)],
            Number::Exactly(4),
            Some(Sort::Concurrency),
        ),
        (
            "time helps",
            closed(),
            vec![again(Some(closed())), later(None)],
            not(Doubt::Rate),
            Some(slow),
        ),
        (
            "nothing helps",
            said(UNKNOWN),
            vec![again(no()), later(no())],
            not(Doubt::NotRestored),
            None,
        ),
        ("not tried later", said(UNKNOWN), vec![again(no())], not(Doubt::NotRestored), None),
        (
            "not restored, whatever it says",
            said(DOVECOT),
            vec![again(Some(said(DOVECOT))), later(Some(said(DOVECOT)))],
            not(Doubt::NotRestored),
            None,
        ),
        ("told by words", said(DOVECOT), vec![], Number::Exactly(4), Some(Sort::Concurrency)),
        ("not told", said(UNKNOWN), vec![], not(Doubt::NotConfirmed), None),
        (
            "the line is as good as nothing",
            closed(),
            vec![again(unreachable())],
            not(Doubt::NotConfirmed),
            None,
        ),
    ] {
        let evidence = of(refused(4, refusal), trials);
        let limit = only(&evidence);
        assert_eq!((limit.number, limit.sort), (number, sort), "{name}");
    }
}

#[test]
fn whether_the_account_is_usable_again_is_what_was_tried_last() {
    let no = || Some(said(UNKNOWN));
    for (trials, usable) in [
        (vec![], None),
        (vec![again(None)], Some(true)),
        (vec![again(no())], Some(false)),
        (vec![again(no()), later(no())], Some(false)),
        (vec![again(no()), later(None)], Some(true)),
    ] {
        let evidence = of(refused(4, said(UNKNOWN)), trials);
        assert_eq!(only(&evidence).usable_again, usable);
    }
}

#[test]
fn who_else_is_let_in_decides_the_scope() {
    let address = |refused| tried(TrialKind::Beside, Asker::OtherAddress { from: OURS }, refused);
    let user = |refused| tried(TrialKind::Beside, Asker::OtherUser, refused);
    let no = || Some(said(UNKNOWN));
    let gmail = || Some(said(GMAIL));
    let wrong = || Some(said(WRONG_PASSWORD));
    for (name, refusal, trials, scope) in [
        ("both in", said(UNKNOWN), vec![address(None), user(None)], Some(Scope::UserAndAddress)),
        ("user out", said(UNKNOWN), vec![address(None), user(no())], Some(Scope::Address)),
        ("address out", said(UNKNOWN), vec![address(no()), user(None)], Some(Scope::User)),
        ("both out", said(UNKNOWN), vec![address(no()), user(no())], Some(Scope::Server)),
        ("nobody asked", said(UNKNOWN), vec![], None),
        ("one asked", said(UNKNOWN), vec![address(None)], None),
        ("words alone", said(GMAIL), vec![], Some(Scope::User)),
        ("words among what is left", said(GMAIL), vec![address(gmail())], Some(Scope::User)),
        ("words against what was seen", said(GMAIL), vec![address(None)], None),
        (
            "one of several addresses",
            said(UNKNOWN),
            vec![address(no()), address(None), user(None)],
            Some(Scope::UserAndAddress),
        ),
        ("another refusal is no answer", said(UNKNOWN), vec![address(None), user(wrong())], None),
    ] {
        let trials = [again(None)].into_iter().chain(trials).collect();
        let evidence = of(refused(4, refusal), trials);
        assert_eq!(only(&evidence).scope, scope, "{name}");
    }
}

#[test]
fn what_is_known_of_others_is_told_where_the_scope_is_not() {
    let address = |refused| tried(TrialKind::Beside, Asker::OtherAddress { from: OURS }, refused);
    let user = |refused| tried(TrialKind::Beside, Asker::OtherUser, refused);
    let no = || Some(said(UNKNOWN));
    for (trials, shared, is_rejected) in [
        (vec![], "unknown", false),
        (vec![address(None)], "each-address", false),
        (vec![address(no())], "any-address", false),
        (vec![user(None)], "each-user", false),
        (vec![user(no())], "any-user", false),
        (vec![address(None), user(None)], "user-and-address", false),
        (vec![address(None), user(Some(said(WRONG_PASSWORD)))], "each-address", true),
    ] {
        let trials = [again(None)].into_iter().chain(trials).collect();
        let evidence = of(refused(4, said(UNKNOWN)), trials);
        let limit = only(&evidence);
        assert_eq!((limit.shared(), limit.other_user_rejected), (shared, is_rejected));
    }
}

#[test]
fn before_the_log_in_only_address_and_server_are_left() {
    let mox = "* BYE too many open connections from your ip or network";
    let beside = |refused| tried(TrialKind::Beside, Asker::OtherAddress { from: OURS }, refused);
    let silent = || mute(Turn::Opening { why: ReadFailure::TimedOut });
    for (refusal, trials, scope) in [
        (silent(), vec![beside(None)], Some(Scope::Address)),
        (silent(), vec![beside(Some(silent()))], Some(Scope::Server)),
        (silent(), vec![], None),
        (at(Turn::Greeting, mox), vec![], Some(Scope::Address)),
        // Words about a user say nothing of a connection that has none yet.
        (at(Turn::Greeting, DOVECOT), vec![], None),
    ] {
        let trials = [again(None)].into_iter().chain(trials).collect();
        let evidence = of(refused(4, refusal), trials);
        assert_eq!(only(&evidence).scope, scope);
    }
}

#[test]
fn others_hold_what_is_stated_and_was_not_measured() {
    let beside = |asker| tried(TrialKind::Beside, asker, None);
    let address = || beside(Asker::OtherAddress { from: OURS });
    let cyrus = "a1 NO Too many open connections (0 of 0 from here, 5 of 5 for you@example.org)";
    for (name, held, line, trials, expected) in [
        ("all free", 10, DOVECOT, vec![], (Number::Exactly(10), Some(10), Some(0))),
        ("some in use", 4, DOVECOT, vec![], (Number::Exactly(4), Some(10), Some(6))),
        ("all in use", 0, DOVECOT, vec![], (Number::Exactly(0), Some(10), Some(10))),
        ("another limit", 12, DOVECOT, vec![], (Number::Exactly(12), Some(10), None)),
        ("of the user", 4, cyrus, vec![], (Number::Exactly(4), Some(5), Some(1))),
        ("of another scope", 4, cyrus, vec![address()], (Number::Exactly(4), Some(5), None)),
        ("none stated", 4, GMAIL, vec![], (Number::Exactly(4), None, None)),
        ("none held", 0, GMAIL, vec![], (Number::NotDetermined(Doubt::NoneHeld), None, None)),
    ] {
        let trials = [again(None)].into_iter().chain(trials).collect();
        let evidence = of(refused(held, said(line)), trials);
        let limit = only(&evidence);
        assert_eq!((limit.number, limit.stated, limit.in_use), expected, "{name}");
        assert_eq!(limit.in_all().is_some(), limit.in_use.is_some(), "{name}");
    }
}

#[test]
fn trials_belong_to_the_ramp_before_them_at_the_same_address() {
    let other = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));
    let mut greeted = refused(7, mute(Turn::Opening { why: ReadFailure::Closed }));
    greeted.hold = Hold::Greeted;
    let mut of_greeted = again(Some(mute(Turn::Opening { why: ReadFailure::Closed })));
    of_greeted.hold = Hold::Greeted;
    let evidence = seen(
        Service::Imap,
        [
            (SERVER, Fact::Tried(again(None))),
            (SERVER, Fact::Held(greeted)),
            (SERVER, Fact::Tried(of_greeted)),
            (SERVER, Fact::Held(refused(4, said(UNKNOWN)))),
            (other, Fact::Held(refused(3, said(UNKNOWN)))),
            (SERVER, Fact::Tried(again(None))),
        ],
    );
    let numbers: Vec<Number> = limits(&evidence).iter().map(|limit| limit.number).collect();
    let not = Number::NotDetermined;
    assert_eq!(numbers, [not(Doubt::NotRestored), Number::Exactly(4), not(Doubt::NotConfirmed)]);
}

#[test]
fn submission_servers_tell_rates_from_connections_by_a_later_trial() {
    let postfix = "421 4.7.0 mail.example.org Error: too many connections from 192.0.2.9";
    let refusal = || at(Turn::Greeting, postfix);
    let mut ramp = refused(50, refusal());
    ramp.hold = Hold::Greeted;
    let greeted = |mut trial: Trial| {
        trial.hold = Hold::Greeted;
        (SERVER, Fact::Tried(trial))
    };
    for (trials, number) in [
        (vec![again(None)], Number::Exactly(50)),
        (vec![again(Some(refusal())), later(None)], Number::NotDetermined(Doubt::Rate)),
    ] {
        let trials = trials.into_iter().map(greeted);
        let facts = [(SERVER, Fact::Held(ramp.clone()))].into_iter().chain(trials);
        let evidence = seen(Service::Smtp, facts);
        let limit = only(&evidence);
        assert_eq!((limit.number, limit.scope), (number, Some(Scope::Address)));
    }
}
