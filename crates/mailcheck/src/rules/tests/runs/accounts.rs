//! Runs of accounts whose provider is known.

use std::time::Duration;

use super::super::evidence::{
    connect_failed, find, healthy_imap, healthy_smtp, ids, imap_no, imap_until_login, run, smtp_no,
    smtp_until_login, then, typed, with,
};
use super::{Run, under};
use crate::evidence::{ConnectFailure, Credential, Evidence, Fact, NotAttempted};
use crate::model::{Address, Endpoint, Service, Source};
use crate::report::{Arg, Verdict, Wait, WaitSource};
use crate::rules::{judge, mistyped};
use crate::typing::Typed;

/// A run of somebody with this address, and a user name if it is another.
fn of(address: &str, username: Option<&str>) -> Evidence {
    let parsed: Address = address.parse().expect(address);
    let mut evidence = run();
    evidence.account.address = Some(parsed.to_string());
    evidence.account.domain = Some(parsed.domain().clone());
    evidence.account.username = username.map(str::to_owned);
    evidence
}

/// Nobody logs in.
fn unasked(mut evidence: Evidence, service: Service, place: &str) -> Evidence {
    let facts = if service == Service::Smtp { smtp_until_login() } else { imap_until_login() };
    evidence.account.credential = Credential::None;
    let left_out = Fact::NotAttempted { why: NotAttempted::NoCredential };
    with(evidence, service, place, then(facts, [left_out]))
}

/// The server refuses the log-in.
fn refused(evidence: Evidence, place: &str) -> Evidence {
    let no = imap_no(Some("AUTHENTICATIONFAILED"), false, "a2 NO [AUTHENTICATIONFAILED] no");
    with(evidence, Service::Imap, place, then(imap_until_login(), [no]))
}

/// Somebody whose name at the server has nothing to do with the address.
fn asahi() -> Evidence {
    let place = "mail.asahi-net.or.jp:587";
    unasked(of("you@abc.asahi-net.or.jp", None), Service::Smtp, place)
}

/// A refusal where some of them lead to a lock of an hour.
fn locked_for_an_hour() -> Evidence {
    let no = smtp_no(535, "5.7.8", "535 5.7.8 Error: authentication failed");
    let evidence = of("you@japan-net.ne.jp", None);
    let facts = then(smtp_until_login(), [no]);
    with(evidence, Service::Smtp, "ctl.japan-net.ne.jp:587", facts)
}

pub(super) fn accounts() -> Vec<Run> {
    let imap = |address, username, place| unasked(of(address, username), Service::Imap, place);
    let iij = unasked(of("you@dd.iij4u.or.jp", None), Service::Smtp, "mbox.iij4u.or.jp:587");
    [
        under(
            &["login.username-form"],
            vec![
                (
                    "address",
                    "the part before the @ where the address is wanted",
                    imap("you@abc.ocn.ne.jp", Some("you"), "imap.ocn.ne.jp"),
                ),
                (
                    "address",
                    "an own domain at a known server",
                    imap("you@example.org", Some("you"), "imap.gmail.com"),
                ),
                (
                    "local-part",
                    "the address where the part before the @ is wanted",
                    imap("you@yahoo.co.jp", None, "imap.mail.yahoo.co.jp"),
                ),
                ("dotted", "the address where dots are wanted", iij),
                ("other", "the address where an id is wanted", asahi()),
                ("local-part", "no server was found", of("you@web.de", None)),
            ],
        ),
        under(
            &["login.rejected", "login.username-form"],
            vec![(
                "other",
                "refused with a name of another form",
                refused(of("you@yahoo.co.jp", None), "imap.mail.yahoo.co.jp"),
            )],
        ),
        under(
            &["login.rejected"],
            CAUSES
                .iter()
                .map(|(address, place, _)| ("other", *address, refused(of(address, None), place)))
                .chain([("several", "the provider says how long it locks", locked_for_an_hour())])
                .collect(),
        ),
        under(
            &["login.app-password-required"],
            vec![("other", "an app password, and where to get it", told_app_password())],
        ),
        under(
            &["login.service-disabled"],
            vec![("other", "a switch, and where it is", told_switch())],
        ),
        under(
            &["login.locked"],
            vec![
                (
                    "until-lifted",
                    "a lock that does not pass",
                    locked(of("you@example.jp", None), "v2008.coreserver.jp"),
                ),
                ("other", "a lock that passes", locked_until_its_time()),
            ],
        ),
        under(
            &["greeting.busy"],
            vec![
                (
                    "limit-per-user",
                    "too many of one user",
                    crowded(of("you@gmail.com", None), "imap.gmail.com"),
                ),
                (
                    "limit-per-line",
                    "too many of one line",
                    crowded(of("you@example.jp", None), "v2008.coreserver.jp"),
                ),
            ],
        ),
        under(
            &["connect.refused"],
            vec![(
                "usual-port",
                "refused where strangers from abroad are",
                with(
                    of("you@abc.plala.or.jp", None),
                    Service::Imap,
                    "imap.plala.or.jp",
                    [connect_failed(ConnectFailure::Refused)],
                ),
            )],
        ),
    ]
    .concat()
}

