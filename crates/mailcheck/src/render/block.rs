//! Findings that say the same of several places, to be told once.

use super::Words;
use crate::model::ServerText;
use crate::report::{Arg, Finding, Severity, Wait, Who};

/// Findings that differ in place and port alone.
pub(super) struct Block<'a> {
    said: Said<'a>,
    pub(super) findings: Vec<&'a Finding>,
}

/// All that is told of a finding but the place, in words that name no port.
#[derive(PartialEq)]
struct Said<'a> {
    id: &'static str,
    severity: Severity,
    texts: [String; 3],
    causes: Vec<String>,
    evidence: &'a [ServerText],
    who: Who,
    wait: Option<Wait>,
    reference: &'static str,
}

impl<'a> Said<'a> {
    fn new(finding: &'a Finding, words: &Words) -> Self {
        let anywhere = with_port(finding, "");
        let texts = [words.title(&anywhere), words.cause(&anywhere), words.action(&anywhere)];
        Self {
            id: finding.id,
            severity: finding.severity,
            texts,
            causes: words.causes(&anywhere),
            evidence: &finding.advice.evidence,
            who: finding.advice.who,
            wait: finding.advice.wait,
            reference: finding.reference,
        }
    }
}

impl Block<'_> {
    /// The one finding that stands for all: its words name the ports of all.
    pub(super) fn finding(&self) -> Option<Finding> {
        let first = self.findings.first()?;
        let mut ports: Vec<String> = Vec::new();
        for (name, value) in self.findings.iter().flat_map(|it| &it.advice.args) {
            if *name == "port"
                && let Arg::Number(port) = value
                && !ports.contains(&port.to_string())
            {
                ports.push(port.to_string());
            }
        }
        Some(with_port(first, &ports.join("/")))
    }
}

/// Puts findings together that say the same, each where the first of them stood. What is about the
/// run as a whole has no place to be told apart by, and stays alone.
pub(super) fn blocks<'a>(findings: &'a [Finding], words: &Words) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    for finding in findings {
        let said = Said::new(finding, words);
        let has_place = |it: &&'a Finding| it.endpoint.is_some();
        let same = blocks.iter_mut().find(|block| {
            has_place(&finding) && block.findings.iter().all(has_place) && block.said == said
        });
        match same {
            Some(block) => block.findings.push(finding),
            None => blocks.push(Block { said, findings: vec![finding] }),
        }
    }
    blocks
}

/// The same finding with this in its words where they name the port.
fn with_port(finding: &Finding, port: &str) -> Finding {
    let mut finding = finding.clone();
    for (name, value) in &mut finding.advice.args {
        if *name == "port" {
            *value = Arg::from(port);
        }
    }
    finding
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::{Lang, Style, samples, text};
    use super::*;
    use crate::model::{Endpoint, Service};
    use crate::report::{Report, WaitSource};

    /// A saved run of one server as if it had been the same for the other service of that host.
    fn twins(name: &str) -> Report {
        let mut evidence = samples::saved(name).evidence;
        let sides = [(Service::Imap, "mail.example.org"), (Service::Smtp, "mail.example.org")];
        let place = |(service, place)| Endpoint::parse(service, place).expect(place);
        let mut candidate = evidence.endpoints.swap_remove(0);
        evidence.endpoints.clear();
        for side in sides {
            candidate.endpoint = place(side);
            evidence.endpoints.push(candidate.clone());
        }
        evidence.observations.retain(|seen| seen.place.endpoint == Some(0));
        for mut seen in Vec::clone(&evidence.observations) {
            seen.place.endpoint = Some(1);
            evidence.observations.push(seen);
        }
        crate::judge(evidence)
    }

    /// What is the same in two places is told once, with both places.
    #[test]
    fn twins_are_told_once() {
        let settings = samples::snapshots();
        for name in ["expired-certificate", "unreachable"] {
            let report = twins(name);
            assert_eq!(report.findings.len(), 2, "{name}");
            for lang in Lang::ALL {
                let told = text(&report, &Style::new(lang));
                settings.bind(|| {
                    insta::assert_snapshot!(format!("twins-{name}.{}.txt", lang.name()), told);
                });
            }
        }
    }

    const WAIT: Wait = Wait::new(Duration::from_mins(5), WaitSource::Default, "");

    #[test]
    fn what_differs_by_more_than_the_port_is_told_apart() {
        let blocks = |report: &Report| {
            let told = text(report, &Style::new(Lang::En));
            told.lines().filter(|line| line.starts_with("error[")).count()
        };
        let twins = || twins("unreachable");
        assert_eq!(blocks(&twins()), 1);
        let change = |change: fn(&mut Finding)| {
            let mut report = twins();
            report.findings.iter_mut().skip(1).for_each(change);
            blocks(&report)
        };
        assert_eq!(change(|it| it.advice.args.push(("host", "other.example.org".into()))), 2);
        assert_eq!(change(|it| it.advice.case = "reset"), 2);
        assert_eq!(change(|it| it.advice.causes.push("cause-no-network")), 2);
        assert_eq!(change(|it| it.advice.evidence.push("no route".into())), 2);
        assert_eq!(change(|it| it.advice.wait = Some(WAIT)), 2);
        assert_eq!(change(|it| it.endpoint = None), 2);
        assert_eq!(change(|it| it.id = "connect.filtered"), 2);
    }
}
