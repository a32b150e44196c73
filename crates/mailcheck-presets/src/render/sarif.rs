//! The report in SARIF 2.1.0, as code hosts and editors read it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use mailcheck::render::{Words, escape, escape_json};
use mailcheck::report::Severity;
use serde::Serialize;

use super::{in_general, reason};
use crate::file::Place;
use crate::report::{Finding, Report, Standing, spelt};
use crate::shard::stable_hash;

/// Tells code hosts and editors what a check found. Ends in a line feed.
pub fn sarif(report: &Report, words: &Words) -> String {
    let rules = rules(report);
    let ids: Vec<&str> = rules.iter().map(|rule| rule.finding.id).collect();
    let has_baseline =
        !report.gone.is_empty() || report.findings.iter().any(|it| it.standing == Standing::Known);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut results = Vec::new();
    for finding in &report.findings {
        let times = seen.entry(finding.key()).or_default();
        *times += 1;
        let index = ids.iter().position(|id| *id == finding.finding.id).unwrap_or_default();
        results.push(result(finding, index, *times, has_baseline, words));
    }
    let driver = Driver {
        name: "mailcheck",
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: rules.iter().map(|it| descriptor(it, words)).collect(),
    };
    let run = Run {
        tool: Tool { driver },
        invocations: [invocation(report, words)],
        language: words.lang().name(),
        column_kind: "unicodeCodePoints",
        results,
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    // Serialising cannot fail: every key is a string, and no type here says no.
    escape_json(&serde_json::to_string_pretty(&log).unwrap_or_default()) + "\n"
}

/// One finding of every rule, in the order of their ids.
fn rules(report: &Report) -> Vec<&Finding> {
    let rules: BTreeMap<&str, &Finding> =
        report.findings.iter().rev().map(|it| (it.finding.id, it)).collect();
    rules.into_values().collect()
}

fn descriptor(example: &Finding, words: &Words) -> Descriptor {
    let judged = &example.finding;
    let part = |part: &str| in_general(judged.id, part, words).map(|it| escape(&it).into_owned());
    let (cause, action) = (part("cause").unwrap_or_default(), part("action").unwrap_or_default());
    let text = format!("{cause}\n\n{action}\n\n{}", judged.reference);
    Descriptor {
        id: judged.id,
        short_description: Message { text: part("title").unwrap_or_else(|| judged.id.to_owned()) },
        full_description: Message { text: cause },
        help: Message { text },
        default_configuration: Configuration { level: level(judged.severity) },
    }
}

fn result(
    finding: &Finding,
    index: usize,
    times: usize,
    has_baseline: bool,
    words: &Words,
) -> SarifResult {
    let judged = &finding.finding;
    let told = [words.title(judged), words.cause(judged), words.action(judged)];
    let told: Vec<String> =
        told.iter().filter(|it| !it.is_empty()).map(|it| brackets_escaped(&escape(it))).collect();
    let related = finding.related.iter().enumerate();
    let is_open = finding.standing == Standing::Inconclusive;
    SarifResult {
        rule_id: judged.id,
        rule_index: index,
        // What is not sure has no level (SARIF §3.27.10).
        kind: if is_open { "open" } else { "fail" },
        level: if is_open { "none" } else { level(judged.severity) },
        message: Message { text: told.join("\n\n") },
        locations: [Spot {
            id: None,
            physical_location: physical(&finding.path, somewhere(finding.at)),
            logical_locations: logical(finding),
        }],
        related_locations: related
            .map(|(number, (path, at))| Spot {
                id: Some(number + 1),
                physical_location: physical(path, *at),
                logical_locations: Vec::new(),
            })
            .collect(),
        partial_fingerprints: BTreeMap::from([(
            FINGERPRINT,
            format!("{:016x}:{times}", stable_hash(&finding.key())),
        )]),
        baseline_state: has_baseline.then_some(match finding.standing {
            Standing::Known => "unchanged",
            Standing::Counts | Standing::Exempt(_) | Standing::Inconclusive => "new",
        }),
        suppressions: match &finding.standing {
            Standing::Exempt(why) => {
                vec![Suppression { kind: "inSource", justification: escape(why).into_owned() }]
            }
            Standing::Counts | Standing::Inconclusive | Standing::Known => Vec::new(),
        },
    }
}

fn invocation(report: &Report, words: &Words) -> Invocation {
    let notification = |unread: &crate::Unread| Notification {
        level: if unread.leaves_open() { "error" } else { "note" },
        message: Message { text: escape(&reason(&unread.why, words)).into_owned() },
        locations: [Spot {
            id: None,
            physical_location: physical(&unread.path, Place::default()),
            logical_locations: Vec::new(),
        }],
    };
    Invocation {
        execution_successful: !report.unread.iter().any(crate::Unread::leaves_open),
        tool_execution_notifications: report.unread.iter().map(notification).collect(),
    }
}

fn physical(path: &Path, at: Place) -> Physical {
    let known = |number: u32| Some(number).filter(|it| *it > 0);
    let region =
        known(at.line).map(|start_line| Region { start_line, start_column: known(at.column) });
    Physical { artifact_location: Artifact { uri: uri(path) }, region }
}

/// A line in any case: GitHub shows nothing without one.
fn somewhere(at: Place) -> Place {
    Place { line: at.line.max(1), ..at }
}

fn logical(finding: &Finding) -> Vec<Logical> {
    let endpoint = finding.endpoint.as_ref().map(ToString::to_string);
    let parts = [finding.provider.clone(), endpoint];
    let names: Vec<String> =
        parts.into_iter().flatten().map(|it| escape(&it).into_owned()).collect();
    let full = names.join("/");
    let Some(name) = names.into_iter().next_back() else { return Vec::new() };
    vec![Logical { name, fully_qualified_name: full }]
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    }
}

