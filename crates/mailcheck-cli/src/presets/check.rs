//! `mailcheck presets check`: what is wrong in preset files.

use mailcheck_presets::{Collection, lint};

use super::args::Check;
use crate::complaint::Complaint;
use crate::exit::Ending;
use crate::output::Sink;
use crate::tongue;

pub(crate) fn run(call: &Check) -> Result<Ending, Complaint> {
    let sink = Sink::open(None)?;
    let collection = Collection::load(&call.paths);
    let findings = lint::lint(&collection.files);
    let mut told = String::new();
    for finding in &findings {
        let title = tongue::words().title(&finding.finding);
        let path = mailcheck::render::escape(&finding.path.display().to_string()).into_owned();
        told += &format!("{path}:{}:{}: {title}\n", finding.at.line, finding.at.column);
    }
    sink.write(&told)?;
    Ok(if findings.is_empty() { Ending::Done } else { Ending::Problem })
}
