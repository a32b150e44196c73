//! A document with more than one provider.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.several-providers",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3; thunderbird-android RealAutoconfigParser.kt",
    judge: Judge::File(|file| {
        if file.format != Format::Autoconfig {
            return Vec::new();
        }
        let more = file.providers.iter().skip(1);
        more.map(|provider| Fault::new(provider.at, Advice::new(Who::You))).collect()
    }),
};
