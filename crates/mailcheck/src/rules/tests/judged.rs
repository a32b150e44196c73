//! What is said of whole runs: the healthy, the stopped, the half broken.

use jiff::{SignedDuration, Timestamp};

use super::evidence::{
    OTHER_V4, V4, V6, accepted, asked, at, bad_chain, capabilities, certificate, connect_failed,
    connected, encrypted, find, good_chain, greeted, greeting_failed, handshake_failed, healthy,
    healthy_imap, ids, imap, imap_no, imap_until_login, in_days, intermediate, login_failed,
    refused_chain, resolved, root, run, smtp, smtp_until_login, text, then, today, with,
};
use super::runs::sending::{sendings, undecided};
use crate::evidence::{
    Chain, ConnectFailure, Credential, Ended, Evidence, Fact, GreetingKind, NotAttempted,
    ReadFailure, Risk, SourceOutcome, Stage, TlsFailure, TooSoon, Trust,
};
use crate::model::{Service, Source};
use crate::report::{Arg, Verdict, WaitSource};
use crate::rules::judge;

#[test]
fn nothing_is_said_of_healthy_runs() {
    let starttls = with(run(), Service::Imap, "imap.example.org:143", {
        let before = ["IMAP4rev1", "STARTTLS", "LOGINDISABLED"];
        let clear = [
            connected(),
            greeted(GreetingKind::Ready, "* OK ready"),
            capabilities(Stage::BeforeTls, &before),
            Fact::StarttlsAccepted { reply: text("a1 OK begin TLS") },
        ];
        let inside = healthy_imap()
            .into_iter()
            .filter(|fact| !matches!(fact, Fact::Connected { .. } | Fact::Greeted(_)));
        clear.into_iter().chain(inside).collect::<Vec<_>>()
    });
    let submissions = with(run(), Service::Smtp, "smtp.example.org", {
        let kind = GreetingKind::Ready;
        let start =
            [connected(), Fact::Presented(good_chain()), encrypted(), greeted(kind, "220 hi")];
        let inside = [capabilities(Stage::AfterTls, &["AUTH LOGIN"])];
        start.into_iter().chain(inside).chain(accepted("235 ok"))
    });
    let no_ipv6_here = at(healthy(), V6, [connect_failed(ConnectFailure::NoRoute)]);
    let renewed = {
        let mut leaf = certificate(&["imap.example.org"]);
        leaf.issuer = "CN=Another Intermediate".to_owned();
        let other = Chain::new(vec![leaf, intermediate()], Trust::Path, true, None);
        let facts =
            then(vec![connected(), Fact::Presented(other)], healthy_imap().into_iter().skip(2));
        at(imap(healthy_imap()), OTHER_V4, facts)
    };
    let old_root_sent_along = {
        let mut old = root();
        old.not_after = in_days(-900);
        let mut chain = good_chain();
        chain.certificates.push(old.into());
        imap(then(vec![connected(), Fact::Presented(chain)], healthy_imap().into_iter().skip(2)))
    };
    let weak_one_sent_along = {
        let mut weak = certificate(&["old.example.org"]);
        weak.signature = "sha1WithRSAEncryption".to_owned();
        let mut chain = good_chain();
        chain.certificates.push(weak.into());
        imap(then(vec![connected(), Fact::Presented(chain)], healthy_imap().into_iter().skip(2)))
    };
    let runs = [healthy(), starttls, submissions, no_ipv6_here, renewed];
    for evidence in runs.into_iter().chain([old_root_sent_along, weak_one_sent_along]) {
        let report = judge(evidence);
        assert_eq!((ids(&report), report.verdict), (vec![], Verdict::Ready));
    }
}

/// What cannot be told of sending takes nothing from what the log-in proved.
#[test]
fn nothing_is_said_of_envelopes_that_tell_nothing() {
    for evidence in undecided() {
        let report = judge(evidence.clone());
        assert_eq!((ids(&report), report.verdict), (vec![], Verdict::Ready), "{evidence:?}");
    }
}

/// A limit, a filter and a log-in are three things, whatever the moment at which they are told of.
#[test]
fn nothing_that_is_said_of_an_envelope_is_about_the_log_in() {
    for run in sendings() {
        let report = judge(run.evidence);
        let said = ids(&report).into_iter().find(|id| id.starts_with("login."));
        assert_eq!(said, None, "{}", run.name);
    }
}

#[test]
fn a_run_without_password_can_be_ready() {
    let left_out = Fact::NotAttempted { why: NotAttempted::NoCredential };
    let mut evidence = imap(then(imap_until_login(), [left_out]));
    evidence.account.credential = Credential::None;
    let report = judge(evidence);
    assert_eq!((ids(&report), report.verdict), (vec![], Verdict::Ready));
}

