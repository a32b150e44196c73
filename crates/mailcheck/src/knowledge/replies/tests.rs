//! The catalogue against itself, the contract and the rule of the house.

use std::collections::BTreeSet;

use super::entry::{Entry, Grade, Kind, Moment, Scope, SpeakerKind};
use super::file::read_all;
use super::heard::{Heard, normal};
use super::search::{Certainty, Meaning, Said, best, meanings};
use super::{Apart, all};
use crate::model::{Host, ServerText, Service};

/// The findings that a reply can mean, with the kinds that each has.
const FINDINGS: &[(&str, &[Kind])] = &[
    (
        "greeting.busy",
        &[
            Kind::Concurrency,
            Kind::Idle,
            Kind::Maintenance,
            Kind::Misuse,
            Kind::Overload,
            Kind::Rate,
        ],
    ),
    ("greeting.refused", &[Kind::Address, Kind::ClientName, Kind::Foreign, Kind::Policy]),
    ("login.app-password-required", &[]),
    ("login.locked", &[]),
    ("login.mechanism-broken", &[]),
    ("login.mechanism-unusable", &[]),
    ("login.no-mechanism", &[]),
    ("login.oauth-required", &[]),
    ("login.rejected", &[Kind::Token]),
    ("login.restricted", &[Kind::Admin, Kind::Client]),
    ("login.service-disabled", &[Kind::Admin]),
    ("login.temporary-failure", &[]),
    ("login.username-form", &[]),
    ("login.web-login-required", &[Kind::PasswordChange]),
    ("login.would-be-in-clear", &[]),
    ("send.deferred", &[Kind::Greylisting, Kind::Overload, Kind::Rate]),
    // Beyond the contract's first list: what is refused for its size or number, and to whom.
    ("send.over-quota", &[]),
    ("send.recipient-rejected", &[]),
    ("send.relay-denied", &[]),
    ("send.sender-rejected", &[]),
    ("send.too-large", &[]),
    ("tls.starttls-refused", &[]),
];

fn lines(text: &str) -> Vec<ServerText> {
    text.lines().map(ServerText::from).collect()
}

/// Where an entry was observed, as far as it says.
fn place(entry: &Entry) -> (Service, Moment) {
    let place = entry.places.first().expect("every entry has a place");
    let heard = Heard::of(&lines(entry.example));
    let service = place.service.or_else(|| heard.service()).unwrap_or(Service::Imap);
    (service, place.moment.unwrap_or(Moment::Login))
}

fn meant(service: Service, moment: Moment, text: &str) -> Vec<Meaning> {
    meanings(&Said::new(service, moment, &lines(text)))
}

fn first(service: Service, moment: Moment, text: &str) -> (String, Option<Kind>) {
    let meanings = meant(service, moment, text);
    let first = meanings.first().unwrap_or_else(|| panic!("{text} means nothing"));
    (first.finding.to_owned(), first.kind)
}

#[test]
fn every_file_is_read() {
    for entries in read_all() {
        let entries = entries.unwrap_or_else(|why| panic!("{why}"));
        assert!(!entries.is_empty());
    }
    assert!(all().len() >= 200, "only {}", all().len());
}

#[test]
fn every_entry_is_complete() {
    let mut ids = BTreeSet::new();
    for entry in all() {
        let id = entry.id;
        assert!(ids.insert(id), "{id} is there twice");
        let is_word = |letter: char| letter.is_ascii_alphanumeric() || "-./".contains(letter);
        assert!(id.chars().all(is_word), "{id}");
        assert!(!entry.source.trim().is_empty(), "{id} has no source");
        assert!(!entry.example.trim().is_empty(), "{id} has no example");
        assert!(!entry.means.is_empty(), "{id} means nothing");
        assert!(!entry.places.is_empty(), "{id} was observed nowhere");
        let several = entry.means.len() > 1;
        assert_eq!(entry.apart.is_some(), several, "{id}: what tells its meanings apart?");
        let distinct: BTreeSet<_> = entry.means.iter().map(|it| (it.finding, it.kind)).collect();
        assert_eq!(distinct.len(), entry.means.len(), "{id} means something twice");
        let of_standard = entry.by.kind == SpeakerKind::Standard;
        assert_eq!(of_standard, entry.grade == Grade::Standard, "{id}");
        let is_provider = entry.by.kind == SpeakerKind::Provider;
        assert_eq!(is_provider, !entry.by.hosts.is_empty(), "{id}: hosts are for providers");
        let limits = entry.text.matches("{limit}").count();
        assert!(entry.scopes.len() <= limits.max(1), "{id}: whose is which limit?");
        for words in entry.by.greetings {
            assert_eq!(normal(words), *words, "{id}");
        }
    }
}

