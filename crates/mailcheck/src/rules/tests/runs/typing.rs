//! Runs of people whose fingers slipped.

use super::super::evidence::{
    asked, connected, healthy_smtp, imap, imap_no, imap_until_login, run, then, typed, with,
};
use super::{Run, under};
use crate::evidence::{
    Asked, Credential, Evidence, Fact, NotAttempted, Observation, Place, SourceOutcome,
};
use crate::model::{Endpoint, Secret, Service, Source};
use crate::typing::Typed;

/// A healthy server that nobody logs in to.
fn not_tried() -> Evidence {
    let left_out = Fact::NotAttempted { why: NotAttempted::NoCredential };
    let mut evidence = imap(then(imap_until_login(), [left_out]));
    evidence.account.credential = Credential::None;
    evidence
}

fn refused() -> Evidence {
    let line = "a2 NO [AUTHENTICATIONFAILED] no";
    let wrong = imap_no(Some("AUTHENTICATIONFAILED"), false, line);
    imap(then(imap_until_login(), [wrong]))
}

/// The address of a run, and that it was typed.
pub(in super::super) fn at_address(evidence: Evidence, address: &str) -> Evidence {
    let mut evidence = typed(evidence, &Typed { address: Some(address), ..Typed::default() });
    if let Ok(address) = address.parse::<crate::model::Address>() {
        evidence.account.address = Some(address.to_string());
        evidence.account.domain = Some(address.domain().clone());
    }
    evidence
}

/// The log-in name of a run, and that it was typed beside the address.
pub(in super::super) fn by_name(evidence: Evidence, username: &str) -> Evidence {
    let address = evidence.account.address.clone();
    let typed_now = Typed { address: address.as_deref(), username: Some(username), password: None };
    let mut evidence = typed(evidence, &typed_now);
    evidence.account.username = Some(username.to_owned());
    evidence
}

pub(in super::super) fn by_password(evidence: Evidence, password: &str) -> Evidence {
    let password = Secret::new(password.to_owned());
    typed(evidence, &Typed { password: Some(&password), ..Typed::default() })
}

/// A healthy server, and a source that names another beside it.
fn names_an_imitation() -> Evidence {
    let mut evidence = not_tried();
    let location = "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml".to_owned();
    let mut asked = Asked::new(Source::WellKnown, location, SourceOutcome::Found, 9);
    for place in ["imap.example.org", "imap.gmial.com:143", "imap.gmial.com"] {
        let endpoint = Endpoint::parse(Service::Imap, place).expect(place);
        asked.settings.push(endpoint.into());
    }
    let fact = Fact::Asked(asked);
    evidence.observations.push(Observation::new(0, Place::default(), fact));
    with(evidence, Service::Smtp, "smtp.example.org:587", healthy_smtp())
}

pub(super) fn slips() -> Vec<Run> {
    let address = |text| at_address(not_tried(), text);
    let name = |text| by_name(not_tried(), text);
    let password = |text| by_password(not_tried(), text);
    let elsewhere = |text| at_address(with(run(), Service::Imap, "imap.gmial.com", []), text);
    let found = asked(
        elsewhere("you@gmial.com"),
        Source::Srv,
        "_imaps._tcp.gmial.com",
        SourceOutcome::Found,
    );
    let met =
        at_address(with(run(), Service::Imap, "imap.gmial.com", [connected()]), "you@gmial.com");
    [
        under(
            &["login.typing"],
            vec![
                ("caps-lock", "Caps Lock", password("SAKURA")),
                ("confusable", "a Cyrillic letter", address("yоu@example.org")),
                ("control", "NUL", password("se\0cret")),
                ("customer-number", "a customer number", name("1234-5678-90")),
                ("domain-typo", "a domain that was not met", address("you@gmial.com")),
                ("domain-typo", "a domain that leads nowhere", elsewhere("you@gmial.com")),
                ("dropped-zero", "a spreadsheet's number", name("9012345678")),
                ("full-width", "a full-width letter", password("ｓecret")),
                ("invisible", "a zero-width space", password("sec\u{200b}ret")),
                ("leading-space", "a space in front", name(" you")),
                ("line-break", "two lines", password("sec\nret")),
                ("space-inside", "a space within", name("y ou")),
                ("tab", "a tab", password("sec\tret")),
                ("trailing-space", "a space behind", password("secret ")),
                ("wrong-dot", "a Japanese full stop", address("you@example。org")),
            ],
        ),
        under(
            &["settings.look-alike"],
            vec![
                ("domain-confusable", "a zero for an o", address("you@0cn.ne.jp")),
                ("domain-typo", "a misspelt domain that has records", found),
                ("domain-typo", "a misspelt domain that has servers", met),
                ("hyphenated-brand", "a name and a hyphen", address("you@ocn-login.example")),
                ("subdomain", "a name in front", address("you@ocn.ne.jp.example.com")),
                ("server", "a source names an imitation", names_an_imitation()),
            ],
        ),
        under(
            &["login.typing", "login.typing"],
            vec![("full-width", "two slips", password("ｓecret word\t"))],
        ),
        under(
            &["login.rejected", "login.typing"],
            vec![("other", "refused, with a space behind", by_password(refused(), "Passw0rd "))],
        ),
    ]
    .concat()
}