#[test]
fn nothing_is_said_of_what_was_stopped() {
    let stopped = [
        imap([connect_failed(ConnectFailure::Stopped)]),
        at(
            imap([connect_failed(ConnectFailure::Refused)]),
            V6,
            [connect_failed(ConnectFailure::Stopped)],
        ),
        imap([connected(), handshake_failed(TlsFailure::Stopped)]),
        smtp([connected(), greeting_failed(ReadFailure::Stopped, Some("220-"))]),
        smtp(
            smtp_until_login()
                .into_iter()
                .take(3)
                .chain([Fact::StarttlsFailed { why: ReadFailure::Stopped }]),
        ),
        imap(then(imap_until_login(), [login_failed(ReadFailure::Stopped, &[])])),
        asked(run(), Source::Srv, "_imaps._tcp.example.org", SourceOutcome::Nothing),
    ];
    for mut evidence in stopped {
        evidence.ended = Ended::Deadline;
        let report = judge(evidence);
        assert_eq!((ids(&report), report.verdict), (vec![], Verdict::Inconclusive));
    }
}

#[test]
fn what_is_reached_from_here_decides() {
    let mute = || [connect_failed(ConnectFailure::TimedOut)];
    assert_eq!(judge(imap(mute())).verdict, Verdict::Inconclusive);
    let beside = with(imap(healthy_imap()), Service::Smtp, "smtp.example.org", mute());
    assert_eq!(judge(beside).verdict, Verdict::NotReady);
}

#[test]
fn days_until_the_end_are_rounded() {
    for (hours, expected) in [(1, 0), (13, 1), (9 * 24 + 23, 10), (10 * 24 + 1, 10)] {
        let mut leaf = certificate(&["imap.example.org"]);
        leaf.not_after = in_days(0) + SignedDuration::from_hours(hours);
        let chain = Chain::new(vec![leaf, intermediate()], Trust::Path, true, None);
        let facts =
            then(vec![connected(), Fact::Presented(chain)], healthy_imap().into_iter().skip(2));
        let report = judge(imap(facts));
        let args = &find(&report, "tls.certificate-expires-soon").advice.args;
        assert!(args.contains(&("days", Arg::Number(expected))), "{hours} h: {args:?}");
    }
}

#[test]
fn what_was_slipped_in_is_shown_line_by_line() {
    let lines = text("* CAPABILITY IMAP4rev1\r\na1 OK done\r\n");
    let report = judge(with(run(), Service::Imap, "imap.example.org:143", {
        let leftover = Fact::StarttlsLeftover { text: lines };
        [connected(), Fact::StarttlsAccepted { reply: text("a1 OK begin TLS") }, leftover]
    }));
    let advice = &find(&report, "tls.starttls-injection").advice;
    assert_eq!(advice.evidence, [text("* CAPABILITY IMAP4rev1"), text("a1 OK done")]);
}

#[test]
fn addresses_are_named_where_not_all_are_concerned() {
    let own = {
        let mut leaf = certificate(&["imap.example.org"]);
        leaf.not_after = in_days(-3);
        refused_chain(bad_chain(vec![leaf, intermediate()], Trust::Path))
    };
    let report = judge(at(imap(healthy_imap()), OTHER_V4, own.clone()));
    assert_eq!(find(&report, "tls.certificate-expired").advice.addresses, [OTHER_V4]);
    let report = judge(at(imap(own.clone()), OTHER_V4, own));
    assert_eq!(
        find(&report, "tls.certificate-expired").advice.addresses,
        [] as [std::net::IpAddr; 0]
    );
    let report = judge(at(imap(healthy_imap()), V6, [connect_failed(ConnectFailure::Refused)]));
    assert_eq!(find(&report, "connect.address-dead").advice.addresses, [V6]);
}

#[test]
fn a_rejection_keeps_the_servers_words() {
    let line = "a2 NO [AUTHENTICATIONFAILED] Authentication failed.";
    let wrong = imap_no(Some("AUTHENTICATIONFAILED"), false, line);
    let report = judge(imap(then(imap_until_login(), [wrong])));
    let advice = &find(&report, "login.rejected").advice;
    assert_eq!(advice.evidence, [text(line)]);
    assert_eq!(advice.causes.first(), Some(&"cause-wrong-password"));
    assert_eq!(advice.wait, None);
}

