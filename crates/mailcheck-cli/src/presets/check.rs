//! `mailcheck presets check`: what is wrong in preset files.

use mailcheck::evidence::Ended;
use mailcheck::render::Style;
use mailcheck::report::Severity;
use mailcheck_presets::render::history_text;
use mailcheck_presets::report::{Report, Standing};
use mailcheck_presets::{Collection, lint};

use super::args::Check;
use super::probing::{self, Looked};
use crate::complaint::Complaint;
use crate::exit::Ending;
use crate::output::Sink;
use crate::tongue;

pub(crate) fn run(call: &Check) -> Result<Ending, Complaint> {
    let sink = Sink::open(None)?;
    let mut history = call.history.open()?;
    let collection = Collection::load(&call.paths);
    let mut report = Report::default();
    report.findings = lint::lint(&collection.files);
    let mut ended = (Ended::Complete, None);
    if !call.offline {
        let Looked { servers, probes, signal } = probing::look(&call.probing, &collection.files)?;
        ended = (probes.ended, Some(signal));
        report.add(servers, probes);
    }
    history.judge(&mut report);
    let mut told = String::new();
    for finding in &report.findings {
        let title = tongue::words().title(&finding.finding);
        let path = mailcheck::render::escape(&finding.path.display().to_string()).into_owned();
        told += &format!("{path}:{}:{}: {title}\n", finding.at.line, finding.at.column);
    }
    told += &history_text(&report, &Style::new(tongue::lang()));
    sink.write(&told)?;
    if let (Ended::Cancelled, Some(signal)) = ended {
        return Ok(Ending::Interrupted(signal));
    }
    let errors = || report.findings.iter().filter(|it| it.severity() == Severity::Error);
    Ok(if errors().any(|it| it.standing == Standing::Counts) {
        Ending::Problem
    } else if errors().next().is_some() || ended.0 != Ended::Complete {
        Ending::CouldNotTell
    } else {
        Ending::Done
    })
}
