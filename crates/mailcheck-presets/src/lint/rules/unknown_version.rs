//! A version of the format that there is none of, or none at all.

use mailcheck::report::{Advice, Severity, Who};

use crate::file::Place;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::{missed, shown};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.unknown-version",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::File(|file| {
        if file.format != Format::Autoconfig {
            return Vec::new();
        }
        let version = file.version.as_ref();
        if let Some((at, case)) = missed(version, Place::default()) {
            return vec![Fault::new(at, Advice::new(Who::You).case(case).arg("version", ""))];
        }
        let unknown = version.filter(|version| !VERSIONS.contains(&version.text.as_str()));
        let told = |text: &str| Advice::new(Who::You).arg("version", shown(text));
        unknown.map(|version| Fault::new(version.at, told(&version.text))).into_iter().collect()
    }),
};

const VERSIONS: [&str; 3] = ["1.0", "1.1", "1.2"];
