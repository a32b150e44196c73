//! A name that is longer than the format allows.

use mailcheck::report::{Advice, Severity, Who};

use super::short_name_long::MAX_LETTERS;
use crate::file::Word;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.name-too-long",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Provider(|view| {
        let provider = view.provider;
        let names = [
            ("long", provider.name.as_ref(), MAX_LETTERS_IN_FULL),
            ("short", provider.short_name.as_ref(), MAX_LETTERS),
        ];
        let names = names.into_iter().filter(|_| view.file.format == Format::Autoconfig);
        names.filter_map(|(case, name, limit)| too_long(case, name?, limit)).collect()
    }),
};

fn too_long(case: &'static str, name: &Word, limit: usize) -> Option<Fault> {
    let letters = name.text.chars().count();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let advice = Advice::new(Who::You).case(case).arg("name", shown(&name.text));
    let advice = advice.arg("letters", number(letters)).arg("limit", number(limit));
    (letters > limit).then(|| Fault::new(name.at, advice))
}

/// Letters of the name that is not short.
const MAX_LETTERS_IN_FULL: usize = 60;
