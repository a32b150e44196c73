//! POP3 at a real Dovecot.

use libtest_mimic::Failed;
use mailcheck_tests::lab::{Inside, PASSWORD};

use super::held::Held;
use super::run::{GOOD, Run, Secret};
use super::{Named, host, settle};

pub(super) fn trials() -> Vec<Named> {
    vec![
        ("pop3::healthy_implicit_tls".to_owned(), Box::new(|lab| healthy(lab, ":995/tls"))),
        ("pop3::healthy_stls".to_owned(), Box::new(|lab| healthy(lab, ":110/starttls"))),
        ("pop3::wrong_password_costs_one_failed_login".to_owned(), Box::new(wrong_password)),
        ("pop3::in_use".to_owned(), Box::new(in_use)),
    ]
}

fn healthy(lab: &Inside, place: &str) -> Result<(), Failed> {
    let state = host("pop3")?;
    let server = state.host() + place;
    let run = Run::of(lab, &["verify", &state.user("you"), "--pop3", &server], GOOD)?;
    run.same("log-in", run.login().0, Some("accepted"))?;
    run.same("exit status", run.status, Some(0))
}

fn wrong_password(lab: &Inside) -> Result<(), Failed> {
    let state = host("pop3")?;
    // An account that no other trial refuses.
    let user = state.user("other");
    let mark = lab.mark();
    let server = state.host() + ":995/tls";
    let run = Run::of(lab, &["verify", &user, "--pop3", &server], Secret::Password("wrong"))?;
    run.same("log-in", run.login().0, Some("rejected"))?;
    run.same("found", run.findings().contains(&"login.rejected"), true)?;
    run.same("exit status", run.status, Some(1))?;
    settle("refused", || lab.failed_logins(&mark, &user), 1)
}

/// Another session reads the mailbox, and lets go of it afterwards.
fn in_use(lab: &Inside) -> Result<(), Failed> {
    let state = host("locked")?;
    let user = state.user("you");
    let server = state.host() + ":995/tls";
    let arguments = ["verify", &user, "--pop3", &server, "--timeout", "30"];
    let held = Held::pop3(lab, state, &user)?;
    let run = Run::of(lab, &arguments, Secret::Password(PASSWORD))?;
    run.same("log-in", run.login().0, Some("temporary"))?;
    run.same("rejected", run.findings().contains(&"login.rejected"), false)?;
    drop(held);
    let run = Run::of(lab, &arguments, Secret::Password(PASSWORD))?;
    run.same("log-in", run.login().0, Some("accepted"))
}
