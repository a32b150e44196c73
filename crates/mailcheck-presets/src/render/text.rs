//! The report for people: each finding at its place in the file, then how much there is of what.

use mailcheck::render::{Page, Role, Style, Words, escape, pad};
use mailcheck::report::Severity;
use unicode_width::UnicodeWidthStr as _;

use super::counts::{self, Row, number};
use super::{grade, place, reason, severity};
use crate::report::{Finding, Report, Standing};

/// Tells people what a check found, where everything fails it from this severity on. Ends in a line feed.
pub fn text(report: &Report, fail_on: Option<Severity>, words: &Words, style: &Style) -> String {
    let mut teller = Teller { report, words, page: Page::new(style.width, style.colour) };
    teller.findings();
    teller.exempt();
    teller.gone();
    teller.unread();
    teller.table("presets-heading-findings", counts::by_finding(report, words));
    teller.table("presets-heading-providers", counts::by_provider(report, words));
    teller.summary(fail_on);
    teller.page.into_text()
}

struct Teller<'a> {
    report: &'a Report,
    words: &'a Words,
    page: Page,
}

/// Findings of one file that differ in place alone.
struct Block<'a> {
    said: [String; 3],
    findings: Vec<&'a Finding>,
}

impl Teller<'_> {
    fn findings(&mut self) {
        let report = self.report;
        for file in report.findings.chunk_by(|a, b| a.path == b.path) {
            for block in blocks(file, self.words) {
                self.block(&block);
            }
        }
    }

    fn block(&mut self, Block { said: [title, cause, action], findings }: &Block<'_>) {
        let Some(first) = findings.first() else { return };
        let (words, advice) = (self.words, &first.finding.advice);
        self.page.gap();
        let head = format!("{}[{}]: ", grade(first, words), first.finding.id);
        let role = role(first);
        self.page.paragraph((role, &head), 2, (role, title));

        let keys = ["label-where", "presets-label-related", "label-why", "label-reply", "label-do"];
        let labels = keys.into_iter().chain(["label-who", "label-wait", "label-see"]);
        let labels: Vec<String> = labels.map(|key| format!("  {}", words.ui(key, &[]))).collect();
        let column = labels.iter().map(|it| it.width()).max().unwrap_or_default() + 2;
        let mut entries: Vec<(usize, String)> = Vec::new();
        for finding in findings {
            entries.push((0, whereabouts(finding)));
        }
        for (path, at) in findings.iter().flat_map(|it| &it.related) {
            entries.push((1, place(path, *at)));
        }
        entries.push((2, cause.clone()));
        entries.extend(words.causes(&first.finding).into_iter().map(|cause| (2, cause)));
        entries.extend(advice.evidence.iter().map(|it| (3, format!("“{}”", it.as_str()))));
        entries.push((4, action.clone()));
        entries.push((5, words.who(advice.who)));
        entries.extend(advice.wait.map(|wait| (6, words.wait(wait.length))));
        entries.push((7, first.finding.reference.to_owned()));
        let mut last = None;
        for (label, text) in entries {
            let lead = labels.get(label).filter(|_| last != Some(label));
            self.page.entry(lead.map_or("", String::as_str), column, &text);
            last = Some(label);
        }
    }

    fn exempt(&mut self) {
        let mut lines = Vec::new();
        for finding in &self.report.findings {
            if let Standing::Exempt(why) = &finding.standing {
                lines.push(format!("{}  {}: {why}", whereabouts(finding), finding.finding.id));
            }
        }
        self.list("presets-heading-exempt", &lines);
    }

    fn gone(&mut self) {
        let line = |(known, count): &(crate::Known, usize)| {
            let parts = [&known.path, &known.rule, &known.provider, &known.endpoint];
            let parts = parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str);
            let line = parts.collect::<Vec<_>>().join("  ");
            if *count > 1 { format!("{line}  ×{count}") } else { line }
        };
        let lines: Vec<String> = self.report.gone.iter().map(line).collect();
        self.list("presets-heading-gone", &lines);
    }

    fn unread(&mut self) {
        let line =
            |it: &crate::Unread| format!("{}: {}", it.path.display(), reason(&it.why, self.words));
        let lines: Vec<String> = self.report.unread.iter().map(line).collect();
        self.list("presets-heading-unread", &lines);
    }

    fn list(&mut self, heading: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.page.gap();
        self.page.say(Role::Heading, &self.words.ui(heading, &[]));
        for line in lines {
            self.page.paragraph((Role::Plain, "  - "), 4, (Role::Plain, line));
        }
    }

    fn table(&mut self, heading: &str, mut rows: Vec<Row>) {
        if rows.is_empty() {
            return;
        }
        self.page.gap();
        self.page.say(Role::Heading, &self.words.ui(heading, &[]));
        let left = rows.len().saturating_sub(MOST_ROWS);
        rows.truncate(MOST_ROWS);
        let names: Vec<String> = rows.iter().map(|row| escape(&row.name).into_owned()).collect();
        let grades: Vec<String> =
            rows.iter().map(|row| severity(row.severity, self.words)).collect();
        let widest = |texts: &[String]| {
            texts.iter().map(|it| it.width()).filter(|it| *it <= WIDEST_NAME).max().unwrap_or(0)
        };
        let (grade_column, name_column) = (widest(&grades) + 4, widest(&names) + 2);
        for ((row, name), grade) in rows.iter().zip(&names).zip(&grades) {
            let lead = pad(&format!("  {grade}"), grade_column);
            let lead = format!("{lead}{}", pad(name, name_column));
            // A name that is too long for the column has the line for itself.
            let is_narrow = name.width() < name_column;
            let column = grade_column + name_column;
            if is_narrow {
                self.page.paragraph(
                    (severity_role(row.severity), &lead),
                    column,
                    (Role::Plain, &row.text),
                );
            } else {
                self.page.paragraph(
                    (severity_role(row.severity), ""),
                    4,
                    (severity_role(row.severity), &lead),
                );
                self.page.entry("", column, &row.text);
            }
        }
        if left > 0 {
            let more = self.words.ui("presets-more", &[("count", number(left))]);
            self.page.entry("", 2, &more);
        }
    }

    fn summary(&mut self, fail_on: Option<Severity>) {
        self.page.gap();
        let is_good = counts::is_good(self.report, fail_on);
        let role = if is_good { Role::Good } else { Role::Bad };
        self.page.say(role, &counts::result(self.report, fail_on, self.words));
        for sentence in counts::sentences(self.report, self.words) {
            self.page.paragraph((Role::Plain, "  - "), 4, (Role::Plain, &sentence));
        }
    }
}

