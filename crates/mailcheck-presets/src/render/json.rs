//! The report for programs. `docs/presets.schema.json` is made from the types in this file. Add to them; never
//! take away.

use mailcheck::model::{Endpoint, ServerText};
use mailcheck::render::{Words, escape_json};
use mailcheck::report::Severity;
use serde::Serialize;

use super::{history_note, reason};
use crate::file::Place;
use crate::report::{Finding, Report, Standing};

/// The name and version of the shape.
const SCHEMA: &str = "mailcheck-presets/1";

/// Tells programs what a check found, with the sentences in the language of the words. Ends in a line feed.
pub fn json(report: &Report, fail_on: Option<Severity>, words: &Words) -> String {
    let counts = report.counts(fail_on);
    let shape = ReportJson {
        schema: SCHEMA,
        tool: ToolJson { name: "mailcheck", version: env!("CARGO_PKG_VERSION") },
        outcome: report.outcome(fail_on).name(),
        fail_on: fail_on.map_or("never", Severity::name),
        counts: CountsJson {
            files: report.files,
            providers: report.providers,
            servers: report.servers,
            errors: counts.errors,
            warnings: counts.warnings,
            notices: counts.notices,
            failing: counts.failing,
            inconclusive: counts.inconclusive,
            exempt: counts.exempt,
            known: counts.known,
            unread: report.unread.len(),
            passed_over: report.passed_over,
        },
        findings: report.findings.iter().map(|it| finding(it, words)).collect(),
        unread: report
            .unread
            .iter()
            .map(|it| UnreadJson {
                path: it.path.display().to_string(),
                reason: reason(&it.why, words),
                leaves_open: it.leaves_open(),
            })
            .collect(),
        gone: report
            .gone
            .iter()
            .map(|(known, count)| GoneJson {
                path: &known.path,
                id: &known.rule,
                provider: Some(known.provider.as_str()).filter(|it| !it.is_empty()),
                endpoint: Some(known.endpoint.as_str()).filter(|it| !it.is_empty()),
                count: *count,
            })
            .collect(),
        probed: report
            .probed
            .iter()
            .map(|it| ProbedJson {
                endpoint: endpoint(&it.endpoint),
                outcome: it.outcome.name(),
                elapsed_ms: it.elapsed_ms,
            })
            .collect(),
        left_out: report
            .left_out
            .iter()
            .map(|it| LeftOutJson {
                place: place(&it.path, it.at),
                provider: it.provider.as_deref(),
                host: &it.host,
                why: it.why.name(),
            })
            .collect(),
        history: report
            .history
            .iter()
            .map(|it| PastJson {
                endpoint: endpoint(&it.endpoint),
                id: &it.id,
                trend: it.trend.name(),
                note: history_note(it.trend, words),
            })
            .collect(),
    };
    // Serialising cannot fail: every key is a string, and no type here says no.
    escape_json(&serde_json::to_string_pretty(&shape).unwrap_or_default()) + "\n"
}

fn finding<'a>(finding: &'a Finding, words: &Words) -> FindingJson<'a> {
    let judged = &finding.finding;
    FindingJson {
        id: judged.id,
        severity: judged.severity.name(),
        standing: finding.standing.name(),
        exempt_because: match &finding.standing {
            Standing::Exempt(why) => Some(why),
            Standing::Counts | Standing::Inconclusive | Standing::Known => None,
        },
        place: place(&finding.path, finding.at),
        provider: finding.provider.as_deref(),
        endpoint: finding.endpoint.as_ref().map(endpoint),
        title: words.title(judged),
        cause: words.cause(judged),
        causes: words.causes(judged),
        action: words.action(judged),
        who: judged.advice.who.name(),
        wait_s: judged.advice.wait.map(|wait| wait.length.as_secs()),
        evidence: judged.advice.evidence.iter().map(ServerText::as_str).collect(),
        reference: judged.reference,
        related: finding.related.iter().map(|(path, at)| place(path, *at)).collect(),
        key: finding.key(),
    }
}

fn place(path: &std::path::Path, at: Place) -> PlaceJson {
    let known = |number: u32| Some(number).filter(|it| *it > 0);
    PlaceJson { path: path.display().to_string(), line: known(at.line), column: known(at.column) }
}

fn endpoint(endpoint: &Endpoint) -> EndpointJson {
    EndpointJson {
        service: endpoint.service.to_string(),
        host: endpoint.host.to_string(),
        port: endpoint.port,
        security: endpoint.security.to_string(),
    }
}