#[test]
fn what_was_held_back_is_told_with_the_time_that_is_left() {
    let run = |until: Timestamp| {
        let why = NotAttempted::TooSoon(TooSoon::new(Risk::Lock, 2, until));
        let evidence = imap(then(imap_until_login(), [Fact::NotAttempted { why }]));
        let saved = evidence.to_json().expect("is saved");
        assert_eq!(Evidence::from_json(&saved).expect("is read"), evidence);
        judge(evidence)
    };
    let until = today() + SignedDuration::from_mins(26);
    let report = run(until);
    assert_eq!((ids(&report), report.verdict), (vec!["login.too-soon"], Verdict::Inconclusive));
    let wait = find(&report, "login.too-soon").advice.wait.expect("is given");
    assert_eq!(wait.whose, WaitSource::Ledger);
    assert_eq!(wait.until(report.evidence.ended_at()), Some(until));
    assert_eq!(find(&run(today()), "login.too-soon").advice.wait, None);
}

#[test]
fn missing_sides_are_told_apart() {
    let side = |evidence| {
        let report = judge(evidence);
        let args = find(&report, "settings.not-found").advice.args.clone();
        args.into_iter().find(|(name, _value)| *name == "side").map(|(_name, value)| value)
    };
    let record = |evidence, name| asked(evidence, Source::Srv, name, SourceOutcome::Nothing);
    let incoming = record(run(), "_imap._tcp.example.org");
    let both = record(incoming.clone(), "_submissions._tcp.example.org");
    assert_eq!(side(incoming), Some(Arg::from("incoming")));
    assert_eq!(side(both.clone()), Some(Arg::from("both")));
    let found = with(both, Service::Imap, "imap.example.org", [connected()]);
    assert_eq!(side(found), Some(Arg::from("outgoing")));
    let given = with(run(), Service::Imap, "imap.example.org", [resolved(&[V4])]);
    assert!(judge(given).findings.is_empty());
}

#[test]
fn what_a_certificate_says_is_made_safe_and_short() {
    let mut leaf = certificate(&["imap.example.org"]);
    leaf.issuer = format!("CN=\u{1b}[31m{}", "x".repeat(5_000));
    let report = judge(imap(refused_chain(bad_chain(vec![leaf], Trust::NoPath))));
    let advice = &find(&report, "tls.certificate-chain-incomplete").advice;
    let said = advice.args.iter().find(|(name, _value)| *name == "issuer");
    let Some((_name, Arg::Text(issuer))) = said else { panic!("{said:?}") };
    assert!(issuer.starts_with(r"CN=\u{1b}[31mx"), "{issuer}");
    assert_eq!(issuer.chars().count(), 81);
}

#[test]
fn a_server_that_lists_nothing_is_judged_by_what_it_does() {
    let reply = text("a1 OK done");
    let unlisted = Fact::CapabilitiesNotListed { stage: Stage::AfterTls, reply: reply.clone() };
    let until_list = || imap_until_login().into_iter().take(4).chain([unlisted.clone()]);
    let report = judge(imap(until_list().chain(accepted("a2 OK logged in"))));
    assert_eq!((ids(&report), report.verdict), (vec![], Verdict::Ready));
    let smtp = smtp_until_login().into_iter().take(6);
    let left_out = Fact::NotAttempted { why: NotAttempted::NoMechanism };
    let report = judge(self::smtp(smtp.chain([unlisted, left_out])));
    assert_eq!(find(&report, "login.no-mechanism").advice.evidence, [reply]);
}

#[test]
fn what_came_instead_of_an_answer_is_shown() {
    let heard = text("a2 LOGIN *** ***");
    let garbled = login_failed(ReadFailure::Garbled { text: heard.clone() }, &["* OK still here"]);
    let report = judge(imap(then(imap_until_login(), [garbled])));
    let advice = &find(&report, "login.temporary-failure").advice;
    assert_eq!(advice.case, "garbled");
    assert_eq!(advice.evidence, [text("* OK still here"), heard]);
}

#[test]
fn a_list_that_goes_on_says_so() {
    for (count, said) in [(5, 5), (6, 6), (300, 6)] {
        let names: Vec<String> = (0..count).map(|at| format!("mx{at}.example.net")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let chain =
            Chain { name_matches: false, ..bad_chain(vec![certificate(&names)], Trust::Path) };
        let report = judge(imap(refused_chain(chain)));
        let args = &find(&report, "tls.certificate-name-mismatch").advice.args;
        let list = args.iter().find(|(name, _value)| *name == "names");
        let Some((_name, Arg::List(list))) = list else { panic!("{list:?}") };
        assert_eq!(list.len(), said);
        assert_eq!(list.last().is_some_and(|last| last == "…"), count > 5, "{list:?}");
    }
}