/// Puts findings of one file together that say the same, each where the first of them stood.
fn blocks<'a>(findings: &'a [Finding], words: &Words) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    let is_shown = |it: &&Finding| matches!(it.standing, Standing::Counts | Standing::Inconclusive);
    for finding in findings.iter().filter(is_shown) {
        let judged = &finding.finding;
        let said = [words.title(judged), words.cause(judged), words.action(judged)];
        let same = blocks.iter_mut().find(|block| {
            block.said == said
                && block.findings.iter().all(|it| {
                    it.finding.id == judged.id
                        && it.standing == finding.standing
                        && it.finding.advice.evidence == judged.advice.evidence
                        && it.finding.advice.causes == judged.advice.causes
                })
        });
        match same {
            Some(block) => block.findings.push(finding),
            None => blocks.push(Block { said, findings: vec![finding] }),
        }
    }
    blocks
}

/// Where a finding is: the place in the file, the provider and the server.
fn whereabouts(finding: &Finding) -> String {
    let endpoint = finding.endpoint.as_ref().map(ToString::to_string);
    let about = endpoint.or_else(|| finding.provider.clone());
    let place = place(&finding.path, finding.at);
    match about {
        Some(about) => format!("{place}  {about}"),
        None => place,
    }
}

fn role(finding: &Finding) -> Role {
    match finding.standing {
        Standing::Inconclusive => Role::Note,
        Standing::Counts | Standing::Exempt(_) | Standing::Known => {
            severity_role(finding.severity())
        }
    }
}

fn severity_role(severity: Severity) -> Role {
    match severity {
        Severity::Error => Role::Bad,
        Severity::Warning => Role::Warn,
        Severity::Notice => Role::Note,
    }
}

/// Lines of a table that a person reads; JSON has all.
const MOST_ROWS: usize = 20;

/// Columns of a name in a table.
const WIDEST_NAME: usize = 44;

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use mailcheck::render::Lang;

    #[test]
    fn text_reads_well() {
        samples::snapshots().bind(|| {
            for lang in Lang::ALL {
                let style = Style::new(lang);
                let told =
                    text(&samples::mixed(), Some(Severity::Error), &samples::words(lang), &style);
                insta::assert_snapshot!(format!("presets.{}.txt", lang.name()), told);
            }
        });
    }

    #[test]
    fn lines_fit_and_colours_are_around_words() {
        for lang in Lang::ALL {
            let (words, style) = (samples::words(lang), Style::new(lang));
            let narrow = text(&samples::mixed(), None, &words, &style.clone().width(40));
            let is_wide = |line: &&str| line.width() > 40 && line.trim_start().contains(' ');
            // What cannot be broken, a path or an address, may stick out, alone in its line.
            let wide: Vec<&str> = narrow.lines().filter(is_wide).collect();
            assert!(
                wide.iter().all(|line| line.contains("presets/") || line.contains("://")),
                "{wide:#?}"
            );
            let coloured = text(&samples::mixed(), None, &words, &style.colour(true));
            assert!(coloured.contains("\u{1b}[1m\u{1b}[31m"), "{coloured}");
        }
    }

    #[test]
    fn files_cannot_drive_a_terminal() {
        let style = Style::new(Lang::En);
        let told =
            text(&samples::hostile(), Some(Severity::Error), &samples::words(Lang::En), &style);
        let is_raw =
            |it: char| it != '\n' && escape(it.encode_utf8(&mut [0; 4])).len() > it.len_utf8();
        assert!(!told.contains(is_raw), "{told}");
    }

    /// Every word of the report is there in every language, with what it needs.
    #[test]
    fn no_word_is_missing() {
        for lang in Lang::ALL {
            let words = samples::words(lang);
            for fail_on in [None, Some(Severity::Error), Some(Severity::Notice)] {
                for report in [samples::mixed(), samples::many(50), Report::default()] {
                    let told = [
                        text(&report, fail_on, &words, &Style::new(lang)),
                        super::super::github(&report, fail_on, &words),
                        super::super::junit(&report, fail_on, &words),
                        super::super::markdown(&report, fail_on, &words),
                    ]
                    .concat();
                    assert!(!told.contains("presets-") && !told.contains("{$"), "{told}");
                }
            }
        }
    }
}
