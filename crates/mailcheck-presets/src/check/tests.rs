//! Which files and findings a check tells of.

use mailcheck::model::{Endpoint, Service};
use mailcheck::report::{self, Advice, Severity, Who};

use super::*;
use crate::report::{Outcome, Probed};

const RULE: &str = "preset.password-in-clear";

/// A folder that is removed when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("mailcheck-check-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("can be made");
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).expect("can be written");
        path
    }

    /// A preset of a provider with so many servers that take passwords in clear.
    fn preset(&self, domain: &str, clear: usize) -> PathBuf {
        let server = format!(
            "<incomingServer type=\"imap\"><hostname>imap.{domain}</hostname><port>143</port>\n\
             <socketType>plain</socketType><authentication>password-cleartext</authentication>\n\
             <username>%EMAILADDRESS%</username></incomingServer>\n"
        );
        self.file(
            &format!("{domain}.xml"),
            &format!(
                "<clientConfig version=\"1.1\">\n<emailProvider id=\"{domain}\"><domain>{domain}</domain>\n{}\
                 </emailProvider></clientConfig>\n",
                server.repeat(clear)
            ),
        )
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left_behind = fs::remove_dir_all(&self.0);
    }
}

fn of(folder: &Folder) -> Check {
    Check::new([&folder.0]).rules([RULE])
}

fn standings(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|it| it.standing.name()).collect()
}

fn again(check: &Check, report: &Report) -> Baseline {
    let json = check.baseline(report).to_json();
    Baseline::read(json.as_bytes()).expect("was just written")
}

#[test]
fn severities_decide_what_fails() {
    let folder = Folder::new("severity");
    folder.preset("a.example", 1);
    let mut report = of(&folder).run();
    assert_eq!(report.counts(Some(Severity::Error)).failing, 1);
    assert_eq!(report.outcome(Some(Severity::Error)), Outcome::Problem);
    assert_eq!(report.outcome(None), Outcome::Well);
    report.findings[0].finding.severity = Severity::Warning;
    assert_eq!(report.outcome(Some(Severity::Error)), Outcome::Well);
    assert_eq!(report.outcome(Some(Severity::Notice)), Outcome::Problem);
    report.findings[0].standing = Standing::Inconclusive;
    assert_eq!(report.outcome(Some(Severity::Error)), Outcome::Well);
    assert_eq!(report.outcome(Some(Severity::Warning)), Outcome::CouldNotTell);
    assert!(report.is_well(Severity::Warning));
    report.findings[0].standing = Standing::Exempt("reason".to_owned());
    assert_eq!(report.outcome(Some(Severity::Notice)), Outcome::Well);
}

#[test]
fn what_is_no_preset_is_told_where_it_was_named() {
    let folder = Folder::new("others");
    let readme = folder.file("README.md", "# Presets\n");
    let check = of(&folder);
    let why = |report: &Report| {
        report.unread.iter().map(|it| format!("{:?}", it.why)).collect::<Vec<_>>()
    };
    let empty = check.run();
    assert_eq!((why(&empty), empty.passed_over), (vec!["NoPreset".to_owned()], 1));
    assert_eq!(empty.outcome(None), Outcome::CouldNotTell);
    folder.preset("a.example", 0);
    let beside = check.run();
    assert_eq!((why(&beside), beside.passed_over), (vec![], 1));
    assert_eq!(beside.outcome(Some(Severity::Notice)), Outcome::Well);
    let named = Check::new([&readme]).run();
    assert_eq!((why(&named), named.passed_over), (vec!["NotAPreset".to_owned()], 0));
    assert!(!named.is_well(Severity::Error), "{named}");
}

#[test]
fn rules_are_chosen() {
    let folder = Folder::new("rules");
    folder.preset("a.example", 1);
    assert_eq!(of(&folder).run().findings.len(), 1);
    assert_eq!(of(&folder).skip([RULE]).run().findings, []);
    let other = Check::new([&folder.0]).rules(["preset.byte-order-mark"]).run();
    assert_eq!(other.findings, []);
}

#[test]
fn known_findings_do_not_count_and_new_ones_do() {
    let folder = Folder::new("known");
    folder.preset("a.example", 2);
    folder.preset("b.example", 1);
    let check = of(&folder);
    let baseline = again(&check, &check.run());
    assert_eq!(baseline.len(), 3);
    let check = of(&folder).known(baseline);
    let report = check.run();
    assert_eq!(standings(&report), ["known"; 3]);
    assert_eq!(report.outcome(Some(Severity::Notice)), Outcome::Well);

    // One more of the same kind at the same server is new; one that is gone is told.
    folder.preset("a.example", 3);
    fs::remove_file(folder.preset("b.example", 0)).expect("can be removed");
    let report = check.run();
    assert_eq!(standings(&report), ["known", "known", "counts"]);
    let gone: Vec<&str> = report.gone.iter().map(|(known, _)| known.provider.as_str()).collect();
    assert_eq!(gone, ["b.example"]);
    let next = again(&check, &report);
    assert_eq!((next.len(), next.counts.len()), (3, 1));
}

