//! The report in Markdown, for a comment on a change or the summary of a CI job. Never longer than a comment may
//! be: what has no room is counted.

use mailcheck::render::{Words, escape};
use mailcheck::report::Severity;

use super::counts::{self, Row, number};
use super::{grade, place, reason, severity, worst_first};
use crate::report::{Report, Standing};

/// Tells readers of Markdown what a check found, where everything fails it from this severity on.
pub fn markdown(report: &Report, fail_on: Option<Severity>, words: &Words) -> String {
    let mut page = Page { out: String::new(), left: 0 };
    page.line("### mailcheck presets check\n");
    page.line(&format!("**{}**", plain(&counts::result(report, fail_on, words))));
    page.line("");
    for sentence in counts::sentences(report, words) {
        page.line(&format!("- {}", plain(&sentence)));
    }
    let unread = report.unread.iter().map(|it| {
        format!("- {}: {}", code(&it.path.display().to_string()), plain(&reason(&it.why, words)))
    });
    page.list(&words.ui("presets-heading-unread", &[]), unread.collect());
    let exempt = report.findings.iter().filter_map(|it| match &it.standing {
        Standing::Exempt(why) => {
            let place = code(&place(&it.path, it.at));
            Some(format!("- {place} {}: {}", code(it.finding.id), plain(why)))
        }
        Standing::Counts | Standing::Inconclusive | Standing::Known => None,
    });
    page.list(&words.ui("presets-heading-exempt", &[]), exempt.collect());
    page.summary("presets-heading-findings", counts::by_finding(report, words), words);
    page.summary("presets-heading-providers", counts::by_provider(report, words), words);
    page.findings(report, words);
    if page.left > 0 {
        let more = words.ui("presets-markdown-more", &[("count", number(page.left))]);
        page.line("");
        page.line(&plain(&more));
    }
    page.out
}

/// What is written, and how many findings had no room.
struct Page {
    out: String,
    left: usize,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.out += line;
        self.out.push('\n');
    }

    fn has_room(&self, line: &str) -> bool {
        self.out.chars().count() + line.chars().count() + RESERVE < LONGEST
    }

    fn list(&mut self, heading: &str, mut lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        lines.truncate(MOST_ROWS);
        self.line(&format!("\n#### {}\n", plain(heading)));
        for line in lines.iter().filter(|line| line.chars().count() < LONGEST_ROW) {
            self.line(line);
        }
    }

    fn summary(&mut self, heading: &str, rows: Vec<Row>, words: &Words) {
        if rows.is_empty() {
            return;
        }
        let heading = words.ui(heading, &[]);
        let columns = [
            words.ui("presets-column-severity", &[]),
            heading,
            words.ui("presets-column-count", &[]),
        ];
        self.head(&columns);
        let left = rows.len().saturating_sub(MOST_ROWS);
        for Row { severity: grade, name, text } in rows.into_iter().take(MOST_ROWS) {
            let row = [severity(grade, words), code(&name), plain(&text)];
            let row = table_row(&row);
            if row.chars().count() < LONGEST_ROW {
                self.line(&row);
            }
        }
        if left > 0 {
            self.line("");
            self.line(&plain(&words.ui("presets-more", &[("count", number(left))])));
        }
    }

    fn findings(&mut self, report: &Report, words: &Words) {
        let findings = worst_first(report);
        if findings.is_empty() {
            return;
        }
        self.head(
            &["severity", "place", "finding", "action"]
                .map(|column| words.ui(&format!("presets-column-{column}"), &[])),
        );
        for (number, finding) in findings.iter().enumerate() {
            let judged = &finding.finding;
            let title = format!("**{}** {}", plain(&words.title(judged)), code(judged.id));
            let row = table_row(&[
                plain(&grade(finding, words)),
                code(&place(&finding.path, finding.at)),
                format!("{title}<br>{}", plain(&words.cause(judged))),
                plain(&words.action(judged)),
            ]);
            if !self.has_room(&row) {
                self.left = findings.len() - number;
                return;
            }
            self.line(&row);
        }
    }

    fn head(&mut self, columns: &[String]) {
        self.line("");
        self.line(&table_row(columns));
        self.line(&table_row(&vec!["---".to_owned(); columns.len()]));
    }
}

fn table_row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// Text without what means something in Markdown, and that names nobody who would be told of it.
fn plain(text: &str) -> String {
    let mut safe = String::new();
    for letter in escape(text).chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '@' => safe.push_str("@<!-- -->"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '!' | '~' | '$' => {
                safe.extend(['\\', letter]);
            }
            letter => safe.push(letter),
        }
    }
    safe
}

/// Text between backticks, more of them than are in it. In a table a bar ends the cell even there.
fn code(text: &str) -> String {
    let text = escape(text).replace('|', "\\|");
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let ticks = "`".repeat(longest + 1);
    if longest == 0 { format!("{ticks}{text}{ticks}") } else { format!("{ticks} {text} {ticks}") }
}

/// Characters of a comment on GitHub.
const LONGEST: usize = 65_536;
/// What is kept for the line about those that have no room.
const RESERVE: usize = 256;
/// Rows of a table that is not the one of the findings.
const MOST_ROWS: usize = 20;
/// Characters of one of its rows: all of these tables together leave room for findings.
const LONGEST_ROW: usize = 600;

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use mailcheck::render::Lang;

    #[test]
    fn markdown_reads_well() {
        samples::snapshots().bind(|| {
            for lang in Lang::ALL {
                let told =
                    markdown(&samples::mixed(), Some(Severity::Error), &samples::words(lang));
                insta::assert_snapshot!(format!("presets.{}.md", lang.name()), told);
            }
        });
    }

    #[test]
    fn it_is_never_too_long() {
        for lang in Lang::ALL {
            for report in [samples::many(5_000), samples::hostile()] {
                let told = markdown(&report, Some(Severity::Error), &samples::words(lang));
                assert!(told.chars().count() <= LONGEST, "{}", told.len());
            }
            let told =
                markdown(&samples::many(5_000), Some(Severity::Error), &samples::words(lang));
            let rows = told.lines().filter(|it| it.contains("password-in-clear`<br>")).count();
            assert!(rows > 50 && told.contains(&(5_000 - rows).to_string()), "{rows}");
        }
    }

    #[test]
    fn files_cannot_write_markdown() {
        assert_eq!(plain("<b>|*x*|@you"), r"&lt;b&gt;\|\*x\*\|@<!-- -->you");
        assert_eq!(code("a`b|c"), "`` a`b\\|c ``");
        let told = markdown(&samples::hostile(), Some(Severity::Error), &samples::words(Lang::En));
        let is_raw =
            |it: char| it != '\n' && escape(it.encode_utf8(&mut [0; 4])).len() > it.len_utf8();
        assert!(!told.contains(is_raw), "{told}");
        let in_code = told.matches("`</testcase><script>").count();
        assert_eq!(told.matches("<script").count(), in_code, "{told}");
    }
}
