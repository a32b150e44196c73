//! Runs in which all works, and something that phones rely on is absent.

use super::super::evidence::{
    accepted, capabilities, healthy_smtp, imap, imap_until_login, smtp, then,
};
use super::{Run, under};
use crate::evidence::{Evidence, Stage};

pub(super) fn capabilities_missing() -> Vec<Run> {
    let mut utf8 = smtp(healthy_smtp());
    utf8.account.address = Some("あなた@example.org".to_owned());
    under(
        &["capability.missing"],
        vec![
            ("idle", "no IDLE", with_list(&["IMAP4rev1", "SPECIAL-USE", "MOVE"])),
            ("idle", "nothing of use", with_list(&["IMAP4rev1"])),
            ("special-use", "no SPECIAL-USE", with_list(&["IMAP4rev1", "IDLE"])),
            ("other", "no MOVE", with_list(&["IMAP4rev1", "IDLE", "SPECIAL-USE"])),
            ("smtputf8", "no SMTPUTF8", utf8),
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
fn whoever_has_all_hears_nothing_of_it() {
    for list in [&["IMAP4rev1", "IDLE", "SPECIAL-USE", "MOVE"][..], &["IMAP4rev2"]] {
        let report = crate::judge(with_list(list));
        assert!(report.findings.is_empty(), "{list:?}: {:?}", report.findings);
    }
}
