//! The report as workflow commands of GitHub Actions, which shows them at their lines: the worst first, as many
//! as it shows, and all others as plain lines of the log.

use mailcheck::render::{Words, escape};
use mailcheck::report::Severity;

use super::counts::{number, result, sentences};
use super::{grade, place, reason, worst_first};
use crate::report::{Finding, Report, Standing, spelt};

/// Tells GitHub Actions what a check found, where everything fails it from this severity on.
pub fn github(report: &Report, fail_on: Option<Severity>, words: &Words) -> String {
    let mut shown = Shown::default();
    let mut out = String::new();
    for unread in report.unread.iter().filter(|it| it.leaves_open()) {
        if shown.has_room("error") {
            let properties = [("file", spelt(&unread.path))];
            out += &command("error", &properties, &reason(&unread.why, words));
        } else {
            let path = unread.path.display();
            out += &plain(&format!("- {path}: {}", reason(&unread.why, words)));
        }
    }
    let mut left = 0;
    for finding in worst_first(report) {
        let name = name(finding);
        if shown.has_room(name) {
            out += &annotation(name, finding, words);
        } else {
            left += 1;
            let place = place(&finding.path, finding.at);
            let (grade, title) = (grade(finding, words), words.title(&finding.finding));
            out += &plain(&format!("- {place}: {grade}: {title} [{}]", finding.finding.id));
        }
    }
    if left > 0 {
        let more = words.ui("presets-github-more", &[("count", number(left))]);
        out += &command("notice", &[], &more);
    }
    out += &plain(&result(report, fail_on, words));
    for sentence in sentences(report, words) {
        out += &plain(&format!("- {sentence}"));
    }
    out
}

/// How many of each kind are shown by now.
#[derive(Default)]
struct Shown {
    errors: usize,
    warnings: usize,
    notices: usize,
}

impl Shown {
    fn has_room(&mut self, name: &str) -> bool {
        let (count, most) = match name {
            "error" => (&mut self.errors, MOST_OF_A_KIND),
            "warning" => (&mut self.warnings, MOST_OF_A_KIND),
            // One is left for saying how many there are more.
            _notice => (&mut self.notices, MOST_OF_A_KIND - 1),
        };
        *count += 1;
        *count <= most
    }
}

/// What cannot be told is no more than a notice.
fn name(finding: &Finding) -> &'static str {
    match finding.standing {
        Standing::Inconclusive => Severity::Notice.name(),
        Standing::Counts | Standing::Exempt(_) | Standing::Known => finding.severity().name(),
    }
}

fn annotation(name: &str, finding: &Finding, words: &Words) -> String {
    let judged = &finding.finding;
    let mut properties = vec![("file", spelt(&finding.path))];
    if finding.at.line > 0 {
        properties.push(("line", finding.at.line.to_string()));
    }
    if finding.at.column > 0 {
        properties.push(("col", finding.at.column.to_string()));
    }
    properties.push(("title", format!("{} [{}]", words.title(judged), judged.id)));
    let lines = [words.cause(judged), words.action(judged)].map(|it| escape(&it).into_owned());
    command(name, &properties, &lines.join("\n"))
}

/// A command, its values escaped so that none ends before its end.
fn command(name: &str, properties: &[(&str, String)], message: &str) -> String {
    let property = |(name, value): &(&str, String)| {
        let value = data(&escape(value)).replace(':', "%3A").replace(',', "%2C");
        format!("{name}={value}")
    };
    let properties: Vec<String> = properties.iter().map(property).collect();
    let gap = if properties.is_empty() { "" } else { " " };
    let message: Vec<_> = message.lines().map(escape).collect();
    format!("::{name}{gap}{}::{}\n", properties.join(","), data(&message.join("\n")))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A line of the log that is no command: of the new kind, which begins one, nor of the old, which has `##[`
/// anywhere.
fn plain(line: &str) -> String {
    let line = escape(line).replace("##[", "## [");
    if line.trim_start().starts_with("::") { format!("- {line}\n") } else { line + "\n" }
}

/// So many annotations of a kind are shown of one step (GitHub, "Workflow commands", limits).
const MOST_OF_A_KIND: usize = 10;

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use mailcheck::render::Lang;

    #[test]
    fn commands_read_well() {
        samples::snapshots().bind(|| {
            for lang in Lang::ALL {
                let told = github(&samples::mixed(), Some(Severity::Error), &samples::words(lang));
                insta::assert_snapshot!(format!("presets.{}.github.txt", lang.name()), told);
            }
        });
    }

    /// Whatever is in a file, a line is one of our commands, or none.
    #[test]
    fn files_cannot_give_commands() {
        let told = github(&samples::hostile(), Some(Severity::Error), &samples::words(Lang::En));
        for line in told.lines() {
            let is_ours = ["error", "warning", "notice"].iter().any(|name| {
                line.starts_with(&format!("::{name} file="))
                    || line.starts_with(&format!("::{name}::"))
            });
            assert!(is_ours || !line.trim_start().starts_with("::"), "{line}");
            assert!(is_ours || !line.contains("##["), "{line}");
            if is_ours {
                let (_, rest) = line.split_once(' ').unwrap_or_default();
                let (properties, _) = rest.split_once("::").unwrap_or_default();
                for property in properties.split(',').filter(|it| !it.is_empty()) {
                    let (name, _) = property.split_once('=').expect("is a property");
                    assert!(["file", "line", "col", "title"].contains(&name), "{line}");
                }
            }
        }
    }

    #[test]
    fn what_is_not_shown_is_in_the_log() {
        let report = samples::many(25);
        let told = github(&report, Some(Severity::Error), &samples::words(Lang::En));
        assert_eq!(told.lines().filter(|it| it.starts_with("::error ")).count(), 10);
        assert_eq!(told.matches("preset.password-in-clear").count(), 25);
        assert!(told.contains("::notice::15 more findings are in the log"), "{told}");
    }
}
