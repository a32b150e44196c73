//! The list of known findings: what was there when a collection began to be checked, so that only new findings
//! fail. One line a finding, in order, so that a change of it is easy to read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The findings that are known, and how often each is there.
///
/// # Examples
///
/// ```
/// use mailcheck::report::Severity;
/// use mailcheck_presets::{Baseline, Check};
/// # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/presets/ispdb");
/// let check = Check::new([path]);
/// let report = check.run();
/// assert!(!report.is_well(Severity::Error));
/// let baseline = check.baseline(&report).to_json();
///
/// let check = check.known(Baseline::read(baseline.as_bytes())?);
/// assert!(check.run().is_well(Severity::Error));
/// # Ok::<(), mailcheck_presets::ReadBaselineError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Baseline {
    pub(crate) counts: BTreeMap<Known, usize>,
}

/// What stays the same of a finding when lines move.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub struct Known {
    /// The file, with slashes on every system.
    pub path: String,
    /// The finding's id.
    pub rule: String,
    /// The provider in the file; empty where it is about the whole file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub provider: String,
    /// The server; empty where it is about none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub endpoint: String,
}

impl Known {
    pub(crate) fn key(&self) -> String {
        [self.path.as_str(), &self.rule, &self.provider, &self.endpoint].join("\t")
    }
}

/// Why a file is no list of known findings.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadBaselineError {
    /// It is none at all, or damaged.
    #[error("it is no list of known findings: {0}")]
    NotABaseline(#[source] serde_json::Error),
    /// Another version of the program wrote it, or it is something else.
    #[error("its schema is {schema:?}, and {SCHEMA} is known")]
    OtherSchema {
        /// What it calls itself.
        schema: String,
    },
}

#[derive(Deserialize)]
struct Head {
    schema: String,
}

#[derive(Deserialize)]
struct Body {
    findings: Vec<Line>,
}

#[derive(Deserialize, Serialize)]
struct Line {
    #[serde(flatten)]
    known: Known,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

impl Baseline {
    /// Reads a list.
    ///
    /// # Errors
    ///
    /// [`ReadBaselineError`] when it is none, or one of another version.
    pub fn read(octets: &[u8]) -> Result<Self, ReadBaselineError> {
        let head: Head = serde_json::from_slice(octets).map_err(ReadBaselineError::NotABaseline)?;
        if head.schema != SCHEMA {
            return Err(ReadBaselineError::OtherSchema { schema: head.schema });
        }
        let body: Body = serde_json::from_slice(octets).map_err(ReadBaselineError::NotABaseline)?;
        let mut counts = BTreeMap::new();
        for line in body.findings {
            let count: &mut usize = counts.entry(line.known).or_default();
            *count = count.saturating_add(line.count);
        }
        Ok(Self { counts })
    }

    /// The list as a file.
    pub fn to_json(&self) -> String {
        let line = |(known, count): (&Known, &usize)| {
            let line = Line { known: known.clone(), count: *count };
            // Serialising cannot fail: every key is a string, and no type here says no.
            let json = serde_json::to_string(&line).unwrap_or_default();
            format!("    {}", mailcheck::render::escape_json(&json))
        };
        let lines: Vec<String> = self.counts.iter().map(line).collect();
        let lines =
            if lines.is_empty() { String::new() } else { format!("\n{}\n  ", lines.join(",\n")) };
        format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"findings\": [{lines}]\n}}\n")
    }

    /// How many findings are known.
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// The name and version of the file's shape.
const SCHEMA: &str = "mailcheck-presets-baseline/1";

#[cfg(test)]
mod tests {
    use super::*;

    fn known(path: &str, provider: &str) -> Known {
        Known {
            path: path.to_owned(),
            rule: "preset.x".to_owned(),
            provider: provider.to_owned(),
            endpoint: String::new(),
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_has_a_line_each() {
        let counts = [(known("b\u{9b}\t.xml", ""), 1), (known("a.xml", "a \"b\""), 2)];
        let baseline = Baseline { counts: counts.into_iter().collect() };
        let json = baseline.to_json();
        assert_eq!(
            json,
            "{\n  \"schema\": \"mailcheck-presets-baseline/1\",\n  \"findings\": [\n    \
             {\"path\":\"a.xml\",\"rule\":\"preset.x\",\"provider\":\"a \\\"b\\\"\",\"count\":2},\n    \
             {\"path\":\"b\\u009b\\t.xml\",\"rule\":\"preset.x\"}\n  ]\n}\n"
        );
        assert_eq!(Baseline::read(json.as_bytes()).expect("is one"), baseline);
        assert_eq!(baseline.len(), 3);
        let empty = Baseline::default();
        assert_eq!(Baseline::read(empty.to_json().as_bytes()).expect("is one"), empty);
    }

    #[test]
    fn what_is_none_is_refused() {
        let other = r#"{"schema": "mailcheck-presets-baseline/2", "findings": {}}"#;
        let why = Baseline::read(other.as_bytes()).expect_err("is of another version");
        assert!(matches!(why, ReadBaselineError::OtherSchema { .. }), "{why}");
        for text in ["", "garbage", "{}", "[]", "null", r#"{"schema": 1}"#] {
            assert!(Baseline::read(text.as_bytes()).is_err(), "{text}");
        }
        for findings in
            ["", r#", "findings": [{}]"#, r#", "findings": [{"path":"a","rule":"b","count":-1}]"#]
        {
            let text = format!("{{\"schema\": \"{SCHEMA}\"{findings}}}");
            let why = Baseline::read(text.as_bytes()).expect_err("is damaged");
            assert!(matches!(why, ReadBaselineError::NotABaseline(_)), "{why}");
        }
    }
}
