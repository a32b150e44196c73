//! The JSON of a comparison, version 1. `docs/presets-diff.schema.json` is made from the types here. Add to it;
//! never take away.

use mailcheck::model::Security;
use mailcheck::render::escape_json;
use serde::Serialize;

use crate::diff::{Conflict, Diff, List, ServiceConflict, Side, Verdict};
use crate::report::ProbeOutcome;

/// The name and version of the JSON shape.
pub(super) const SCHEMA: &str = "mailcheck-presets-diff/1";

/// Tells programs how lists differ. There are no sentences in it. Ends in a line feed.
///
/// # Examples
///
/// ```
/// use mailcheck_presets::{diff::diff, render::diff_json};
/// let told = diff_json(&diff(&[("ours", &[]), ("theirs", &[])]));
/// assert!(told.contains(r#""schema": "mailcheck-presets-diff/1""#));
/// ```
pub fn diff_json(diff: &Diff) -> String {
    let shape = DiffJson {
        schema: SCHEMA,
        lists: diff.lists.iter().map(list).collect(),
        shared: diff.shared,
        differing: diff.differing(),
        conflicts: diff.conflicts.iter().map(conflict).collect(),
    };
    // Serialising cannot fail: every key is a string, and no type here says no.
    escape_json(&serde_json::to_string_pretty(&shape).unwrap_or_default()) + "\n"
}

/// What comparing lists of presets came to.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "mailcheck presets diff, version 1"))]
pub(super) struct DiffJson<'a> {
    /// The name and version of this shape.
    #[cfg_attr(test, schemars(extend("const" = SCHEMA)))]
    schema: &'static str,
    /// The lists, in the order in which they were given.
    lists: Vec<ListJson<'a>>,
    /// How many domains more than one list names servers for.
    shared: usize,
    /// In how many of these they differ.
    differing: usize,
    /// Where they differ; many domains with the same difference are one conflict.
    conflicts: Vec<ConflictJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "list"))]
struct ListJson<'a> {
    name: &'a str,
    files: usize,
    domains: usize,
    /// Of these, those without any server. They are not compared.
    without_servers: usize,
    /// Patterns that are no domain, and are not compared.
    patterns: usize,
    /// Domains for which no other list names a server.
    alone: &'a [String],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "conflict"))]
struct ConflictJson<'a> {
    domains: &'a [String],
    /// Whether the lists have no server of some service in common, be it as second choice.
    shares_none: bool,
    services: Vec<ServiceJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "service"))]
struct ServiceJson<'a> {
    #[cfg_attr(test, schemars(extend("enum" = ["imap", "smtp", "pop3"])))]
    service: &'static str,
    /// What differs between the first choices.
    #[cfg_attr(test, schemars(extend("items" = { "enum": [
        "host", "port", "security", "authentication", "username", "service"
    ] })))]
    aspects: Vec<&'static str>,
    shares_none: bool,
    /// What looking at the servers says of it; null unless they were looked at.
    verdict: Option<VerdictJson>,
    sides: Vec<SideJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "verdict"))]
struct VerdictJson {
    #[cfg_attr(test, schemars(extend("enum" = ["all-work", "none-works", "right", "unknown"])))]
    kind: &'static str,
    /// Lists whose server works, where others' does not; as indices.
    right: Vec<usize>,
    /// Lists whose server does not, where others' does; as indices.
    wrong: Vec<usize>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "side"))]
struct SideJson<'a> {
    /// Which list, as an index.
    list: usize,
    /// Where it says so.
    places: Vec<PlaceJson>,
    /// Null where it has no such server.
    choice: Option<ChoiceJson<'a>>,
    #[cfg_attr(test, schemars(extend("enum" = ["works", "fails", "inconclusive", "not-probed", null])))]
    answer: Option<&'static str>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "place"))]
struct PlaceJson {
    path: String,
    /// From 1; 0 for the file as a whole.
    line: u32,
    /// In characters from 1; 0 for the line as a whole.
    column: u32,
}

/// The first choice of a list. What it leaves open is null.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "choice"))]
struct ChoiceJson<'a> {
    host: Option<&'a str>,
    port: Option<u16>,
    #[cfg_attr(test, schemars(extend("enum" = ["tls", "starttls", "plain", null])))]
    security: Option<&'static str>,
    authentication: Option<&'a str>,
    username: Option<&'a str>,
}

fn list(list: &List) -> ListJson<'_> {
    let List { name, files, domains, without_servers, patterns, alone } = list;
    ListJson {
        name,
        files: *files,
        domains: *domains,
        without_servers: *without_servers,
        patterns: *patterns,
        alone,
    }
}

fn conflict(conflict: &Conflict) -> ConflictJson<'_> {
    ConflictJson {
        domains: &conflict.domains,
        shares_none: conflict.shares_none(),
        services: conflict.services.iter().map(service).collect(),
    }
}

fn service(service: &ServiceConflict) -> ServiceJson<'_> {
    ServiceJson {
        service: service.service.name(),
        aspects: service.aspects.iter().map(|aspect| aspect.name()).collect(),
        shares_none: service.shares_none,
        verdict: service.verdict().map(verdict),
        sides: service.sides.iter().map(side).collect(),
    }
}

fn verdict(verdict: Verdict) -> VerdictJson {
    let (kind, right, wrong) = match verdict {
        Verdict::AllWork => ("all-work", Vec::new(), Vec::new()),
        Verdict::NoneWorks => ("none-works", Vec::new(), Vec::new()),
        Verdict::Right { right, wrong } => ("right", right, wrong),
        Verdict::Unknown => ("unknown", Vec::new(), Vec::new()),
    };
    VerdictJson { kind, right, wrong }
}

fn side(side: &Side) -> SideJson<'_> {
    let place = |(path, at): &(std::path::PathBuf, crate::file::Place)| PlaceJson {
        path: path.display().to_string(),
        line: at.line,
        column: at.column,
    };
    SideJson {
        list: side.list,
        places: side.places.iter().map(place).collect(),
        choice: side.choice.as_ref().map(|choice| ChoiceJson {
            host: choice.host.as_deref(),
            port: choice.port,
            security: choice.security.map(Security::name),
            authentication: choice.authentication.as_deref(),
            username: choice.username.as_deref(),
        }),
        answer: side.answer.map(|answer| match answer {
            ProbeOutcome::Works => "works",
            ProbeOutcome::Fails => "fails",
            ProbeOutcome::Inconclusive => "inconclusive",
            ProbeOutcome::NotProbed => "not-probed",
        }),
    }
}
