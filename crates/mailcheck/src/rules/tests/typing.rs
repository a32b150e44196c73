//! What is said of slips, and when nothing is.

use super::evidence::{find, healthy, ids, imap, imap_no, imap_until_login, then, typed};
use super::runs::typing::{at_address, by_name, by_password};
use crate::evidence::{Account, Evidence};
use crate::model::Secret;
use crate::report::{Arg, Verdict};
use crate::rules::{judge, mistyped};
use crate::typing::{Typed, slips};

/// What a server took is right, whatever it looks like.
#[test]
fn nothing_is_said_of_what_was_accepted() {
    for evidence in [
        by_password(healthy(), "ｓecret "),
        by_name(healthy(), "1234-5678-90"),
        at_address(healthy(), "TARO@example.org"),
        // A domain of somebody's own, whose mail is at a hoster's.
        at_address(healthy(), "you@hmail.com"),
    ] {
        let report = judge(evidence);
        assert_eq!((ids(&report), report.verdict), (vec![], Verdict::Ready));
    }
}

/// The domain is read leniently here, and is not the name that was accepted; so is an address that
/// was not used as a name at all.
#[test]
fn what_was_read_leniently_is_told_all_the_same() {
    let mut unused = at_address(healthy(), "TARO@example.org");
    unused.account.username = Some("t123".to_owned());
    for evidence in [at_address(healthy(), "you@ｅxample.org"), unused] {
        let report = judge(evidence);
        assert_eq!(ids(&report), ["login.typing"]);
        assert_eq!(report.verdict, Verdict::ReadyWithWarnings);
    }
}

#[test]
fn look_alikes_are_a_cause_of_a_refusal_and_nothing_else() {
    let line = "a2 NO [AUTHENTICATIONFAILED] no";
    let refused = || {
        let wrong = imap_no(Some("AUTHENTICATIONFAILED"), false, line);
        imap(then(imap_until_login(), [wrong]))
    };
    let causes = |evidence| {
        let report = judge(evidence);
        assert_eq!(ids(&report), ["login.rejected"]);
        find(&report, "login.rejected").advice.causes.clone()
    };
    assert_eq!(causes(by_password(refused(), "Passw0rd"))[1], "cause-look-alikes");
    assert!(!causes(by_password(refused(), "password")).contains(&"cause-look-alikes"));
    assert!(mistyped(Account::default(), &[], slips_of("Passw0rd")).is_empty());
}

fn slips_of(password: &str) -> Vec<crate::typing::Slip> {
    let password = Secret::new(password.to_owned());
    slips(&Typed { password: Some(&password), ..Typed::default() })
}

#[test]
fn the_suggestion_is_part_of_what_to_do() {
    let report = judge(at_address(healthy(), "you@example。org"));
    let args = &find(&report, "login.typing").advice.args;
    assert!(args.contains(&("suggestion", Arg::from("you@example.org"))), "{args:?}");
    assert!(args.contains(&("remedy", Arg::from("replace"))), "{args:?}");
}

#[test]
fn before_a_run_the_same_is_said() {
    let domain = Some("ocn-login.example".parse().expect("is a host"));
    let account = Account { domain, ..Account::default() };
    let typed = Typed { address: Some(" you@ocn-login.example"), ..Typed::default() };
    let findings = mistyped(account, &[], slips(&typed));
    let ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
    assert_eq!(ids, ["settings.look-alike", "login.typing"]);
}

/// A password with every slip that a password can have.
const SECRET: &str = " Zqｗ\u{3000}x\u{200b}v\tk\0j\nP0g Ωべ ";

/// Neither as a whole nor in parts. What is said of it in words is looked at in `tests/tests/looks.rs`.
#[test]
fn no_secret_is_in_evidence_or_findings() {
    let password = Secret::new(SECRET.to_owned());
    let typed_now = Typed { password: Some(&password), ..Typed::default() };
    let evidence = typed(imap(imap_until_login()), &typed_now);
    let mut told =
        vec![evidence.to_json().expect("is JSON"), format!("{typed_now:?} {evidence:?}")];
    let report = judge(evidence);
    assert_eq!(ids(&report), ["login.typing"; 7]);
    told.push(format!("{report:?}"));
    for part in ["Zq", "ｗ", "x\u{200b}", "\\u{200b}", "\\u200b", "P0g", "Ω", "べ"] {
        for told in &told {
            assert!(!told.contains(part), "{part:?}: {told}");
        }
    }
}

/// Somebody may have changed saved evidence: the suggestion for a password is never shown.
#[test]
fn a_suggestion_for_a_password_is_not_believed() {
    let saved = by_password(imap(imap_until_login()), "secret ").to_json().expect("is JSON");
    let forged = saved.replace(
        r#""kind": "trailing-space""#,
        r#""kind": "trailing-space", "suggestion": "geheim""#,
    );
    assert_ne!(saved, forged);
    let report = judge(Evidence::from_json(&forged).expect("is evidence"));
    assert_eq!(ids(&report), ["login.typing"]);
    assert!(!format!("{:?}", report.findings).contains("geheim"));
}
