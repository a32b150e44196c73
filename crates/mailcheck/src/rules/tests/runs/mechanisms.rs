//! Runs in which it is the mechanism, and not the password, that is at fault.

use super::super::evidence::{
    V4, about, capabilities, healthy_imap, imap, imap_until_login, login, text, then,
};
use super::{Run, under};
use crate::evidence::{
    Attempt, Credential, Evidence, Fact, LoginReply, Mechanism, NotAttempted, OauthError,
    SaslFault, Stage,
};

pub(super) fn mechanisms() -> Vec<Run> {
    let fault = |fault: SaslFault, accepted_by_server: bool| {
        let line = if accepted_by_server { "a2 OK done" } else { "a2 BAD cancelled" };
        let mut reply = login(Mechanism::ScramSha256, false, line);
        reply.fault = Some(fault);
        answered(Credential::Password, reply)
    };
    let malformed = SaslFault::Malformed { text: text("r=x") };
    let error = SaslFault::Server { error: text("invalid-proof") };
    let token = |oauth: Option<OauthError>| {
        let mut reply = login(Mechanism::Xoauth2, false, "a2 NO AUTHENTICATE failed.");
        reply.oauth = oauth;
        answered(Credential::Token, reply)
    };
    let said = |status: &str, scope: Option<&str>| {
        let (status, scope) = (Some(text(status)), scope.map(text));
        Some(OauthError { status, scope, ..OauthError::default() })
    };
    let external = login(Mechanism::External, false, "a2 NO [AUTHENTICATIONFAILED] no");
    let unusable = |credential, why| {
        let mut facts = imap_until_login();
        facts.pop();
        let list = capabilities(Stage::AfterTls, &["IMAP4rev1", "AUTH=PLAIN"]);
        let mut evidence = imap(then(facts, [list, Fact::NotAttempted { why }]));
        evidence.account.credential = credential;
        evidence
    };
    let chosen = NotAttempted::NotOffered(Mechanism::ScramSha256);
    [
        under(
            &["login.server-unproved"],
            vec![
                ("wrong", "a wrong signature", fault(SaslFault::ServerSignature, true)),
                ("none", "no signature", fault(SaslFault::NoServerSignature, true)),
                ("nonce", "another nonce", fault(SaslFault::Nonce, false)),
            ],
        ),
        under(
            &["login.exchange-failed"],
            vec![
                (
                    "iterations",
                    "hash for ever",
                    fault(SaslFault::Iterations { count: 1 << 40 }, false),
                ),
                ("malformed", "nonsense", fault(malformed, false)),
                ("no-binding", "nothing to bind to", fault(SaslFault::NoChannelBinding, false)),
                ("unexpected", "one prompt too many", fault(SaslFault::Unexpected, false)),
            ],
        ),
        under(
            &["login.rejected"],
            vec![("other", "a wrong proof", {
                let mut reply =
                    login(Mechanism::ScramSha256, false, "a2 NO [AUTHENTICATIONFAILED] no");
                reply.detail = Some("AUTHENTICATIONFAILED".to_owned());
                reply.fault = Some(error);
                answered(Credential::Password, reply)
            })],
        ),
        under(
            &["login.token-refused"],
            vec![
                ("other", "a token, without a reason", token(None)),
                ("invalid", "an expired token", token(said("invalid_token", None))),
                (
                    "invalid",
                    "as Google says it",
                    token(said("400", Some("https://mail.google.com/"))),
                ),
                ("scope", "another scope", token(said("insufficient_scope", Some("mail")))),
            ],
        ),
        under(
            &["login.certificate-refused"],
            vec![("other", "a certificate", answered(Credential::Certificate, external))],
        ),
        under(
            &["login.mechanism-unusable"],
            vec![
                ("chosen", "asked for", unusable(Credential::Password, chosen)),
                ("token", "a token", unusable(Credential::Token, NotAttempted::Unusable)),
                (
                    "certificate",
                    "a certificate",
                    unusable(Credential::Certificate, NotAttempted::Unusable),
                ),
            ],
        ),
        under(
            &["login.mechanism-broken"],
            vec![("other", "CRAM-MD5 is refused where PLAIN is taken", one_is_broken())],
        ),
    ]
    .concat()
}

fn answered(credential: Credential, reply: LoginReply) -> Evidence {
    let mut evidence = imap(then(imap_until_login(), [Fact::Login(reply)]));
    evidence.account.credential = credential;
    evidence
}

fn one_is_broken() -> Evidence {
    let refused = login(Mechanism::CramMd5, false, "a1 NO [AUTHENTICATIONFAILED] no");
    let left_out = Fact::MechanismLeftOut { mechanism: Mechanism::ScramSha1 };
    about(
        imap(healthy_imap()),
        Some(V4),
        Some(Attempt::Mechanism),
        [Fact::Login(refused), left_out],
    )
}
