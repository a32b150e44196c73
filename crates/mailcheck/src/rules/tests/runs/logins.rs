//! Runs that end with the log-in.

use super::super::evidence::{
    capabilities, connected, encrypted, good_chain, greeted, healthy_imap, healthy_smtp, imap,
    imap_no, imap_until_login, login, login_failed, run, smtp, smtp_no, smtp_until_login, text,
    then, today, with,
};
use super::{Run, under};
use crate::evidence::{
    Fact, GreetingKind, Mechanism, NotAttempted, ReadFailure, Risk, Stage, TooSoon,
};
use crate::model::Service;
use jiff::SignedDuration;

#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn logins() -> Vec<Run> {
    let offers = |service: Service, place: &str, list: &[&str], why: NotAttempted| {
        let mut facts =
            if service == Service::Imap { imap_until_login() } else { smtp_until_login() };
        facts.pop();
        let more = [capabilities(Stage::AfterTls, list), Fact::NotAttempted { why }];
        with(run(), service, place, then(facts, more))
    };
    let none = NotAttempted::NoMechanism;
    let unusable = |list| offers(Service::Imap, "imap.example.org", list, NotAttempted::Unusable);
    let plain = |list: &[&str]| {
        with(
            run(),
            Service::Imap,
            "imap.example.org/plain",
            [
                connected(),
                greeted(GreetingKind::Ready, "* OK ready"),
                capabilities(Stage::BeforeTls, list),
                Fact::NotAttempted { why: NotAttempted::InClear },
            ],
        )
    };
    let preauth_in_clear = with(
        run(),
        Service::Imap,
        "imap.example.org/plain",
        [
            connected(),
            greeted(GreetingKind::Preauth, "* PREAUTH hello"),
            Fact::NotAttempted { why: NotAttempted::Preauth },
        ],
    );
    // A server that does not know EHLO.
    let unknown = |stage| Fact::CapabilitiesNotListed { stage, reply: text("500 5.5.1 what?") };
    let no_ehlo = |place: &str, facts: Vec<Fact>| with(run(), Service::Smtp, place, facts);
    let no_ehlo_inside = vec![
        connected(),
        Fact::Presented(good_chain()),
        encrypted(),
        greeted(GreetingKind::Ready, "220 smtp.example.org"),
        unknown(Stage::AfterTls),
        Fact::NotAttempted { why: none },
    ];
    let no_ehlo_in_clear =
        vec![connected(), greeted(GreetingKind::Ready, "220 hi"), unknown(Stage::BeforeTls)];
    let mut in_clear = healthy_smtp();
    in_clear[2] = capabilities(Stage::BeforeTls, &["AUTH PLAIN LOGIN", "STARTTLS"]);
    let held_back = |risk, refusals, minutes: i64| {
        let until = today() + SignedDuration::from_mins(minutes);
        let too_soon = TooSoon::new(risk, refusals, until);
        imap(then(
            imap_until_login(),
            [Fact::NotAttempted { why: NotAttempted::TooSoon(too_soon) }],
        ))
    };
    let answer = |fact: Fact| imap(then(imap_until_login(), [fact]));
    let smtp_answer = |fact: Fact| smtp(then(smtp_until_login(), [fact]));
    let wrong = || imap_no(Some("AUTHENTICATIONFAILED"), false, "a2 NO [AUTHENTICATIONFAILED] no");
    let bad = smtp_no(535, "5.7.8", "535 5.7.8 Error: authentication failed");
    let elsewhere = with(
        imap(healthy_imap()),
        Service::Smtp,
        "smtp.example.org:587",
        then(smtp_until_login(), [bad]),
    );
    let missing = smtp_no(504, "5.5.4", "504 5.5.4 Unrecognized authentication type");
    let by_login = |accepted, line| Fact::Login(login(Mechanism::Login, accepted, line));
    let works = [missing.clone(), by_login(true, "235 2.7.0 ok"), Fact::Goodbye];
    let plain_is_missing = smtp(then(smtp_until_login(), works));
    let fails = [missing, by_login(false, "535 5.7.8 no")];
    let both_fail = smtp(then(smtp_until_login(), fails));
    let dovecot = "a2 NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)";
    let gmail = "a2 NO [ALERT] Too many simultaneous connections. (Failure)";
    let icloud = "a2 BAD [UNAVAILABLE] Service temporarily unavailable";
    let exchange = "a2 BAD User is authenticated but not connected.";
    let odd = "a2 BAD [AUTHENTICATIONFAILED] wrong";
    let many = "550 5.7.1 Too many connections from your host";
    let mailu = "a2 NO Authentication rate limit from one source exceeded";
    let zimbra = "a2 NO [ALERT] account undergoing maintenance; please try again later";
    let name_form = "a2 NO use the full email address as user name";
    let id = &["login.temporary-failure"];
    let denied = |id: &[&'static str], cases: &[(&'static str, &'static str)]| {
        let case = |(case, line): &(&'static str, &'static str)| {
            let fact = match line.get(..3).and_then(|code| code.parse().ok()) {
                Some(code) => smtp_answer(smtp_no(code, "", line)),
                None => answer(imap_no(None, false, line)),
            };
            (*case, *line, fact)
        };
        under(id, cases.iter().map(case).collect())
    };
    [
        under(
            &["login.no-mechanism"],
            vec![
                (
                    "preauth",
                    "logged in from the start",
                    offers(
                        Service::Imap,
                        "imap.example.org",
                        &["IMAP4rev1", "IDLE"],
                        NotAttempted::Preauth,
                    ),
                ),
                ("preauth-in-clear", "logged in from the start, in clear", preauth_in_clear),
                ("smtp", "no EHLO", no_ehlo("smtp.example.org", no_ehlo_inside)),
                (
                    "other",
                    "nothing offered",
                    offers(
                        Service::Imap,
                        "imap.example.org",
                        &["IMAP4rev1", "LOGINDISABLED"],
                        none,
                    ),
                ),
                (
                    "smtp",
                    "no AUTH",
                    offers(Service::Smtp, "smtp.example.org:587", &["SIZE 1"], none),
                ),
                (
                    "smtp",
                    "no AUTH, no password",
                    offers(
                        Service::Smtp,
                        "smtp.example.org:587",
                        &["SIZE 1"],
                        NotAttempted::NoCredential,
                    ),
                ),
                (
                    "port-25",
                    "no AUTH on 25",
                    offers(Service::Smtp, "smtp.example.org:25", &["SIZE 1"], none),
                ),
            ],
        ),
        under(
            &["tls.starttls-not-offered"],
            vec![(
                "other",
                "no EHLO, so no STARTTLS",
                no_ehlo(
                    "smtp.example.org:587",
                    then(no_ehlo_in_clear.clone(), [Fact::StarttlsNotOffered]),
                ),
            )],
        ),
        under(
            &["settings.forgeable-source"],
            vec![(
                "other",
                "only DNS names the server",
                offers(
                    Service::Imap,
                    "imap.hosting.example",
                    &["IMAP4rev1"],
                    NotAttempted::ForeignHost,
                ),
            )],
        ),
        under(
            &["login.mechanism-unusable"],
            vec![
                ("oauth", "OAuth only", unusable(&["IMAP4rev1", "LOGINDISABLED", "AUTH=XOAUTH2"])),
                ("other", "NTLM only", unusable(&["IMAP4rev1", "LOGINDISABLED", "AUTH=NTLM"])),
                ("characters", "not to be carried", unusable(&["IMAP4rev1"])),
            ],
        ),
        under(
            &["login.mechanism-broken"],
            vec![("missing", "PLAIN is not there, and LOGIN works", plain_is_missing)],
        ),
        under(
            &["login.rejected"],
            vec![("other", "PLAIN is not there, and LOGIN is refused", both_fail)],
        ),
        under(
            &["login.would-be-in-clear"],
            vec![
                ("other", "plain", plain(&["IMAP4rev1", "LOGINDISABLED"])),
                (
                    "other",
                    "plain without EHLO",
                    no_ehlo("smtp.example.org/plain", no_ehlo_in_clear),
                ),
                ("starttls", "plain with STARTTLS", plain(&["IMAP4rev1", "STARTTLS"])),
            ],
        ),
        under(&["login.allowed-in-clear"], vec![("other", "AUTH before TLS", smtp(in_clear))]),
        under(
            &["login.too-soon"],
            vec![
                ("ban", "many refusals of all accounts", held_back(Risk::Ban, 4, 7)),
                ("longer-lock", "a lock that was told of", held_back(Risk::LongerLock, 1, 58)),
                ("other", "refused twice", held_back(Risk::Lock, 2, 26)),
                ("other", "refused once, and the wait over", held_back(Risk::Lock, 1, 0)),
            ],
        ),
        denied(
            &["login.locked"],
            &[
                ("other", "535 Authentication failed. Too many invalid logon attempts."),
                ("other", "a2 NO your account is locked"),
            ],
        ),
        denied(&["login.restricted"], &[("other", "a2 NO [CONTACTADMIN] Login disabled")]),
        denied(
            &["login.app-password-required"],
            &[
                ("other", "a2 NO [ALERT] Application-specific password required: see there"),
                ("other", "535 Error: \\xc7\\xeb\\xca\\xb9\\xd3\\xc3\\xca\\xda\\xc8\\xa8\\xc2\\xeb\\xb5\\xc7\\xc2\\xbc"),
            ],
        ),
        denied(
            &["login.oauth-required"],
            &[("other", "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [x]")],
        ),
        denied(
            &["login.web-login-required"],
            &[
                ("other", "a2 NO [ALERT] Please log in via your web browser: see there"),
                ("password-change", "a2 NO [EXPIRED] That password isn't valid any more"),
            ],
        ),
        denied(
            &["login.service-disabled"],
            &[
                ("admin", "a2 NO account does not have IMAP access enabled"),
                ("other", "a2 NO [ALERT] Your account is not enabled for IMAP use."),
            ],
        ),
        under(
            &["greeting.busy"],
            vec![
                ("limit", "Dovecot's limit", answer(imap_no(Some("UNAVAILABLE"), true, dovecot))),
                ("concurrency", "Gmail's limit", answer(imap_no(Some("ALERT"), false, gmail))),
                ("rate", "LIMIT", answer(imap_no(Some("LIMIT"), true, "a2 NO [LIMIT] slow down"))),
                ("at-login", "LIMIT alone", answer(imap_no(Some("LIMIT"), true, "a2 NO [LIMIT] no"))),
                ("rate", "Mailu", answer(imap_no(None, false, mailu))),
                ("maintenance", "Zimbra", answer(imap_no(Some("ALERT"), false, zimbra))),
                ("connections", "a limit as policy", smtp_answer(smtp_no(550, "5.7.1", many))),
                ("at-login", "421", smtp_answer(smtp_no(421, "4.7.0", "421 4.7.0 Bye"))),
                (
                    "connections",
                    "BYE at the log-in",
                    answer(login_failed(ReadFailure::Closed, &["* BYE too many open connections"])),
                ),
            ],
        ),
        under(
            &["login.rejected"],
            vec![
                ("other", "wrong password", answer(wrong())),
                ("other", "no code", answer(imap_no(None, false, "a2 NO no"))),
                ("several", "Zimbra's one reply", answer(imap_no(None, false, "a2 NO LOGIN failed."))),
                ("several", "QQ's one reply", smtp_answer(smtp_no(535, "", QQ))),
                ("several", "the form of the name", answer(imap_no(None, false, name_form))),
                (
                    "several",
                    "a policy of an organisation",
                    smtp_answer(smtp_no(
                        535,
                        "5.7.139",
                        "535 5.7.139 Authentication unsuccessful, who knows why",
                    )),
                ),
                ("several", "a web login or worse", smtp_answer(smtp_no(535, "5.7.14", "535 5.7.14 no"))),
                ("other", "535", smtp_answer(smtp_no(535, "5.7.8", "535 5.7.8 no"))),
                (
                    "other",
                    "BAD with a code of the credential",
                    answer(imap_no(Some("AUTHENTICATIONFAILED"), false, odd)),
                ),
                ("accepted-elsewhere", "accepted elsewhere", elsewhere),
            ],
        ),
        under(
            id,
            vec![
                (
                    "other",
                    "unavailable",
                    answer(imap_no(Some("UNAVAILABLE"), true, "a2 NO [UNAVAILABLE] later")),
                ),
                (
                    "other",
                    "454",
                    smtp_answer(smtp_no(
                        454,
                        "4.7.0",
                        "454 4.7.0 Temporary authentication failure",
                    )),
                ),
                ("other", "iCloud", answer(imap_no(Some("UNAVAILABLE"), true, icloud))),
                ("not-carried-out", "BAD", answer(imap_no(None, false, "a2 BAD what?"))),
                ("not-carried-out", "Exchange", answer(imap_no(None, false, exchange))),
                (
                    "not-carried-out",
                    "BAD with another code",
                    answer(imap_no(Some("CLIENTBUG"), false, "a2 BAD [CLIENTBUG] what?")),
                ),
                (
                    "not-carried-out",
                    "500",
                    smtp_answer(smtp_no(500, "5.5.6", "500 5.5.6 Line too long")),
                ),
                (
                    "not-carried-out",
                    "501",
                    smtp_answer(smtp_no(501, "5.5.2", "501 5.5.2 Cannot decode")),
                ),
                (
                    "not-carried-out",
                    "502",
                    smtp_answer(smtp_no(502, "5.5.1", "502 5.5.1 AUTH not implemented")),
                ),
                (
                    "not-carried-out",
                    "503",
                    smtp_answer(smtp_no(503, "5.5.1", "503 5.5.1 Already authenticated")),
                ),
                (
                    "not-carried-out",
                    "504",
                    smtp_answer(smtp_no(504, "5.7.4", "504 5.7.4 Unrecognized mechanism")),
                ),
                ("no-answer", "no answer", answer(login_failed(ReadFailure::Closed, &[]))),
                (
                    "garbled",
                    "an echo",
                    answer(login_failed(ReadFailure::Garbled { text: text("a2 LOGIN *** ***") }, &[])),
                ),
                (
                    "other",
                    "Courier hangs up",
                    answer(login_failed(
                        ReadFailure::Closed,
                        &["* BYE Temporary problem, please try again later"],
                    )),
                ),
                (
                    "no-answer",
                    "too slow for the server",
                    answer(login_failed(ReadFailure::Closed, &["* BYE Disconnected for inactivity."])),
                ),
            ],
        ),
    ]
    .concat()
}

/// QQ Mail's answer to a log-in, whatever the reason.
const QQ: &str = "535 Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, or system is busy. More information at https://help.mail.qq.com/detail/108/1023";