/// What a check of preset files found.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "mailcheck presets check, version 1"))]
struct ReportJson<'a> {
    /// The name and version of this shape.
    #[cfg_attr(test, schemars(extend("const" = SCHEMA)))]
    schema: &'static str,
    tool: ToolJson,
    /// The exit status in a word: 0, 1 or 3.
    #[cfg_attr(test, schemars(extend("enum" = ["well", "problem", "could-not-tell"])))]
    outcome: &'static str,
    /// From which severity on a finding makes the outcome `problem`.
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "notice", "never"])))]
    fail_on: &'static str,
    counts: CountsJson,
    /// In the order of files and places.
    findings: Vec<FindingJson<'a>>,
    /// What could not be read.
    unread: Vec<UnreadJson>,
    /// What the list of known findings has and was not found any more.
    gone: Vec<GoneJson<'a>>,
    /// Which servers were looked at; empty where none was to be.
    probed: Vec<ProbedJson>,
    /// Which servers were not to be looked at, and why; empty where none was to be.
    left_out: Vec<LeftOutJson<'a>>,
    /// What earlier runs make of what was found at servers; empty without a history.
    history: Vec<PastJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ToolJson {
    name: &'static str,
    version: &'static str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CountsJson {
    files: usize,
    providers: usize,
    /// Each counted as often as it is named.
    servers: usize,
    /// Errors that count.
    errors: usize,
    warnings: usize,
    notices: usize,
    /// Those of the three that make the outcome `problem`.
    failing: usize,
    inconclusive: usize,
    exempt: usize,
    known: usize,
    unread: usize,
    /// Other files in the folders, of no format of presets.
    passed_over: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FindingJson<'a> {
    /// Stable: `preset.…` of a rule for files, or the id of what was seen at the server.
    id: &'static str,
    #[cfg_attr(test, schemars(extend("enum" = ["error", "warning", "notice"])))]
    severity: &'static str,
    /// Whether it counts; `inconclusive` is what cannot be told from here.
    #[cfg_attr(test, schemars(extend("enum" = ["counts", "exempt", "known", "inconclusive"])))]
    standing: &'static str,
    /// The reason in the file, where it is exempt.
    exempt_because: Option<&'a str>,
    place: PlaceJson,
    /// The provider in the file; null where it is about the whole file.
    provider: Option<&'a str>,
    /// The server, where it is about one.
    endpoint: Option<EndpointJson>,
    title: String,
    cause: String,
    /// What it may be due to, the likeliest first; empty where the cause is certain.
    causes: Vec<String>,
    action: String,
    /// Who can act.
    #[cfg_attr(test, schemars(extend("enum" = ["device", "line", "provider", "you"])))]
    who: &'static str,
    wait_s: Option<u64>,
    /// What was seen, in the server's words.
    evidence: Vec<&'a str>,
    reference: &'static str,
    /// Other places that it is about.
    related: Vec<PlaceJson>,
    /// What stays the same when lines move.
    key: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PlaceJson {
    /// As it was named.
    path: String,
    /// From 1; null for the file as a whole.
    line: Option<u32>,
    /// In characters, from 1; null for the line as a whole.
    column: Option<u32>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EndpointJson {
    service: String,
    host: String,
    port: u16,
    security: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnreadJson {
    path: String,
    reason: String,
    /// False for what was read already under another name.
    leaves_open: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct GoneJson<'a> {
    path: &'a str,
    id: &'a str,
    provider: Option<&'a str>,
    endpoint: Option<&'a str>,
    count: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ProbedJson {
    endpoint: EndpointJson,
    #[cfg_attr(test, schemars(extend("enum" = ["works", "fails", "inconclusive", "not-probed"])))]
    outcome: &'static str,
    elapsed_ms: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LeftOutJson<'a> {
    place: PlaceJson,
    provider: Option<&'a str>,
    /// As it is written, or with its placeholder filled.
    host: &'a str,
    #[cfg_attr(test, schemars(extend("enum" = ["asked", "incomplete", "local", "many", "placeholder"])))]
    why: &'static str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PastJson<'a> {
    endpoint: EndpointJson,
    id: &'a str,
    #[cfg_attr(test, schemars(extend("enum" = ["new", "flap", "change", "broken", "mended", "came-back", "steady"])))]
    trend: &'static str,
    note: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use mailcheck::render::Lang;

    const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/presets.schema.json");

    fn schema() -> serde_json::Value {
        let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        settings.into_generator().into_root_schema_for::<ReportJson<'_>>().to_value()
    }

    #[test]
    fn published_schema_is_the_one_of_the_code() {
        let made = serde_json::to_string_pretty(&schema()).expect("is JSON") + "\n";
        if std::env::var_os("MAILCHECK_WRITE_SCHEMA").is_some() {
            std::fs::write(PUBLISHED, &made).expect("docs can be written");
        }
        let published = std::fs::read_to_string(PUBLISHED).unwrap_or_default();
        assert!(made == published, "run this test once with MAILCHECK_WRITE_SCHEMA=1");
    }

    #[test]
    fn reports_are_as_the_schema_says() {
        let validator = jsonschema::validator_for(&schema()).expect("is a schema");
        for lang in Lang::ALL {
            for report in [samples::mixed(), samples::hostile(), Report::default()] {
                for fail_on in [None, Some(Severity::Error), Some(Severity::Notice)] {
                    let told = json(&report, fail_on, &samples::words(lang));
                    let value = serde_json::from_str(&told).expect("is JSON");
                    let wrong: Vec<String> =
                        validator.iter_errors(&value).map(|it| it.to_string()).collect();
                    assert!(wrong.is_empty(), "{wrong:#?}");
                }
            }
        }
    }

    #[test]
    fn json_reads_well() {
        samples::snapshots().bind(|| {
            let told = json(&samples::mixed(), Some(Severity::Error), &samples::words(Lang::En));
            insta::assert_snapshot!("presets.json", told);
        });
    }
}