/// The server says that it wants an app password.
fn told_app_password() -> Evidence {
    let line = "a2 NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)";
    let facts = then(imap_until_login(), [imap_no(None, false, line)]);
    with(of("you@gmail.com", None), Service::Imap, "imap.gmail.com", facts)
}

/// The server says that IMAP is switched off.
fn told_switch() -> Evidence {
    let facts =
        then(imap_until_login(), [imap_no(None, false, "a2 NO IMAP is disabled for this account")]);
    with(of("you@gmx.de", None), Service::Imap, "imap.gmx.net", facts)
}

/// The server says that the account is locked.
fn locked(evidence: Evidence, place: &str) -> Evidence {
    let no = imap_no(None, false, LOCKED);
    with(evidence, Service::Imap, place, then(imap_until_login(), [no]))
}

/// The same of a server whose provider publishes for how long.
fn locked_until_its_time() -> Evidence {
    let facts = then(smtp_until_login(), [smtp_no(535, "", "535 your account is locked")]);
    with(of("you@japan-net.ne.jp", None), Service::Smtp, "ctl.japan-net.ne.jp:587", facts)
}

/// The server says that too many connections are open.
fn crowded(evidence: Evidence, place: &str) -> Evidence {
    let no = imap_no(None, false, "a2 NO [ALERT] Too many simultaneous connections. (Failure)");
    with(evidence, Service::Imap, place, then(imap_until_login(), [no]))
}

const LOCKED: &str = "a2 NO your account is locked";

/// An address, its server, and the causes of a refusal, the likeliest first.
const CAUSES: &[(&str, &str, &[&str])] = &[
    (
        "you@gmail.com",
        "imap.gmail.com",
        &["cause-app-password-named", "cause-wrong-password", "cause-account-locked"],
    ),
    (
        "you@abc.ocn.ne.jp",
        "imap.ocn.ne.jp",
        &[
            "cause-mail-password",
            "cause-wrong-password",
            "cause-service-off",
            "cause-account-locked",
        ],
    ),
    (
        "you@proton.me",
        "127.0.0.1:1143/starttls",
        &[
            "cause-bridge-password",
            "cause-wrong-password",
            "cause-username-form",
            "cause-service-off",
            "cause-account-locked",
        ],
    ),
    (
        "you@outlook.jp",
        "outlook.office365.com",
        &["cause-oauth-only", "cause-switch-off", "cause-wrong-password", "cause-account-locked"],
    ),
    (
        "you@mail.com",
        "imap.mail.com",
        &[
            "cause-not-in-plan",
            "cause-wrong-password",
            "cause-portal-password",
            "cause-account-locked",
        ],
    ),
    (
        "you@zoho.jp",
        "imap.zoho.jp",
        &["cause-switch-off", "cause-wrong-password", "cause-two-step", "cause-account-locked"],
    ),
    (
        "you@example.jp",
        "v2008.coreserver.jp",
        &[
            "cause-wrong-password",
            "cause-portal-password",
            "cause-username-form",
            "cause-access-off",
            "cause-locked-until-lifted",
        ],
    ),
    (
        "you@abc.sakura.ne.jp",
        "abc.sakura.ne.jp",
        &[
            "cause-wrong-password",
            "cause-portal-password",
            "cause-username-form",
            "cause-access-off",
            "cause-account-locked",
            "cause-foreign-filter-named",
        ],
    ),
];

