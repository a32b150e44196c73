//! A date that is none.

use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::rule::{Judge, Rule};
use crate::lint::told::shown;

pub(crate) static RULE: Rule = Rule {
    id: "preset.bad-date",
    severity: Severity::Warning,
    reference: "chatmail/provider-db CONTRIBUTING.md; RFC 3339 §5.6",
    judge: Judge::Provider(|view| {
        let date = view.provider.last_checked.as_ref().filter(|it| !is_date(&it.text));
        let told = |text: &str| Advice::new(Who::You).arg("date", shown(text));
        date.map(|date| Fault::new(date.at, told(&date.text))).into_iter().collect()
    }),
};

/// `2026-11` or `2026-11-30`.
fn is_date(text: &str) -> bool {
    let is_month = text.len() == "2026-11".len();
    let whole = if is_month { format!("{text}-01") } else { text.to_owned() };
    whole.len() == "2026-11-30".len() && whole.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_a_day_or_a_month() {
        for (text, expected) in [
            ("2026-11", true),
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("2026-13", false),
            ("2026-11-30T00:00:00", false),
            ("2026", false),
            ("20261130", false),
            ("", false),
        ] {
            assert_eq!(is_date(text), expected, "{text}");
        }
    }
}