/// A path as a reference (RFC 3986): relative stays relative, an address of the web what it is.
fn uri(path: &Path) -> String {
    let text = spelt(path);
    if text.contains("://") {
        return percent_encoded(&text, b"-._~/:?#[]@!$&'()*+,;=%");
    }
    let encoded = percent_encoded(&text, b"-._~/!$&'()*+,;=@");
    if encoded.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

/// Text with everything but letters, digits and these octets percent-encoded.
fn percent_encoded(text: &str, kept: &[u8]) -> String {
    let mut encoded = String::new();
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || kept.contains(&octet) {
            encoded.push(char::from(octet));
        } else {
            // Writing to a String cannot fail.
            let _infallible = write!(encoded, "%{octet:02X}");
        }
    }
    encoded
}

/// In messages, brackets would begin a link (SARIF §3.11.6).
fn brackets_escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What the fingerprint is called, with the version of how it is made.
const FINGERPRINT: &str = "mailcheckKey/v1";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    language: &'static str,
    column_kind: &'static str,
    results: Vec<SarifResult>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    locations: [Spot; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    rule_index: usize,
    kind: &'static str,
    level: &'static str,
    message: Message,
    locations: [Spot; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Spot>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    justification: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spot {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    name: String,
    fully_qualified_name: String,
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use mailcheck::render::Lang;

    #[test]
    fn sarif_is_as_its_schema_says() {
        let schema = include_str!("../../../../fixtures/schemas/sarif-2.1.0.json");
        // Its pattern for languages has a bracket too many, which is no regular expression to everybody.
        let mended = schema.replace("{2}]?$\"", "{2}$\"");
        assert_ne!(mended, schema);
        let schema = serde_json::from_str(&mended).expect("is JSON");
        let validator = jsonschema::options().build(&schema).expect("is a schema");
        for lang in Lang::ALL {
            for report in [samples::mixed(), samples::hostile(), Report::default()] {
                let told = sarif(&report, &samples::words(lang));
                let value = serde_json::from_str(&told).expect("is JSON");
                let wrong: Vec<String> = validator
                    .iter_errors(&value)
                    .map(|it| format!("{it} at {}", it.instance_path()))
                    .collect();
                assert!(wrong.is_empty(), "{wrong:#?}");
            }
        }
        let other = serde_json::json!({"version": "2.1.0", "runs": [{"results": []}]});
        assert!(!validator.is_valid(&other), "the schema takes everything");
    }

    #[test]
    fn sarif_reads_well() {
        samples::snapshots().bind(|| {
            let told = sarif(&samples::mixed(), &samples::words(Lang::En));
            insta::assert_snapshot!("presets.sarif.json", told);
        });
    }

    #[test]
    fn fingerprints_are_apart() {
        let told = sarif(&samples::mixed(), &samples::words(Lang::En));
        let value: serde_json::Value = serde_json::from_str(&told).expect("is JSON");
        let results = value["runs"][0]["results"].as_array().expect("has results");
        let prints: std::collections::BTreeSet<_> =
            results.iter().map(|it| it["partialFingerprints"][FINGERPRINT].to_string()).collect();
        assert_eq!(prints.len(), results.len(), "{prints:#?}");
    }

    #[test]
    fn paths_become_references() {
        for (path, expected) in [
            ("a/b.xml", "a/b.xml"),
            ("./a/b c.xml", "a/b%20c.xml"),
            ("../a#b?.xml", "../a%23b%3F.xml"),
            ("a:b/日.xml", "a%3Ab/%E6%97%A5.xml"),
            ("/etc/x%.xml", "file:///etc/x%25.xml"),
            ("https://example.org/a b?c=%20", "https://example.org/a%20b?c=%20"),
        ] {
            assert_eq!(uri(path.as_ref()), expected, "{path}");
        }
    }
}
