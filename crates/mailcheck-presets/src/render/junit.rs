//! The report as JUnit's XML, as CI servers read it: a suite for every file, in it a test for every kind of
//! finding. What fails the check is a failure, what else counts a test that passes and says so, the rest is
//! skipped; a file without findings has one test, which passes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use mailcheck::render::{Words, escape};
use mailcheck::report::Severity;

use super::{grade, place, reason};
use crate::report::{Finding, Report, Standing, fails};

/// Tells CI servers what a check found, where everything fails it from this severity on.
pub fn junit(report: &Report, fail_on: Option<Severity>, words: &Words) -> String {
    let mut suites: Vec<Suite<'_>> = Vec::new();
    let mut files: BTreeMap<&Path, Vec<&Finding>> = BTreeMap::new();
    for path in &report.paths {
        files.entry(path).or_default();
    }
    for finding in &report.findings {
        files.entry(&finding.path).or_default().push(finding);
    }
    for (path, findings) in files {
        suites.push(Suite { path, cases: cases(&findings, fail_on, words) });
    }
    for unread in &report.unread {
        let (why, name) = (reason(&unread.why, words), words.ui("presets-junit-unread", &[]));
        let kind = if unread.leaves_open() { Kind::Error } else { Kind::Skipped };
        let case =
            Case { name, kind, label: "unread".to_owned(), message: why, text: String::new() };
        suites.push(Suite { path: &unread.path, cases: vec![case] });
    }
    document(&suites)
}

struct Suite<'a> {
    path: &'a Path,
    cases: Vec<Case>,
}

struct Case {
    name: String,
    kind: Kind,
    /// The severity.
    label: String,
    message: String,
    text: String,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    Error,
    Failure,
    Passed,
    Skipped,
}

/// A test for every id that was found in a file.
fn cases(findings: &[&Finding], fail_on: Option<Severity>, words: &Words) -> Vec<Case> {
    if findings.is_empty() {
        let name = words.ui("presets-junit-well", &[]);
        let (label, message, text) = (String::new(), String::new(), String::new());
        return vec![Case { name, kind: Kind::Passed, label, message, text }];
    }
    let mut by_id: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_id.entry(finding.finding.id).or_default().push(finding);
    }
    let case = |(id, findings): (&str, Vec<&Finding>)| {
        // The first that fails, else the first that counts, else any, stands for all.
        let rank = |it: &&&Finding| (!fails(it, fail_on), it.standing != Standing::Counts);
        let first = findings.iter().min_by_key(rank)?;
        let kind = match (fails(first, fail_on), &first.standing) {
            (true, _) => Kind::Failure,
            (false, Standing::Counts) => Kind::Passed,
            (false, Standing::Exempt(_) | Standing::Inconclusive | Standing::Known) => {
                Kind::Skipped
            }
        };
        let message = words.title(&first.finding);
        let text = findings.iter().map(|it| told(it, words)).collect::<Vec<_>>().join("\n");
        let label = first.severity().name().to_owned();
        Some(Case { name: id.to_owned(), kind, label, message, text })
    };
    by_id.into_iter().filter_map(case).collect()
}

/// A finding, told in a few lines.
fn told(finding: &Finding, words: &Words) -> String {
    let judged = &finding.finding;
    let head = format!(
        "{}: {}: {}",
        place(&finding.path, finding.at),
        grade(finding, words),
        words.title(judged)
    );
    let reason = match &finding.standing {
        Standing::Exempt(why) => why.clone(),
        Standing::Counts | Standing::Inconclusive | Standing::Known => String::new(),
    };
    let reference = judged.reference.to_owned();
    let lines = [head, reason, words.cause(judged), words.action(judged), reference];
    let lines =
        lines.into_iter().filter(|line| !line.is_empty()).map(|it| escape(&it).into_owned());
    lines.collect::<Vec<_>>().join("\n  ") + "\n"
}

