//! `mailcheck presets check`: what is wrong in preset files.

use std::io;
use std::mem;
use std::path::Path;

use jiff::Zoned;
use mailcheck::evidence::Ended;
use mailcheck::render::Style;
use mailcheck_presets::exempt::Config;
use mailcheck_presets::report::{Outcome, Report};
use mailcheck_presets::{Check, Collection, NotRead, Unread, render};

use super::args::{self, Format};
use super::probing::{self, Looked};
use super::{changed, known, web};
use crate::args::When;
use crate::complaint::{Complaint, Message};
use crate::exit::Ending;
use crate::output::{self, Sink};
use crate::{reasons, tongue};

pub(crate) fn run(call: &args::Check) -> Result<Ending, Complaint> {
    let sink = Sink::open(call.output.file.as_deref())?;
    let config = Config::load(&call.paths, call.config.as_deref())?;
    let check = check(call, &sink)?;
    let mut history = call.history.open()?;
    let Collection { mut files, mut unread, .. } = check.read();
    if let Some(Unread { path, why: NotRead::Io(why), .. }) =
        unread.iter().find(|it| is_missing(it, call))
    {
        let message = Message::new("presets-no-such-path").path(path);
        return Err(message.with("why", reasons::of(why)).into());
    }
    if let Some(file) = files.iter().find(|file| sink.is(&file.path)) {
        return Err(Message::new("presets-output-is-preset").path(&file.path).into());
    }
    // A file for the report that was just made in a folder of presets is none of them.
    unread.retain(|it| !sink.is(&it.path));
    web::read(&check, call, &mut files, &mut unread)?;
    let mut report = check.lint(&files, unread);
    let mut ended = (Ended::Complete, None);
    if !call.offline {
        let Looked { servers, probes, signal } = probing::look(&call.probing, &check, &files)?;
        ended = (probes.ended, Some(signal));
        report.add(servers, probes);
    }
    if ended.0 != Ended::Cancelled {
        history.judge(&mut report);
    }
    check.exempt(&mut report, &files, &config, !call.offline);
    check.settle(&mut report);
    if let Some(path) = call.count.baseline.as_deref().filter(|_| call.count.update_baseline) {
        let baseline = check.baseline(&report);
        known::write(path, &baseline)?;
        // What was just written down is known, and what was left out is told all the same.
        let gone = mem::take(&mut report.gone);
        check.known(baseline).settle(&mut report);
        report.gone = gone;
    }
    sink.write(&told(&report, call))?;
    if let (Ended::Cancelled, Some(signal)) = ended {
        return Ok(Ending::Interrupted(signal));
    }
    Ok(history.ending(match report.outcome(call.count.severity()) {
        Outcome::Well if ended.0 != Ended::Complete => Ending::CouldNotTell,
        Outcome::CouldNotTell => Ending::CouldNotTell,
        Outcome::Problem => Ending::Problem,
        Outcome::Well => Ending::Done,
    }))
}

/// What is to be checked, by the options.
fn check(call: &args::Check, sink: &Sink) -> Result<Check, Complaint> {
    let check = Check::new(&call.paths).today(Zoned::now().date());
    let mut check = check.rules(call.scope.rule.iter().copied());
    check = check.skip(call.scope.skip.iter().copied());
    if let Some(shard) = call.scope.shard {
        check = check.shard(shard);
    }
    if let Some(path) = &call.count.baseline {
        if sink.is(path) {
            return Err(Message::new("presets-baseline-is-output").path(path).into());
        }
        check = check.known(known::read(path, call.count.update_baseline)?);
    }
    if let Some(since) = &call.scope.changed_since {
        check = check.changed(changed::files(since, &call.paths)?);
    }
    Ok(check)
}

/// Whether a path was named that is not there.
fn is_missing(unread: &Unread, call: &args::Check) -> bool {
    let is_named = || call.paths.contains(&unread.path);
    matches!(&unread.why, NotRead::Io(why) if why.kind() == io::ErrorKind::NotFound) && is_named()
}

fn told(report: &Report, call: &args::Check) -> String {
    let (fail_on, words, output) = (call.count.severity(), tongue::words(), &call.output);
    match output.format {
        Format::Github => render::github(report, fail_on, words),
        Format::Json => render::json(report, fail_on, words),
        Format::Junit => render::junit(report, fail_on, words),
        Format::Markdown => render::markdown(report, fail_on, words),
        Format::Sarif => render::sarif(report, words),
        Format::Text => {
            let is_coloured = output.file.is_none() && output::is_stdout_coloured(output.color);
            let is_coloured = is_coloured || output.color == When::Always;
            let style = Style::new(words.lang()).colour(is_coloured);
            let told = render::text(report, fail_on, words, &style);
            told + &render::history_text(report, &style)
        }
    }
}

/// The folder that a path is in, or that it is.
pub(super) fn folder(path: &Path) -> &Path {
    if path.is_dir() {
        return path;
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _here => Path::new("."),
    }
}
