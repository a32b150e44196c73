//! A mail domain that no address can be matched with.

use mailcheck::report::{Advice, Severity, Who};

use crate::file::Word;
use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;
use crate::preset::{Domain, Format};

pub(crate) static RULE: Rule = Rule {
    id: "preset.bad-domain",
    severity: Severity::Error,
    reference: "draft-ietf-mailmaint-autoconfig §3; RFC 5890 §2.3.2.1",
    judge: Judge::Provider(|view| {
        // The others recognise addresses by patterns.
        let has_names = matches!(
            view.file.format,
            Format::Autoconfig | Format::Nodemailer | Format::ProviderDb | Format::Toml
        );
        let domains = view.provider.domains.iter().filter(|_| has_names);
        let faults = domains.filter_map(|word| {
            let case = fault(word, view.file.format)?;
            let advice = Advice::new(Who::You).case(case).arg("domain", shown(&word.text));
            // What should stand there, where that is certain.
            let better = word.meaning.as_ref().map(|it| it.host.as_str()).unwrap_or_default();
            Some(Fault::new(word.at, advice.arg("better", better)))
        });
        faults.collect()
    }),
};

fn fault(word: &Word<Domain>, format: Format) -> Option<&'static str> {
    let text = word.text.as_str();
    if text.is_empty() {
        return Some("empty");
    }
    let Some(domain) = &word.meaning else { return Some("other") };
    if domain.is_wildcard && format == Format::Autoconfig {
        Some("wildcard")
    } else if !text.is_ascii() {
        Some("idn")
    } else if text.ends_with('.') {
        Some("dot")
    } else {
        None
    }
}