#[test]
fn every_finding_and_kind_is_known() {
    for entry in all() {
        for means in &entry.means {
            let known = FINDINGS.iter().find(|(finding, _)| *finding == means.finding);
            let (_, kinds) = known.unwrap_or_else(|| panic!("{}: {}", entry.id, means.finding));
            let fits = means.kind.is_none_or(|kind| kinds.contains(&kind));
            assert!(fits, "{}: {means:?}", entry.id);
            // Who is busy or refuses says how.
            let needs_kind = ["greeting.busy", "greeting.refused"].contains(&means.finding);
            assert!(means.kind.is_some() || !needs_kind, "{}: {means:?}", entry.id);
        }
    }
    let used: BTreeSet<&str> =
        all().iter().flat_map(|entry| &entry.means).map(|means| means.finding).collect();
    let listed: BTreeSet<&str> = FINDINGS.iter().map(|(finding, _)| *finding).collect();
    assert_eq!(used, listed);
    let apart: BTreeSet<Apart> = all().iter().filter_map(|entry| entry.apart).collect();
    assert_eq!(apart, Apart::ALL.into_iter().collect());
    let kinds: BTreeSet<Kind> =
        all().iter().flat_map(|entry| &entry.means).filter_map(|means| means.kind).collect();
    assert_eq!(kinds, Kind::ALL.into_iter().collect());
}