#[test]
fn the_provider_sharpens_the_causes() {
    for (address, place, expected) in CAUSES {
        let report = judge(refused(of(address, None), place));
        assert_eq!(find(&report, "login.rejected").advice.causes, *expected, "{address}");
    }
    let report = judge(refused(of("you@yahoo.co.jp", None), "imap.mail.yahoo.co.jp"));
    let causes = &find(&report, "login.rejected").advice.causes;
    assert_eq!(
        causes[..2],
        ["cause-other-username", "cause-switch-off"],
        "what is seen comes first"
    );
}

/// The password that one server took is not to blame at the other.
#[test]
fn a_password_that_was_taken_is_no_cause() {
    let no = smtp_no(535, "5.7.8", "535 5.7.8 Error: authentication failed");
    let imap = with(of("you@gmail.com", None), Service::Imap, "imap.gmail.com", healthy_imap());
    let both = with(imap, Service::Smtp, "smtp.gmail.com:587", then(smtp_until_login(), [no]));
    let causes = judge(both).findings.remove(0).advice.causes;
    assert_eq!(causes, ["cause-service-off", "cause-other-password"]);
}

/// The reply, else the provider, else the software, else our own number; and whose it is.
#[test]
fn a_published_lock_goes_before_other_waits() {
    let wait = |evidence| find(&judge(evidence), "login.locked").advice.wait;
    let published = Wait::new(
        Duration::from_hours(1),
        WaitSource::Provider,
        "https://isp.mirai.ad.jp/faq/others/j-net/mail-lock",
    );
    assert_eq!(wait(locked_until_its_time()), Some(published));
    assert_eq!(wait(locked(of("you@example.jp", None), "v2008.coreserver.jp")), None);
    let elsewhere = wait(locked(of("you@example.org", None), "imap.example.org"));
    assert_eq!(elsewhere.map(|wait| wait.whose), Some(WaitSource::Default));
}

#[test]
fn a_filter_on_foreign_addresses_is_named_where_the_provider_has_one() {
    let causes = |place, why| {
        let facts = [connect_failed(why)];
        let report = judge(with(of("you@abc.plala.or.jp", None), Service::Imap, place, facts));
        report.findings[0].advice.causes.clone()
    };
    let named = "cause-foreign-filter-named";
    assert_eq!(causes("imap.plala.or.jp", ConnectFailure::Refused).last(), Some(&named));
    let silent = ConnectFailure::TimedOut;
    assert_eq!(causes("imap.plala.or.jp", silent.clone()).last(), Some(&named));
    assert_eq!(causes("imap.example.org", silent).last(), Some(&"cause-foreign-filter"));
    assert_eq!(causes("imap.example.org", ConnectFailure::Refused), [] as [&str; 0]);
}

#[test]
fn pages_and_names_are_told_in_each_language() {
    let report = judge(refused(of("you@gmx.de", None), "imap.gmx.net"));
    let args = &find(&report, "login.rejected").advice.args;
    let page = Arg::from("https://hilfe.gmx.net/pop-imap/einschalten.html");
    for arg in [("switch", page), ("switch-seen", "2026-03-12".into()), ("remedy", "switch".into())]
    {
        assert!(args.contains(&arg), "{arg:?}: {args:?}");
    }
    for (evidence, arg) in [
        (told_app_password(), ("password-page", "https://myaccount.google.com/apppasswords")),
        (told_switch(), ("switch", "https://hilfe.gmx.net/pop-imap/einschalten.html")),
    ] {
        let args = &judge(evidence).findings[0].advice.args;
        let (name, page) = arg;
        assert!(args.contains(&(name, Arg::from(page))), "{args:?}");
        assert!(args.contains(&("where", Arg::from("known"))), "{args:?}");
    }
    let args = &find(&judge(asahi()), "login.username-form").advice.args.clone();
    let name = Arg::Name { en: "ASAHI Net ID".to_owned(), ja: "ASAHIネットID".to_owned() };
    assert!(args.contains(&("name", name)), "{args:?}");
}