/// What a run did not look at is neither gone nor forgotten.
#[test]
fn what_was_not_looked_at_stays_known() {
    let folder = Folder::new("partly");
    let (a, b) = (folder.preset("a.example", 1), folder.preset("b.example", 1));
    let baseline = again(&of(&folder), &of(&folder).run());
    for path in [&a, &b] {
        fs::remove_file(path).expect("can be removed");
    }
    folder.preset("a.example", 0);
    folder.preset("b.example", 0);
    let a = BTreeSet::from([fs::canonicalize(&a).expect("is there")]);
    let shards: Vec<Check> =
        ["1/2", "2/2"].iter().map(|it| of(&folder).shard(it.parse().expect("is one"))).collect();
    let all =
        [of(&folder).skip([RULE]), of(&folder).changed(a), shards[0].clone(), shards[1].clone()];
    let mut gone = Vec::new();
    for check in all {
        let check = check.known(baseline.clone());
        let report = check.run();
        gone.push(report.gone.len());
        assert_eq!(check.baseline(&report).len() + report.gone.len(), 2);
    }
    assert_eq!(gone[..2], [0, 1]);
    assert_eq!(gone[2] + gone[3], 2);
}

/// What was seen at a server is gone when the server was seen to be otherwise, and not before.
#[test]
fn findings_at_servers_are_gone_when_the_server_was_seen() {
    let folder = Folder::new("servers");
    let path = folder.preset("a.example", 0);
    let endpoint = Endpoint::parse(Service::Imap, "imap.a.example:993/tls").expect("is one");
    let advice = Advice::new(Who::Provider);
    let judged = report::Finding::new("connect.refused", Severity::Error, None, advice, "");
    let finding = Finding {
        path,
        at: crate::file::Place::default(),
        provider: Some("a.example".to_owned()),
        endpoint: Some(endpoint.clone()),
        finding: judged,
        related: Vec::new(),
        standing: Standing::Counts,
    };
    let check = Check::new([&folder.0]).rules(["connect.refused"]);
    let mut report = check.run();
    report.findings.push(finding);
    let check = check.clone().known(again(&check, &report));
    let outcomes = [
        (None, 0),
        (Some(ProbeOutcome::Inconclusive), 0),
        (Some(ProbeOutcome::NotProbed), 0),
        (Some(ProbeOutcome::Works), 1),
    ];
    for (outcome, gone) in outcomes {
        let Collection { files, unread } = check.read();
        let mut report = check.lint(&files, unread);
        let probed = |outcome| Probed { endpoint: endpoint.clone(), outcome, elapsed_ms: 1 };
        report.probed.extend(outcome.map(probed));
        check.settle(&mut report);
        assert_eq!(report.gone.len(), gone, "{outcome:?}");
        assert_eq!(check.baseline(&report).len(), 1 - gone, "{outcome:?}");
    }
}

#[test]
fn findings_of_changed_files_are_told_and_of_their_relations() {
    let folder = Folder::new("changed");
    let (a, b) = (folder.preset("a.example", 1), folder.preset("b.example", 1));
    let only = |path: &Path| BTreeSet::from([fs::canonicalize(path).expect("is there")]);
    let check = of(&folder).changed(only(&b));
    let report = check.run();
    assert_eq!(report.paths, std::slice::from_ref(&b));
    assert_eq!(report.findings.iter().map(|it| &it.path).collect::<Vec<_>>(), [&b]);
    let mut report = of(&folder).run();
    report.findings[0].related = vec![(b, crate::file::Place::default())];
    check.settle(&mut report);
    assert_eq!(report.findings.iter().map(|it| &it.path).filter(|it| **it == a).count(), 1);
    assert_eq!(
        of(&folder).changed(BTreeSet::new()).run().outcome(Some(Severity::Notice)),
        Outcome::Well
    );
}

#[test]
fn shards_are_apart_and_together_all() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/presets/ispdb");
    let whole = Check::new([folder]).rules([RULE]).run();
    let mut keys: Vec<String> = whole.findings.iter().map(Finding::key).collect();
    let shards = ["1/3", "2/3", "3/3"].map(|it| it.parse().expect("is one"));
    let parts = shards.map(|shard| Check::new([folder]).rules([RULE]).shard(shard).run());
    assert!(parts.iter().all(|part| part.files > 30 && !part.findings.is_empty()));
    assert_eq!(parts.iter().map(|part| part.files).sum::<usize>(), whole.files);
    assert_eq!(parts.iter().map(|part| part.servers).sum::<usize>(), whole.servers);
    assert_eq!(parts.iter().map(|part| part.passed_over).sum::<usize>(), whole.passed_over);
    let mut found: Vec<String> =
        parts.iter().flat_map(|it| &it.findings).map(Finding::key).collect();
    keys.sort();
    found.sort();
    assert_eq!(found, keys);
}