/// Every entry knows its own example best, and none takes another's and says something else of it.
#[test]
fn examples_are_those_of_their_entries() {
    let mut wrong = Vec::new();
    for entry in all() {
        let (service, moment) = place(entry);
        let lines = lines(entry.example);
        let best = best(&Said::new(service, moment, &lines));
        let ids: Vec<&str> = best.iter().map(|it| it.entry.id).collect();
        // Where only the code counts, the words of the example may be somebody's.
        if !ids.contains(&entry.id) && !entry.pattern.is_open() {
            wrong.push(format!("{}: its example is taken by {ids:?}", entry.id));
        }
        let own = entry.means.first();
        let others = best.iter().filter(|it| it.entry.id != entry.id);
        let others = others.filter(|it| it.entry.means.first() != own);
        let others: BTreeSet<&str> = others.map(|it| it.entry.id).collect();
        let declared: BTreeSet<&str> = entry.also.iter().copied().collect();
        if others != declared {
            wrong.push(format!("{}: also {others:?}, declared {declared:?}", entry.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// On a speaker's own hosts, its entry is the one.
#[test]
fn providers_are_known_by_their_hosts() {
    for entry in all().iter().filter(|entry| entry.by.kind == SpeakerKind::Provider) {
        let host = entry.by.hosts.first().expect("every provider has hosts");
        let host: Host = format!("imap.{host}").parse().expect("is a host");
        let (service, moment) = place(entry);
        let lines = lines(entry.example);
        let meanings = meanings(&Said::new(service, moment, &lines).host(&host));
        let first = &meanings[0];
        assert_eq!(first.certainty, Certainty::Exact, "{}", entry.id);
        assert_eq!(first.entry.by.name, entry.by.name, "{}", entry.id);
    }
}

/// Nothing that blames the person's credential is said of a limit, a filter or a maintenance.
#[test]
fn limits_and_filters_blame_no_credential() {
    let words = ["connections", "rate limit", "maintenance", "blocked using", "listed at", "busy"];
    for entry in all().iter().filter(|entry| words.iter().any(|word| entry.text.contains(word))) {
        // Such a reply may stand for all causes at once, and says so.
        let says_all = entry.text.contains("password is incorrect");
        let is_clear = entry.text.contains("non-secure (ssl/tls) connections");
        let blames = entry.means.first().is_some_and(|it| it.finding.starts_with("login."));
        assert!(!blames || says_all || is_clear, "{}", entry.id);
    }
}

#[test]
fn known_replies_mean_what_they_mean() {
    use Moment::{Greeting, Login, Rcpt, Starttls};
    use Service::{Imap, Pop3, Smtp};
    for (service, moment, text, finding, kind) in [
        // Text decides, not the code.
        (
            Imap,
            Login,
            "a1 NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=3)",
            "greeting.busy",
            Some(Kind::Concurrency),
        ),
        (Imap, Login, "a1 NO [UNAVAILABLE] Out of order", "login.temporary-failure", None),
        (Imap, Login, "a1 NO [ALERT] Something new", "login.rejected", None),
        (Imap, Login, "a1 NO LOGIN failed", "login.rejected", None),
        // A server that nobody knows, whose words are common.
        (
            Imap,
            Login,
            "a1 NO [X] Sorry, too many open connections",
            "greeting.busy",
            Some(Kind::Concurrency),
        ),
        (Smtp, Greeting, "450 4.7.1 Rate limit exceeded", "greeting.busy", Some(Kind::Rate)),
        (
            Smtp,
            Login,
            "535 5.7.8 Error: authentication failed: your account has been suspended",
            "login.restricted",
            None,
        ),
        (Smtp, Login, "535 5.7.8 Error: authentication failed: who knows", "login.rejected", None),
        // The same code at two moments.
        (Smtp, Login, "454 4.7.0 something", "login.temporary-failure", None),
        (Smtp, Starttls, "454 4.7.0 something", "tls.starttls-refused", None),
        (Smtp, Rcpt, "554 5.7.1 <a@b.example>: Relay access denied", "send.relay-denied", None),
        (Smtp, Login, "554 5.7.1 No", "greeting.refused", Some(Kind::Policy)),
        (Pop3, Login, "-ERR [SYS/TEMP] Out of order", "login.temporary-failure", None),
        (Pop3, Login, "-ERR never mind", "login.rejected", None),
        (
            Smtp,
            Login,
            "535 Error: \\xc7\\xeb\\xca\\xb9\\xd3\\xc3\\xca\\xda\\xc8\\xa8\\xc2\\xeb\\xb5\\xc7\\xc2\\xbc",
            "login.app-password-required",
            None,
        ),
    ] {
        assert_eq!(first(service, moment, text), (finding.to_owned(), kind), "{text}");
    }
    assert!(meant(Imap, Moment::AfterLogin, "a1 NO what nobody knows").is_empty());
    assert!(meanings(&Said::new(Imap, Login, &[])).is_empty());
}

#[test]
fn what_is_known_of_the_server_decides() {
    let lines = lines("a1 NO [AUTHENTICATIONFAILED] Authentication failed.");
    let said = Said::new(Service::Imap, Moment::Login, &lines);
    let host: Host = "p42-imap.mail.me.com".parse().expect("is a host");
    let icloud = meanings(&said.host(&host));
    assert_eq!(icloud[0].finding, "login.app-password-required");
    assert_eq!(icloud[0].certainty, Certainty::Exact);
    let host: Host = "imap.example.org".parse().expect("is a host");
    let other = meanings(&said.host(&host));
    assert_eq!(other[0].finding, "login.rejected");
    let greeting = [ServerText::from("* OK [CAPABILITY IMAP4rev1] Dovecot (Debian) ready.")];
    let dovecot = meanings(&said.host(&host).greeting(&greeting));
    assert_eq!((dovecot[0].certainty, dovecot.len()), (Certainty::Exact, 1));
}

#[test]
fn waits_and_limits_are_read_out_of_replies() {
    let cyrus = "a1 NO Too many open connections (3 of 10 from client.example, 5 of 5 for you)";
    let cyrus = meant(Service::Imap, Moment::Login, cyrus);
    assert_eq!((cyrus[0].limit, cyrus[0].scope), (Some(5), Some(Scope::User)));
    let of_address = "NO Too many open connections (10 of 10 from client.example, 5 of 0 for you)";
    let of_address = meant(Service::Imap, Moment::Login, of_address);
    assert_eq!((of_address[0].limit, of_address[0].scope), (Some(10), Some(Scope::Address)));
    let delay = "-ERR [LOGIN-DELAY] Logins must be at least 1 minute apart";
    let delay = meant(Service::Pop3, Moment::Login, delay);
    let wait = delay[0].wait.as_ref().expect("says so");
    assert_eq!((wait.length.as_secs(), wait.source), (60, ""));
    let postfix = "421 4.7.0 mail.example.org Error: too many connections from 192.0.2.1";
    let postfix = meant(Service::Smtp, Moment::Greeting, postfix);
    assert_eq!(postfix.len(), 2);
    assert_eq!(postfix[0].apart, Some(Apart::OnceLater));
    assert!(postfix.iter().all(|it| it.wait.as_ref().is_some_and(|it| it.length.as_secs() == 60)));
}

/// Displays show only the text, or a part of it, or more than it.
#[test]
fn pasted_text_is_recognised() {
    for (text, finding) in [
        ("Application-specific password required", "login.app-password-required"),
        ("The server said: 535 5.7.3 Authentication unsuccessful [x]", "login.rejected"),
        ("[LIMIT] Maximum number of connections from user+IP exceeded", "greeting.busy"),
        ("554 5.7.1 Relay access denied", "send.relay-denied"),
        ("535 5.7.8", "login.rejected"),
        ("421", "greeting.busy"),
    ] {
        let lines = lines(text);
        let meanings = meanings(&Said::pasted(&lines));
        let found = meanings.first().map(|meaning| meaning.finding);
        assert_eq!(found, Some(finding), "{text}");
    }
}

/// A code tells whose words they are, also where the status was not copied.
#[test]
fn the_code_of_pasted_text_counts() {
    let lines = lines("[AUTHENTICATIONFAILED] Authentication failed.");
    let meanings = meanings(&Said::pasted(&lines));
    assert_eq!(meanings[0].entry.by.name, "dovecot");
}

/// What is compared is bounded, so a flood costs no more than a long sentence.
#[test]
fn a_flood_is_looked_up_like_a_sentence() {
    let flood = ServerText::from("too many connections ".repeat(20_000).as_str());
    let lines = vec![flood; 200];
    let meanings = meanings(&Said::new(Service::Smtp, Moment::Login, &lines));
    assert_eq!(meanings[0].finding, "greeting.busy");
}
