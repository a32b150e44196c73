//! Capabilities: what phones rely on, and what is lost without it.

use super::concerned::concerned;
use super::rule::{Judge, Rule};
use crate::evidence::{AddressView, EndpointView, Role, Stage, Step};
use crate::model::{ServerText, Service};
use crate::report::{Severity, Who};
use crate::wire::offers;

/// Something that phones rely on is absent. It is judged by the list that counts: IMAP's is complete
/// only after the log-in (RFC 9051 §6.1.1), those of POP3 and SMTP inside TLS.
pub(super) static MISSING: Rule = Rule {
    id: "capability.missing",
    severity: Severity::Notice,
    reference: "RFC 2177, RFC 6154, RFC 6851, RFC 6531, RFC 1939 §7",
    judge: Judge::Endpoint(|view| {
        let needs_utf8 = view.evidence.account.address.as_deref().is_some_and(needs_utf8);
        let found = concerned(view, |address| {
            let missing = match view.endpoint().service {
                Service::Imap => missing_in_imap(address)?,
                Service::Smtp => missing_in_smtp(address, needs_utf8)?,
                Service::Pop3 => missing_in_pop3(address)?,
            };
            (!missing.is_empty()).then_some(missing)
        })?;
        let roles = missing_folders(view);
        // Of several, the text is about the one that is felt most.
        let case = match found.first.first() {
            Some(&"IDLE") => "idle",
            Some(&SPECIAL_USE) if !roles.is_empty() => "folders",
            Some(&SPECIAL_USE) => "special-use",
            Some(&SMTPUTF8) => "smtputf8",
            Some(&"UIDL") => "uidl",
            Some(&"TOP") => "top",
            Some(_) | None => "other",
        };
        let names: Vec<String> = found.first.iter().map(|name| (*name).to_owned()).collect();
        let advice = found.advice(Who::You).case(case).arg("missing", names);
        Some(advice.arg("roles", roles))
    }),
};

fn missing_in_imap(address: &AddressView<'_>) -> Option<Vec<&'static str>> {
    let list = address.capabilities(Stage::AfterLogin)?;
    // All of them are part of IMAP4rev2 (RFC 9051, appendix E).
    let has = |name: &&&str| {
        let is_marked = **name == SPECIAL_USE && marks_folders(address);
        offers(list, name) || offers(list, "IMAP4rev2") || is_marked
    };
    Some(ON_PHONES.iter().filter(|name| !has(name)).copied().collect())
}

/// Servers may say what folders are for without a word about that in the list (RFC 6154 §2).
fn marks_folders(address: &AddressView<'_>) -> bool {
    let folders = address.mailbox().and_then(|mailbox| mailbox.folders.as_ref());
    folders.is_some_and(|folders| folders.iter().any(|folder| folder.marked))
}

/// Which folders that a phone needs are not even there by a name that it knows; none where that was
/// not seen.
fn missing_folders(view: &EndpointView<'_>) -> Vec<String> {
    let mailbox = view.furthest().and_then(|address| address.mailbox());
    let Some(mailbox) = mailbox.filter(|mailbox| mailbox.folders.is_some()) else {
        return Vec::new();
    };
    let missing = Role::ON_PHONES.into_iter().filter(|role| mailbox.folder(*role).is_none());
    missing.map(|role| role.title().to_owned()).collect()
}

/// A server that lists nothing may have all of it (RFC 2449 §5).
fn missing_in_pop3(address: &AddressView<'_>) -> Option<Vec<&'static str>> {
    let list = inside_tls(address).filter(|list| !list.is_empty())?;
    Some(IN_POP3.iter().filter(|name| !offers(list, name)).copied().collect())
}

fn missing_in_smtp(address: &AddressView<'_>, needs_utf8: bool) -> Option<Vec<&'static str>> {
    let list = inside_tls(address)?;
    Some(if needs_utf8 && !offers(list, SMTPUTF8) { vec![SMTPUTF8] } else { Vec::new() })
}

fn inside_tls<'a>(address: &AddressView<'a>) -> Option<&'a [ServerText]> {
    let is_private = matches!(address.handshake(), Step::Done(tls) if tls.verified);
    address.capabilities(Stage::AfterTls).filter(|_| is_private)
}

/// Whether the part before the @ is one that mail without SMTPUTF8 cannot carry. The domain always
/// can be written in ASCII.
fn needs_utf8(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(local, _domain)| !local.is_ascii())
}

/// New mail at once, sent mail and drafts in the right folders, archiving without a copy left behind: in
/// the order in which their absence is felt.
const ON_PHONES: &[&str] = &["IDLE", SPECIAL_USE, "MOVE"];
const SPECIAL_USE: &str = "SPECIAL-USE";
/// To know what was fetched before, and to look at a mail before all of it is fetched.
const IN_POP3: &[&str] = &["UIDL", "TOP"];
const SMTPUTF8: &str = "SMTPUTF8";
