//! A short name that is not short.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.short-name-long",
    severity: Severity::Notice,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Provider(|view| {
        let name = view.provider.short_name.as_ref();
        let length = name.map(|name| name.text.chars().count()).unwrap_or_default();
        let is_long = view.file.format == Format::Autoconfig
            && length > ADVISED_LETTERS
            && length <= MAX_LETTERS;
        let long = name.filter(|_| is_long);
        let fault = long.map(|name| {
            let letters = i64::try_from(length).unwrap_or(i64::MAX);
            let advice = Advice::new(Who::You).arg("name", shown(&name.text));
            Fault::new(name.at, advice.arg("letters", letters))
        });
        fault.into_iter().collect()
    }),
};

/// More should not be there.
const ADVISED_LETTERS: usize = 12;
/// More must not be there.
pub(super) const MAX_LETTERS: usize = 20;
