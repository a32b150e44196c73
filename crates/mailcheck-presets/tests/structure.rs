//! What the rules of structure find in Thunderbird's database, each of it read by a person and true.

use std::collections::BTreeMap;
use std::path::Path;

use mailcheck_presets::report::Finding;
use mailcheck_presets::{Collection, lint};

fn findings() -> Vec<Finding> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets/ispdb");
    let collection = Collection::load(&[folder]);
    assert_eq!(collection.files.len(), 163);
    assert_eq!(lint::unread(&collection.unread), []);
    lint::lint(&collection.files)
}

fn name(finding: &Finding) -> String {
    let file = finding.path.file_stem().unwrap_or_default();
    file.to_string_lossy().into_owned()
}

/// The files and lines of a rule.
fn places(findings: &[Finding], rule: &str) -> Vec<String> {
    let ours = findings.iter().filter(|finding| finding.finding.id == rule);
    ours.map(|finding| format!("{}:{}", name(finding), finding.at.line)).collect()
}

#[test]
fn known_faults_are_found_at_their_lines() {
    let findings = findings();
    for (rule, expected) in [
        ("preset.half-placeholder", &["office365.com:29", "office365.com:34"][..]),
        ("preset.missing-username", &["kokuyou.ne.jp:14", "teol.net:22"]),
        (
            "preset.id-not-file-name",
            &[
                "bluewin.ch:3",
                "messagingengine.com:3",
                "oxcloud-eu:3",
                "oxcloud-us:3",
                "zoho.com.au:3",
                "zoho.eu:3",
                "zoho.in:3",
                "zoho.jp:3",
                "zohocloud.ca:3",
            ],
        ),
        (
            "preset.id-not-a-domain",
            &[
                "1und1.de:3",
                "broba.cc:3",
                "df.eu:3",
                "hetzner.de:3",
                "oxcloud-eu:3",
                "oxcloud-us:3",
                "wildwestdomains.com:3",
            ],
        ),
        ("preset.name-too-long", &["gransy.com:6"]),
        (
            "preset.uncommon-type",
            &["office365.com:28", "office365.com:33", "office365.com:38", "office365.com:44"],
        ),
    ] {
        assert_eq!(places(&findings, rule), expected, "{rule}");
    }
    assert_eq!(places(&findings, "preset.short-name-long").len(), 10);
}

#[test]
fn nothing_else_is_found() {
    let mut counts = BTreeMap::new();
    for finding in findings() {
        *counts.entry(finding.finding.id).or_insert(0) += 1;
    }
    let none = [
        "preset.bad-domain",
        "preset.bad-hostname",
        "preset.bad-id",
        "preset.bad-port",
        "preset.byte-order-mark",
        "preset.deprecated-authentication",
        "preset.domain-in-capitals",
        "preset.file-extension",
        "preset.first-server-weaker",
        "preset.misplaced-server",
        "preset.missing-authentication",
        "preset.missing-display-name",
        "preset.missing-hostname",
        "preset.missing-id",
        "preset.missing-port",
        "preset.missing-socket-type",
        "preset.no-domain",
        "preset.no-provider",
        "preset.rejected-on-android",
        "preset.several-providers",
        "preset.unknown-authentication",
        "preset.unknown-placeholder",
        "preset.unknown-socket-type",
        "preset.unknown-type",
        "preset.unknown-version",
    ];
    for rule in none {
        assert_eq!(counts.get(rule), None, "{rule}");
    }
}
