//! Records that are not as they may be.

use super::super::concerned::quoted;
use super::super::rule::{Judge, Rule};
use super::published;
use crate::evidence::Evidence;
use crate::model::{Deviation, ServerText, Source};
use crate::report::{Advice, Severity, Who};

/// An SRV record leads to an alias, which none may: some mail programs do not follow it, and others look
/// for the wrong name in the certificate.
pub(in super::super) static RECORD_ODD: Rule = Rule {
    id: "settings.record-odd",
    severity: Severity::Warning,
    reference: "RFC 2782 \"Target\", RFC 6186 §6",
    judge: Judge::Run(|evidence| {
        let odd = odd(evidence);
        let (location, _) = odd.first()?;
        let advice = Advice::new(Who::Provider).arg("location", location.clone());
        let shown = |(location, text): &(String, ServerText)| {
            ServerText::from(format!("{location}: {text}").as_str())
        };
        Some(advice.evidence(odd.iter().map(shown)))
    }),
};

/// Where the record stands, and what it leads to.
fn odd(evidence: &Evidence) -> Vec<(String, ServerText)> {
    let records = published::answers(evidence).into_iter().filter(|it| it.source == Source::Srv);
    let is_alias = |it: &&Deviation| it.kind == ALIAS;
    let found = records.flat_map(|asked| {
        let odd = asked.deviations.iter().filter(is_alias);
        odd.map(|it| (quoted(&asked.location), it.text.clone()))
    });
    found.collect()
}

/// What a target that is an alias is called where records are asked for.
const ALIAS: &str = "target-is-alias";
