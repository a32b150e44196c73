//! What the rules find in Thunderbird's database as it was on 2026-03-12, beside what was counted in it by other means.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mailcheck_presets::{Collection, lint, report::Finding};

fn load() -> Collection {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets/ispdb");
    let collection = Collection::load(&[folder]);
    assert_eq!(collection.files.len(), 163);
    collection
}

/// The findings of a rule and the files that they are in.
fn found<'a>(findings: &'a [Finding], id: &str) -> (usize, BTreeSet<&'a str>) {
    let ours: Vec<&Finding> = findings.iter().filter(|it| it.finding.id == id).collect();
    let name = |it: &&'a Finding| it.path.file_stem().and_then(|name| name.to_str());
    (ours.len(), ours.iter().filter_map(name).collect())
}

/// How often each rule fires and in how many files, where the files were counted without the rules. What the
/// counts leave out is said beside them.
const COUNTED: &[(&str, usize, usize)] = &[
    ("domain-of-two", 0, 0), // the one duplicate domain is in one file twice, not in two files
    ("domain-twice", 1, 1),
    ("foreign-server", 17, 17),
    ("host-of-other-service", 6, 5), // six servers: gransy.com has two of them
    ("id-of-two", 5, 5),             // zoho.com in six files, one of which is named so
    ("mail-in-clear", 11, 7),        // 70 servers without encryption less 59 that passwords go to
    ("no-imap", 43, 43),
    ("no-incoming-server", 0, 0),
    ("no-outgoing-server", 0, 0),
    ("oauth2-incomplete", 0, 0),
    ("oauth2-only", 2, 2),
    ("oauth2-over-http", 0, 0),
    ("oauth2-unused", 1, 1),
    ("oauth2-without-endpoints", 5, 5),
    ("only-challenge", 33, 16),
    ("only-from-own-line", 3, 2),
    ("only-starttls", 38, 31),
    ("password-in-clear", 59, 31),
    ("placeholder-in-host", 9, 4),
    ("plain-beside-encrypted", 2, 1),
    ("port-security", 1, 1), // these three together are the four that contradict their port
    ("port-service", 2, 2),
    ("unusual-port", 1, 1),
    ("security-differs", 1, 1),
    ("sends-without-log-in", 1, 1),
    ("server-twice", 0, 0),
    ("submission-port-25", 14, 14),
    ("user-name-differs", 6, 6),
    ("weaker-way-first", 0, 0), // since thunderbird/autoconfig#56
    ("no-documentation", 70, 70),
];

#[test]
fn every_rule_finds_what_was_counted() {
    let findings = lint::lint(&load().files);
    let ours = COUNTED.iter().map(|(rule, findings, files)| (*rule, (*findings, *files)));
    let counts = COUNTED.iter().map(|(rule, ..)| {
        let (count, files) = found(&findings, &format!("preset.{rule}"));
        (*rule, (count, files.len()))
    });
    assert_eq!(counts.collect::<BTreeMap<_, _>>(), ours.collect());
}

#[test]
fn the_files_are_those_that_were_named() {
    let findings = lint::lint(&load().files);
    for (rule, expected) in [
        ("port-security", &["charter.net"][..]),
        ("port-service", &["arubapec.it", "pdx.edu"]),
        ("unusual-port", &["rediffmail.com"]),
        ("domain-twice", &["cty-net.ne.jp"]),
        (
            "host-of-other-service",
            &["bb-niigata.jp", "cc9.ne.jp", "gransy.com", "kelcom.net", "mail.jubii.dk"],
        ),
        (
            "oauth2-without-endpoints",
            &["att.net", "hotmail.com", "messagingengine.com", "mit.edu", "verizon.net"],
        ),
        ("oauth2-unused", &["yandex.ru"]),
        ("id-of-two", &["zoho.com.au", "zoho.eu", "zoho.in", "zoho.jp", "zohocloud.ca"]),
    ] {
        let (_, files) = found(&findings, &format!("preset.{rule}"));
        assert_eq!(files, expected.iter().copied().collect(), "{rule}");
    }
}

/// 35 files have a server without encryption, and a rule says so of each.
#[test]
fn nothing_in_clear_is_passed_over() {
    let findings = lint::lint(&load().files);
    let (passwords, mut files) = found(&findings, "preset.password-in-clear");
    let (others, more) = found(&findings, "preset.mail-in-clear");
    files.extend(more);
    assert_eq!((passwords + others, files.len()), (70, 35));
}

/// 48 links in 32 files are without encryption, of which `ipax.at` has one in an element for other things, and
/// that may be read or not.
#[test]
fn documentation_without_encryption() {
    let findings = lint::lint(&load().files);
    let (_, mut files) = found(&findings, "preset.page-over-http");
    files.remove("ipax.at");
    let pages = findings.iter().filter(|it| it.finding.id == "preset.page-over-http");
    let pages = pages.filter(|it| !it.path.ends_with("ipax.at.xml"));
    assert_eq!((pages.count(), files.len()), (47, 31));
}

/// Every finding is where a person finds it, and each rule has its say about a file in the order of its lines.
#[test]
fn findings_point_into_their_files() {
    let lines: BTreeMap<PathBuf, u32> = load()
        .files
        .iter()
        .map(|file| {
            let text = std::fs::read_to_string(&file.path).expect("was read before");
            (file.path.clone(), u32::try_from(text.lines().count()).expect("is short"))
        })
        .collect();
    let findings = lint::lint(&load().files);
    for finding in &findings {
        let places = finding.related.iter().map(|(path, at)| (path, at));
        for (path, at) in places.chain([(&finding.path, &finding.at)]) {
            assert!((1..=lines[path]).contains(&at.line), "{}: {at:?}", finding.finding.id);
        }
    }
    assert!(findings.windows(2).all(|two| {
        let [a, b] = two else { return false };
        (&a.path, a.at) <= (&b.path, b.at)
    }));
}
