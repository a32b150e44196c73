//! Runs in which all works, and something that phones rely on is absent.

use super::super::evidence::{
    accepted, capabilities, healthy_smtp, imap, imap_until_login, smtp, then,
};
use super::pop3::beside_imap;
use super::sessions::{listing, with_folders};
use super::{Run, under};
use crate::evidence::{Evidence, Role, Stage};
use crate::report::Arg;

pub(super) fn capabilities_missing() -> Vec<Run> {
    let mut utf8 = smtp(healthy_smtp());
    utf8.account.address = Some("あなた@example.org".to_owned());
    let unmarked = "IMAP4rev1 IDLE MOVE";
    let sent = with_folders(&[(Role::Sent, "Sent", false)]);
    let all = Role::ON_PHONES.map(|role| (role, role.title(), false));
    under(
        &["capability.missing"],
        vec![
            ("idle", "no IDLE", with_list(&["IMAP4rev1", "SPECIAL-USE", "MOVE"])),
            ("idle", "nothing of use", with_list(&["IMAP4rev1"])),
            ("special-use", "no SPECIAL-USE", with_list(&["IMAP4rev1", "IDLE"])),
            ("folders", "no folder that a phone would know", listing(unmarked, with_folders(&[]))),
            ("folders", "no SPECIAL-USE, and only sent mail", listing(unmarked, sent)),
            (
                "special-use",
                "no SPECIAL-USE, and usual names",
                listing(unmarked, with_folders(&all)),
            ),
            ("other", "no MOVE", with_list(&["IMAP4rev1", "IDLE", "SPECIAL-USE"])),
            ("smtputf8", "no SMTPUTF8", utf8),
            ("uidl", "no UIDL", beside_imap(&["TOP", "USER"])),
            ("uidl", "neither UIDL nor TOP", beside_imap(&["SASL PLAIN"])),
            ("top", "no TOP", beside_imap(&["UIDL", "USER"])),
        ],
    )
}

/// Logged in, with this list of capabilities.
pub(super) fn with_list(list: &[&str]) -> Evidence {
    let [login, goodbye] = accepted("a2 OK logged in");
    let more = [login, capabilities(Stage::AfterLogin, list), goodbye];
    imap(then(imap_until_login(), more))
}

#[test]
fn folders_that_are_missing_are_named_and_marks_count_without_the_capability() {
    let sent = with_folders(&[(Role::Sent, "Sent", false), (Role::Junk, "Spam", false)]);
    let report = crate::judge(listing("IMAP4rev1 IDLE MOVE", sent));
    let roles = ["Drafts", "Trash"].map(str::to_owned).to_vec();
    assert!(report.findings[0].advice.args.contains(&("roles", Arg::List(roles))));
    let marked = with_folders(&[(Role::Sent, "Gone out", true)]);
    assert!(crate::judge(listing("IMAP4rev1 IDLE MOVE", marked)).findings.is_empty());
}

#[test]
fn whoever_has_all_hears_nothing_of_it() {
    for list in [&["IMAP4rev1", "IDLE", "SPECIAL-USE", "MOVE"][..], &["IMAP4rev2"]] {
        let report = crate::judge(with_list(list));
        assert!(report.findings.is_empty(), "{list:?}: {:?}", report.findings);
    }
}