fn document(suites: &[Suite<'_>]) -> String {
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let count = |kind: Kind| all().filter(|case| case.kind == kind).count();
    // Writing to a String cannot fail, here and below.
    let _infallible = writeln!(
        xml,
        "<testsuites name=\"mailcheck presets check\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"0\">",
        all().count(),
        count(Kind::Failure),
        count(Kind::Error)
    );
    for suite in suites {
        let path = attribute(&suite.path.display().to_string());
        let count = |kind: Kind| suite.cases.iter().filter(|case| case.kind == kind).count();
        let _infallible = writeln!(
            xml,
            "  <testsuite name=\"{path}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" \
             skipped=\"{}\" time=\"0\">",
            suite.cases.len(),
            count(Kind::Failure),
            count(Kind::Error),
            count(Kind::Skipped)
        );
        for case in &suite.cases {
            write_case(&mut xml, &path, case);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml + "</testsuites>\n"
}

fn write_case(xml: &mut String, path: &str, case: &Case) {
    let name = attribute(&case.name);
    let _infallible = write!(xml, "    <testcase name=\"{name}\" classname=\"{path}\" time=\"0\"");
    let element = match case.kind {
        Kind::Error => "error",
        Kind::Failure => "failure",
        // What is skipped has no attributes in the older schemas.
        Kind::Skipped => {
            let text = if case.text.is_empty() { &case.message } else { &case.text };
            let text = content(text);
            let _infallible = writeln!(xml, ">\n      <skipped>{text}</skipped>\n    </testcase>");
            return;
        }
        Kind::Passed if case.text.is_empty() => {
            xml.push_str("/>\n");
            return;
        }
        Kind::Passed => {
            let text = content(&case.text);
            let _infallible =
                writeln!(xml, ">\n      <system-out>{text}</system-out>\n    </testcase>");
            return;
        }
    };
    let (label, message, text) =
        (attribute(&case.label), attribute(&case.message), content(&case.text));
    let _infallible = writeln!(
        xml,
        ">\n      <{element} type=\"{label}\" message=\"{message}\">{text}</{element}>\n    </testcase>"
    );
}

/// One line of text as the value of an attribute.
fn attribute(text: &str) -> String {
    content(&escape(text))
}

/// Text without what means something in XML (XML 1.0 §2.4) and what may not be in it (§2.2).
fn content(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => safe.extend(letter.escape_unicode()),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use super::super::samples;
    use super::*;
    use mailcheck::render::Lang;

    #[test]
    fn junit_reads_well() {
        samples::snapshots().bind(|| {
            for lang in Lang::ALL {
                let told = junit(&samples::mixed(), Some(Severity::Error), &samples::words(lang));
                insta::assert_snapshot!(format!("presets.{}.junit.xml", lang.name()), told);
            }
        });
    }

    /// Whatever is in a file, what is told of it is XML, and nothing of it gets out of its place.
    #[test]
    fn hostile_files_stay_text() {
        let told = junit(&samples::hostile(), Some(Severity::Error), &samples::words(Lang::En));
        let document = roxmltree::Document::parse(&told).expect("is XML");
        let known =
            ["testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"];
        for element in document.descendants().filter(roxmltree::Node::is_element) {
            assert!(known.contains(&element.tag_name().name()), "{told}");
        }
        let is_raw =
            |it: char| it != '\n' && escape(it.encode_utf8(&mut [0; 4])).len() > it.len_utf8();
        assert!(!told.contains(is_raw), "{told}");
    }

    /// By xmllint, where it is installed: `tests/setup` does that.
    #[test]
    fn junit_is_as_its_schema_says() {
        let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/schemas/junit.xsd");
        let is_valid = |text: &str| -> std::io::Result<Result<(), String>> {
            let mut lint = Command::new("xmllint");
            lint.args(["--noout", "--nonet", "--schema", schema, "-"]);
            let pipes = lint.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
            let mut child = pipes.spawn()?;
            child.stdin.take().expect("is piped").write_all(text.as_bytes())?;
            let out = child.wait_with_output()?;
            let said = String::from_utf8_lossy(&out.stderr).into_owned();
            Ok(if out.status.success() { Ok(()) } else { Err(said) })
        };
        if is_valid("").is_err_and(|why| why.kind() == std::io::ErrorKind::NotFound) {
            // Past what catches the output of tests that pass.
            let skipped =
                "\nSKIPPED: JUnit's schema. Not installed: xmllint; tests/setup does that.\n";
            std::io::stderr().write_all(skipped.as_bytes()).expect("can be told");
            return;
        }
        for report in [samples::mixed(), samples::hostile(), Report::default()] {
            let told = junit(&report, Some(Severity::Error), &samples::words(Lang::Ja));
            assert_eq!(is_valid(&told).expect("xmllint runs"), Ok(()));
        }
        let wrong = "<testsuites><testsuite name=\"a\"/></testsuites>";
        assert!(is_valid(wrong).expect("xmllint runs").is_err(), "the schema takes everything");
    }

    #[test]
    fn sums_are_right() {
        let told = junit(&samples::mixed(), Some(Severity::Error), &samples::words(Lang::En));
        let document = roxmltree::Document::parse(&told).expect("is XML");
        let count = |name: &str| document.descendants().filter(|it| it.has_tag_name(name)).count();
        let root = document.root_element();
        for (attribute, element) in
            [("tests", "testcase"), ("failures", "failure"), ("errors", "error")]
        {
            assert_eq!(root.attribute(attribute), Some(count(element).to_string().as_str()));
            let sum: usize = document
                .descendants()
                .filter_map(|it| it.has_tag_name("testsuite").then(|| it.attribute(attribute))?)
                .map(|it| it.parse::<usize>().expect("is a number"))
                .sum();
            assert_eq!(sum, count(element), "{attribute}");
        }
        assert!(["failure", "error", "skipped"].iter().all(|name| count(name) > 0), "{told}");
    }
}