#[test]
fn nothing_is_said_of_a_name_that_fits_or_was_taken() {
    let fitting = [
        ("you@abc.ocn.ne.jp", None, "imap.ocn.ne.jp"),
        ("you@yahoo.co.jp", Some("you"), "imap.mail.yahoo.co.jp"),
        ("you@dd.iij4u.or.jp", Some("you.dd.iij4u.or.jp"), "mbox.iij4u.or.jp"),
        ("you@abc.asahi-net.or.jp", Some("ab1c-dfgh"), "mail.asahi-net.or.jp"),
        ("you@icloud.com", Some("you"), "imap.mail.me.com"),
        ("you@icloud.com", None, "imap.mail.me.com"),
        ("you@example.org", Some("you"), "imap.example.org"),
        // Not the provider's server, as far as anybody knows.
        ("you@ocn.ne.jp", Some("you"), "imap.example.org"),
        ("you@ocn.ne.jp", Some("you"), "127.0.0.1"),
        // A second address, whose name is not known.
        ("you@sp1.nifty.com", None, "imap.nifty.com"),
        // Only somebody else says what is wanted there.
        ("you@docomo.ne.jp", None, "imap.spmode.ne.jp"),
    ];
    for (address, username, place) in fitting {
        let report = judge(unasked(of(address, username), Service::Imap, place));
        assert_eq!((ids(&report), report.verdict), (vec![], Verdict::Ready), "{address}");
    }
    let place = "imap.mail.yahoo.co.jp";
    let taken = with(of("you@yahoo.co.jp", None), Service::Imap, place, healthy_imap());
    let taken = with(taken, Service::Smtp, "smtp.mail.yahoo.co.jp:587", healthy_smtp());
    assert_eq!(ids(&judge(taken)), [] as [&str; 0]);
}

/// A server that was found by the domain is its provider's, whatever it is called.
#[test]
fn the_domain_tells_whose_the_servers_are_that_it_led_to() {
    let found = |source| {
        let evidence = of("you@ocn.ne.jp", Some("you"));
        let mut evidence = unasked(evidence, Service::Imap, "imap.example.org");
        evidence.endpoints[0].source = source;
        ids(&judge(evidence))
    };
    assert_eq!(found(Source::Srv), ["login.username-form"]);
    assert_eq!(found(Source::Given), [] as [&str; 0]);
}

/// Where the form is known, nobody has to guess by the letters of a name.
#[test]
fn a_customer_number_is_told_once() {
    let told = |address, place| {
        let number = "1234-5678-90";
        let evidence = unasked(of(address, Some(number)), Service::Imap, place);
        let slips = Typed { address: Some(address), username: Some(number), password: None };
        ids(&judge(typed(evidence, &slips)))
    };
    assert_eq!(told("you@ocn.ne.jp", "imap.ocn.ne.jp"), ["login.username-form"]);
    assert_eq!(told("you@abc.asahi-net.or.jp", "mail.asahi-net.or.jp"), [] as [&str; 0]);
    assert_eq!(told("you@example.org", "imap.example.org"), ["login.typing"]);
}

#[test]
fn before_a_run_the_servers_that_were_named_tell_the_form() {
    let told = |address, username, servers: &[&str]| {
        let parse = |place: &&str| Endpoint::parse(Service::Imap, place).expect(place);
        let servers: Vec<Endpoint> = servers.iter().map(parse).collect();
        let findings = mistyped(of(address, username).account, &servers, Vec::new());
        findings.iter().map(|finding| finding.id).collect::<Vec<_>>()
    };
    let form = ["login.username-form"];
    assert_eq!(told("you@ocn.ne.jp", Some("you"), &[]), form);
    assert_eq!(told("you@example.org", Some("you"), &["imap.example.org", "imap.ocn.ne.jp"]), form);
    assert_eq!(told("you@ocn.ne.jp", Some("you"), &["imap.example.org"]), [] as [&str; 0]);
    assert_eq!(told("you@ocn.ne.jp", None, &[]), [] as [&str; 0]);
}

/// iCloud's server for reading takes what that for sending does not.
#[test]
fn one_server_may_want_what_another_does_not() {
    let reading =
        with(of("you@icloud.com", Some("you")), Service::Imap, "imap.mail.me.com", healthy_imap());
    let no = smtp_no(535, "5.7.8", "535 5.7.8 Error: authentication failed");
    let place = "smtp.mail.me.com:587";
    let both = with(reading, Service::Smtp, place, then(smtp_until_login(), [no]));
    let report = judge(both);
    assert_eq!(ids(&report), ["login.rejected", "login.username-form"]);
    let args = &find(&report, "login.username-form").advice.args;
    assert!(args.contains(&("example", Arg::from("you@icloud.com"))), "{args:?}");
}
