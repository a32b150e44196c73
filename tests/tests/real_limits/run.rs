//! Running the program, and reading its report.

use std::process::Output;

use libtest_mimic::Failed;
use mailcheck_tests::lab::{Inside, NAMESERVER, PASSWORD};
use serde_json::Value;

/// What there is to log in with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Secret<'s> {
    None,
    Password(&'s str),
    Token(&'s str),
}

pub(super) const GOOD: Secret<'static> = Secret::Password(PASSWORD);

/// One run that gives a report as JSON.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) status: Option<i32>,
    pub(super) report: Value,
    stderr: String,
    arguments: String,
}

impl Run {
    pub(super) fn of(lab: &Inside, arguments: &[&str], secret: Secret<'_>) -> Result<Self, Failed> {
        let all = [arguments, &["--format", "json"]].concat();
        let output = output(lab, &all, secret)?;
        let (stdout, stderr) = (&output.stdout, String::from_utf8_lossy(&output.stderr));
        let arguments = all.join(" ");
        let report: Value = serde_json::from_slice(stdout)
            .map_err(|error| format!("mailcheck {arguments}: {error}: {stderr}"))?;
        let schema = serde_json::from_str(include_str!("../../../docs/report.schema.json"))?;
        let validator = jsonschema::validator_for(&schema)?;
        validator.validate(&report).map_err(|error| format!("mailcheck {arguments}: {error}"))?;
        Ok(Self { status: output.status.code(), report, stderr: stderr.into_owned(), arguments })
    }

    /// What the log-in at the first endpoint came to, and by which mechanism.
    pub(super) fn login(&self) -> (Option<&str>, Option<&str>) {
        let login = &self.report["endpoints"][0]["login"];
        (login["outcome"].as_str(), login["mechanism"].as_str())
    }

    /// The ids of all findings.
    pub(super) fn findings(&self) -> Vec<&str> {
        let list = self.report["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|finding| finding["id"].as_str()).collect()
    }

    #[expect(clippy::needless_pass_by_value, reason = "a caller writes down what it expects")]
    pub(super) fn same<T: PartialEq + std::fmt::Debug>(
        &self,
        what: &str,
        seen: T,
        expected: T,
    ) -> Result<(), Failed> {
        if seen == expected {
            return Ok(());
        }
        let Self { arguments, report, stderr, .. } = self;
        Err(format!(
            "{what}: {seen:?}, not {expected:?}\nmailcheck {arguments}\n{report:#}\n{stderr}"
        )
        .into())
    }
}

/// One run, whatever it says.
pub(super) fn output(
    lab: &Inside,
    arguments: &[&str],
    secret: Secret<'_>,
) -> Result<Output, Failed> {
    Ok(match secret {
        Secret::None => lab.run(NAMESERVER, arguments, None)?,
        Secret::Password(password) => lab.run(NAMESERVER, arguments, Some(password))?,
        Secret::Token(token) => lab.run_with_token(arguments, token)?,
    })
}
