//! Runs with POP3: its own replies, its own ways to log in, and POP3 alone.

use super::super::evidence::{
    V4, accepted, at, capabilities, connected, go_ahead, greeted, ids, imap, imap_until_login,
    login, pop3, pop3_until_login, run, text, then, with,
};
use super::{Run, under};
use crate::evidence::{
    Credential, Evidence, Fact, GreetingKind, Mechanism, NotAttempted, ReadFailure, Stage,
};
use crate::model::{Authentication, Service};

/// What comes of a log-in, by the codes of RFC 2449 and RFC 3206 and by the words of servers.
pub(super) fn replies() -> Vec<Run> {
    let answers = |cases: &[(&'static str, &'static str, Option<&str>)]| {
        let run = |(case, line, code): &(&'static str, &'static str, Option<&str>)| {
            (*case, *line, pop3(then(pop3_until_login(LIST), [refused(line, *code)])))
        };
        cases.iter().map(run).collect::<Vec<_>>()
    };
    let silent = |lines: Option<Fact>| {
        let mut facts = pop3_until_login(LIST);
        facts.pop();
        pop3(then(facts, lines))
    };
    let unanswered = Fact::CapabilitiesFailed {
        stage: Stage::AfterTls,
        why: Some(ReadFailure::TimedOut),
        reply: None,
    };
    let later = Fact::CapabilitiesFailed {
        stage: Stage::AfterTls,
        why: None,
        reply: Some(text("-ERR [SYS/TEMP] later")),
    };
    [
        under(
            &["login.rejected"],
            answers(&[
                ("other", "-ERR [AUTH] Authentication failed.", Some("AUTH")),
                ("other", "-ERR never heard of mrose", None),
            ]),
        ),
        under(
            &["login.temporary-failure"],
            answers(&[("other", "-ERR [SYS/TEMP] Out of swap", Some("SYS/TEMP"))]),
        ),
        under(
            &["greeting.busy"],
            [
                answers(&[
                    ("in-use", "-ERR [IN-USE] Couldn't sync mailbox.", Some("IN-USE")),
                    ("in-use", "-ERR [IN-USE] somebody else is here", Some("IN-USE")),
                    ("at-login", "-ERR [LOGIN-DELAY] not so often", Some("LOGIN-DELAY")),
                    (
                        "rate",
                        "-ERR [LOGIN-DELAY] Logins must be at least 3 minutes apart",
                        Some("LOGIN-DELAY"),
                    ),
                ]),
                vec![("after-greeting", "later than CAPA", silent(Some(later)))],
            ]
            .concat(),
        ),
        under(
            &["greeting.silent"],
            vec![("after-greeting", "no answer to CAPA", silent(Some(unanswered)))],
        ),
    ]
    .concat()
}

/// What POP3 offers to log in with.
pub(super) fn ways() -> Vec<Run> {
    let none = Fact::NotAttempted { why: NotAttempted::NoMechanism };
    let nothing = pop3(then(pop3_until_login(&["TOP", "UIDL"]), [none]));
    let in_clear = |list: &[&str]| {
        let why = NotAttempted::InClear;
        let greeted = greeted(GreetingKind::Ready, "+OK ready");
        let list = capabilities(Stage::BeforeTls, list);
        let facts = [connected(), greeted, list, Fact::NotAttempted { why }];
        with(run(), Service::Pop3, "pop.example.org:110/plain", facts)
    };
    let upgraded = {
        let until = pop3_until_login(LIST);
        let before = [
            connected(),
            greeted(GreetingKind::Ready, "+OK ready"),
            capabilities(Stage::BeforeTls, &["TOP", "UIDL", "USER", "STLS"]),
            go_ahead(),
        ];
        let inside = until
            .into_iter()
            .filter(|fact| !matches!(fact, Fact::Connected { .. } | Fact::Greeted(_)));
        let facts = before.into_iter().chain(inside).chain(accepted("+OK logged in"));
        with(run(), Service::Pop3, "pop.example.org:110/starttls", facts)
    };
    [
        under(&["login.no-mechanism"], vec![("other", "neither USER nor SASL", nothing)]),
        under(
            &["login.would-be-in-clear"],
            vec![
                ("starttls", "POP3 in clear, with STLS", in_clear(&["USER", "STLS"])),
                ("other", "POP3 in clear", in_clear(&["USER"])),
            ],
        ),
        under(
            &["login.allowed-in-clear", "settings.pop3-only"],
            vec![("other", "USER before TLS", upgraded)],
        ),
    ]
    .concat()
}

