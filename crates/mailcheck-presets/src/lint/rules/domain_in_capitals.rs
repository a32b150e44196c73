//! A mail domain with capital letters.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;
use crate::preset::Format;

pub(crate) static RULE: Rule = Rule {
    id: "preset.domain-in-capitals",
    severity: Severity::Warning,
    reference: "thunderbird/autoconfig convert.py; RFC 4343 §2",
    judge: Judge::Provider(|view| {
        let has_names = matches!(view.file.format, Format::Autoconfig | Format::ProviderDb);
        let domains = view.provider.domains.iter().filter(|_| has_names);
        let capital = domains.filter(|word| {
            let is_capital = word.text.bytes().any(|octet| octet.is_ascii_uppercase());
            is_capital && word.meaning.is_some()
        });
        let told = |text: &str| {
            let advice = Advice::new(Who::You).arg("domain", shown(text));
            advice.arg("better", shown(&text.to_ascii_lowercase()))
        };
        capital.map(|word| Fault::new(word.at, told(&word.text))).collect()
    }),
};
