//! Judges a saved run, offline. A run is saved with `mailcheck verify … --format evidence`.
//!
//! `cargo run -p mailcheck --example judge_saved_run -- fixtures/evidence/wrong-password.json`

use std::error::Error;
use std::io::{Write as _, stdout};

use mailcheck::evidence::Evidence;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("which file? usage: judge_saved_run FILE")?;
    let evidence = Evidence::from_json(&std::fs::read_to_string(path)?)?;
    let report = mailcheck::judge(evidence);

    let mut out = stdout().lock();
    writeln!(out, "verdict: {}", report.verdict.name())?;
    for finding in &report.findings {
        let endpoint = finding.endpoint.and_then(|index| report.evidence.endpoints.get(index));
        let place = endpoint.map_or_else(String::new, |it| format!(" at {}", it.endpoint));
        writeln!(out, "{}: {}{place}", finding.severity.name(), finding.id)?;
        for line in &finding.advice.evidence {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}