/// POP3 alone, that works.
pub(super) fn alone() -> Vec<Run> {
    let list = LIST;
    let mut untried = pop3(pop3_until_login(list));
    untried.account.credential = Credential::None;
    let untried = at(untried, V4, [Fact::NotAttempted { why: NotAttempted::NoCredential }]);
    let works = pop3(then(pop3_until_login(list), accepted("+OK logged in")));
    let unlisted = Fact::CapabilitiesNotListed { stage: Stage::AfterTls, reply: text("-ERR no") };
    let mut old = pop3_until_login(&[]);
    old.pop();
    let old = pop3(then(then(old, [unlisted]), accepted("+OK logged in")));
    under(
        &["settings.pop3-only"],
        vec![
            ("other", "POP3 alone", works),
            ("other", "POP3 alone, without CAPA", old),
            ("other", "POP3 alone, without a password", untried),
        ],
    )
}

/// IMAP that works, and POP3 that works with this list.
pub(super) fn beside_imap(list: &[&str]) -> Evidence {
    let facts = then(pop3_until_login(list), accepted("+OK logged in"));
    with(imap(healthy_imap_with_all()), Service::Pop3, "pop.example.org", facts)
}

fn healthy_imap_with_all() -> Vec<Fact> {
    let [login, goodbye] = accepted("a2 OK logged in");
    let all = ["IMAP4rev1", "IDLE", "SPECIAL-USE", "MOVE"];
    then(imap_until_login(), [login, capabilities(Stage::AfterLogin, &all), goodbye])
}

#[test]
fn whoever_has_imap_or_cannot_log_in_is_not_told_of_pop3() {
    let list = LIST;
    assert!(ids(&crate::judge(beside_imap(list))).is_empty());
    let refused = Fact::Login(login(Mechanism::Pop3User, false, "-ERR [AUTH] no"));
    let refused = pop3(then(pop3_until_login(list), [refused]));
    assert_eq!(ids(&crate::judge(refused)), ["login.rejected"]);
}

#[test]
fn a_timestamp_inside_tls_is_a_way_to_log_in() {
    let list = ["TOP", "UIDL"];
    let mut facts = pop3_until_login(&list);
    facts[3] = greeted(GreetingKind::Ready, "+OK ready <1.2@pop.example.org>");
    let facts = then(facts, [Fact::Login(login(Mechanism::Apop, true, "+OK logged in"))]);
    let report = crate::judge(pop3(facts));
    assert_eq!(ids(&report), ["settings.pop3-only"]);
    // What programs call an encrypted password is CRAM-MD5 or APOP, and nothing else works here.
    let incoming = report.settings.and_then(|settings| settings.incoming);
    let chosen = incoming.map(|side| side.authentication);
    assert_eq!(chosen, Some(vec![Authentication::PasswordEncrypted]));
}

fn refused(line: &str, code: Option<&str>) -> Fact {
    let mut reply = login(Mechanism::Plain, false, line);
    reply.detail = code.map(str::to_owned);
    reply.transient = code.is_some_and(|code| code != "AUTH");
    Fact::Login(reply)
}

/// What a server in good health lists.
const LIST: &[&str] = &["TOP", "UIDL", "USER", "SASL PLAIN"];
