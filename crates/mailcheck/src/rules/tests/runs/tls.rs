//! Runs that end where encryption should begin.

use super::super::evidence::{
    V4, about, alert, answered, bad_chain, capabilities, certificate, connected, encrypted_anyway,
    go_ahead, greeted, greeting_failed, handshake_failed, healthy, imap, plain_text, refused_chain,
    run, smtp, smtp_until_login, text, with,
};
use super::{Run, under};
use crate::evidence::{
    Attempt, Credential, Evidence, Fact, Flight, GreetingKind, ReadFailure, Stage, TlsFailure,
    Trust,
};
use crate::model::Service;

pub(super) fn upgrades() -> Vec<Run> {
    let failed = |fact: Fact| imap([connected(), fact]);
    let until = |more: Vec<Fact>| smtp(smtp_until_login().into_iter().take(3).chain(more));
    let implicit = |evidence| {
        about(evidence, Some(V4), Some(Attempt::ImplicitTls), [connected(), encrypted_anyway()])
    };
    let silent = || smtp([connected(), greeting_failed(ReadFailure::TimedOut, None)]);
    let plain = with(
        run(),
        Service::Imap,
        "imap.example.org:993/plain",
        [connected(), greeting_failed(ReadFailure::TimedOut, None)],
    );
    let starttls = with(
        run(),
        Service::Imap,
        "imap.example.org:143/tls",
        [connected(), plain_text("* OK ready", Some(Service::Imap))],
    );
    let here = failed(plain_text("* OK ready", Some(Service::Imap)));
    let bare = smtp([
        connected(),
        greeted(GreetingKind::Ready, "220 smtp.example.org ESMTP"),
        capabilities(Stage::BeforeTls, &["AUTH PLAIN"]),
        Fact::StarttlsNotOffered,
    ]);
    let preauth = with(
        run(),
        Service::Imap,
        "imap.example.org:143",
        [
            connected(),
            greeted(GreetingKind::Preauth, "* PREAUTH hello"),
            capabilities(Stage::BeforeTls, &["IMAP4rev1", "LOGINDISABLED"]),
            Fact::StarttlsNotOffered,
        ],
    );
    let refused = |transient| Fact::StarttlsRefused { reply: text("454 4.7.0 no TLS"), transient };
    let limit = text("454 4.7.0 Error: too many new TLS sessions from client.example.org");
    let limit = Fact::StarttlsRefused { reply: limit, transient: true };
    let no_answer = Fact::StarttlsFailed { why: ReadFailure::Closed };
    let garbage = Fact::StarttlsFailed { why: ReadFailure::Garbled { text: text("hm") } };
    let leftover = Fact::StarttlsLeftover { text: text("250 AUTH PLAIN") };
    let reply = Some(text("250 2.0.0 Ok"));
    let injected =
        about(healthy(), Some(V4), Some(Attempt::Injection), vec![Fact::CommandInjected { reply }]);
    let wrong = &["tls.wrong-kind"];
    [
        under(
            wrong,
            vec![
                ("is-tls", "TLS on the STARTTLS port", implicit(silent())),
                ("is-tls", "TLS on a plain port", implicit(plain)),
                ("other", "STARTTLS on a TLS setting", starttls),
                ("usual-port", "clear text on 993", here),
            ],
        ),
        under(
            &["tls.starttls-not-offered"],
            vec![("other", "STARTTLS not offered", bare), ("preauth", "PREAUTH", preauth)],
        ),
        under(
            &["tls.starttls-refused"],
            vec![
                ("transient", "454", until(vec![refused(true)])),
                ("other", "STARTTLS refused", until(vec![refused(false)])),
                ("no-answer", "STARTTLS unanswered", until(vec![no_answer])),
                ("no-answer", "STARTTLS garbled", until(vec![garbage])),
            ],
        ),
        // A limit is no word about encryption.
        under(&["greeting.busy"], vec![("rate", "too many TLS sessions", until(vec![limit]))]),
        under(
            &["tls.starttls-injection"],
            vec![
                ("other", "injection", until(vec![go_ahead(), leftover])),
                ("commands", "injected command", injected),
            ],
        ),
    ]
    .concat()
}

