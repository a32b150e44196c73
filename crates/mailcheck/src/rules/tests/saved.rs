//! Saved runs: they still load, and lead to the same findings.
//!
//! The files in `fixtures/evidence` are what the runs here give. After a change that is meant, write
//! them anew with `MAILCHECK_WRITE_FIXTURES=1 cargo test -p mailcheck --no-default-features saved`
//! and look at the difference.

use std::path::Path;

use super::evidence::{
    V6, about, add, asked, at, bad_chain, certificate, connect_failed, healthy, healthy_smtp, ids,
    imap, imap_no, imap_until_login, in_days, intermediate, refused_chain, resolved, run,
    smtp_until_login, then, with,
};
use crate::evidence::{ConnectFailure, Evidence, Fact, NotAttempted, SourceOutcome, Trust};
use crate::model::{Service, Source};
use crate::report::Verdict;
use crate::rules::judge;

fn runs() -> [(&'static str, Evidence, Vec<&'static str>, Verdict); 4] {
    let wrong = "a2 NO [AUTHENTICATIONFAILED] Authentication failed.";
    let wrong = imap_no(Some("AUTHENTICATIONFAILED"), false, wrong);
    let left_out = Fact::NotAttempted { why: NotAttempted::RefusedElsewhere };
    let wrong_password = with(
        imap(then(imap_until_login(), [wrong, Fact::Goodbye])),
        Service::Smtp,
        "smtp.example.org:587",
        then(smtp_until_login(), [left_out, Fact::Goodbye]),
    );

    let mut leaf = certificate(&["imap.example.org"]);
    leaf.not_after = in_days(-3);
    let expired = refused_chain(bad_chain(vec![leaf, intermediate()], Trust::Path));
    let expired = with(imap(expired), Service::Smtp, "smtp.example.org:587", healthy_smtp());

    let record = "_imaps._tcp.example.org";
    let unreachable = asked(run(), Source::Srv, record, SourceOutcome::Found);
    let unreachable = add(unreachable, Service::Imap, "imap.example.org");
    let unreachable = about(unreachable, None, None, [resolved(&[V6])]);
    let unreachable = at(unreachable, V6, [connect_failed(ConnectFailure::Unreachable)]);

    [
        ("healthy", healthy(), vec![], Verdict::Ready),
        ("wrong-password", wrong_password, vec!["login.rejected"], Verdict::NotReady),
        ("expired-certificate", expired, vec!["tls.certificate-expired"], Verdict::NotReady),
        ("unreachable", unreachable, vec!["connect.unreachable"], Verdict::Inconclusive),
    ]
}

/// What was not looked at then is taken for not there.
#[test]
fn what_earlier_versions_saved_is_read() {
    let now = healthy().to_json().expect("is written");
    let then = now.replace("\"log_promises\"", "\"of another version\"");
    assert_ne!(now, then);
    let evidence = Evidence::from_json(&then).expect("is read");
    let leaves = evidence.views().flat_map(|view| view.addresses());
    let promises: Vec<_> =
        leaves.filter_map(|address| Some(address.chain()?.leaf()?.log_promises)).collect();
    assert_eq!(promises, [0, 0]);
}

#[test]
fn saved_runs_lead_to_the_same_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/evidence");
    for (name, evidence, expected, verdict) in runs() {
        let file = folder.join(name).with_extension("json");
        let json = evidence.to_json().expect(name) + "\n";
        if std::env::var_os("MAILCHECK_WRITE_FIXTURES").is_some() {
            std::fs::write(&file, &json).expect(name);
        }
        let saved = std::fs::read_to_string(&file).expect(name);
        assert_eq!(saved, json, "{name}");
        let report = judge(Evidence::from_json(&saved).expect(name));
        assert_eq!((ids(&report), report.verdict), (expected, verdict), "{name}");
    }
}