pub(super) fn handshakes() -> Vec<Run> {
    let legacy =
        |evidence: Evidence, fact: Fact| about(evidence, Some(V4), Some(Attempt::Legacy), [fact]);
    let failed = |fact: Fact| imap([connected(), fact]);
    let until = |more: Vec<Fact>| smtp(smtp_until_login().into_iter().take(3).chain(more));
    let old = || answered("TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA", "static RSA");
    let rsa = answered("TLS 1.2", "TLS_RSA_WITH_AES_128_CBC_SHA", "static RSA");
    let cbc = answered("TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "ECDHE X25519");
    let aead = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    let modern = |key_exchange| answered("TLS 1.2", aead, key_exchange);
    let newest = answered("TLS 1.3", "TLS_AES_128_GCM_SHA256", "ECDHE X25519");
    let unnamed = answered("TLS 1.2", "0xc0ac", "other");
    let dhe = answered("TLS 1.2", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "DHE 1024");
    let own = |fact| {
        let mut evidence = failed(fact);
        evidence.account.credential = Credential::Certificate;
        evidence
    };
    let closed = || handshake_failed(TlsFailure::Closed);
    let reset = handshake_failed(TlsFailure::Reset);
    let other = TlsFailure::Other { text: "peer misbehaved".to_owned() };
    let odd = Trust::Unknown { text: "critical extension".to_owned() };
    let no_name = Flight::Alert { name: "handshake_failure".to_owned() };
    let handshake = &["tls.handshake-failed"];

    [
        under(
            handshake,
            vec![
                ("alert", "alert", failed(alert("handshake_failure"))),
                ("unknown-name", "SNI", failed(alert("unrecognized_name"))),
                ("client-certificate", "mutual TLS", failed(alert("certificate_required"))),
                ("own-certificate", "a certificate of a stranger", own(alert("unknown_ca"))),
                (
                    "alert",
                    "alert to the old hello",
                    legacy(failed(closed()), Fact::FirstFlight(no_name)),
                ),
                ("closed", "closed", failed(closed())),
                ("silent", "mute", failed(handshake_failed(TlsFailure::TimedOut))),
                ("closed-starttls", "closed after STARTTLS", until(vec![go_ahead(), closed()])),
                (
                    "silent-starttls",
                    "mute after STARTTLS",
                    until(vec![go_ahead(), handshake_failed(TlsFailure::TimedOut)]),
                ),
                ("other", "misbehaved", failed(handshake_failed(other))),
                (
                    "certificate",
                    "odd certificate",
                    imap(refused_chain(bad_chain(vec![certificate(&["imap.example.org"])], odd))),
                ),
                (
                    "plain-text",
                    "no TLS after all",
                    until(vec![go_ahead(), plain_text("250 ok", Some(Service::Smtp))]),
                ),
                ("obsolete-suite", "static RSA", legacy(failed(alert("handshake_failure")), rsa)),
                ("obsolete-suite", "small DHE", legacy(failed(alert("handshake_failure")), dhe)),
                ("obsolete-suite", "CBC only", legacy(failed(alert("handshake_failure")), cbc)),
                (
                    "uncommon-group",
                    "P-521 only",
                    legacy(failed(closed()), modern("ECDHE secp521r1")),
                ),
                ("simpler-works", "dropped once", legacy(failed(closed()), modern("ECDHE X25519"))),
                (
                    "simpler-works",
                    "dropped once after STARTTLS",
                    legacy(until(vec![go_ahead(), closed()]), modern("ECDHE secp256r1")),
                ),
                ("simpler-works", "reset once", legacy(failed(reset), newest)),
                ("simpler-works", "dropped once, suite unknown", legacy(failed(closed()), unnamed)),
                (
                    "alert",
                    "internal error once",
                    legacy(failed(alert("internal_error")), modern("ECDHE X25519")),
                ),
                (
                    "alert",
                    "refused for another reason",
                    legacy(failed(alert("handshake_failure")), modern("ECDHE X25519")),
                ),
            ],
        ),
        under(
            &["tls.version-obsolete"],
            vec![
                ("other", "TLS 1.0", legacy(failed(alert("protocol_version")), old())),
                ("other", "TLS 1.0, mute", legacy(failed(closed()), old())),
                (
                    "other",
                    "TLS 1.0 after STARTTLS",
                    legacy(until(vec![go_ahead(), alert("protocol_version")]), old()),
                ),
            ],
        ),
    ]
    .concat()
}
