//! Nobody has looked for years whether the settings are still right.

use jiff::civil::Date;
use mailcheck::report::{Advice, Severity, Who};

use crate::lint::Fault;
use crate::lint::ask::shown;
use crate::lint::rule::{Judge, Rule};

pub(crate) static RULE: Rule = Rule {
    id: "preset.not-looked-at-lately",
    severity: Severity::Notice,
    reference: "thunderbird/autoconfig#135",
    judge: Judge::Provider(|view| {
        let word = view.provider.last_checked.as_ref();
        let found = view.today.zip(word).and_then(|(today, word)| {
            let age = month_of(today) - month_of(day(&word.text)?);
            let advice = Advice::new(Who::You).arg("day", shown(&word.text));
            let advice = advice.arg("years", i64::from(age / 12));
            (age > MOST_MONTHS).then(|| Fault::new(word.at, advice))
        });
        found.into_iter().collect()
    }),
};

/// A day as presets write it, `2026-11-30`, or the first of a month, `2026-11`.
fn day(text: &str) -> Option<Date> {
    text.parse().ok().or_else(|| format!("{text}-01").parse().ok())
}

fn month_of(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month())
}

/// Three years: our choice. Of the files that chatmail's database had in the end, seven in ten were older.
const MOST_MONTHS: i32 = 36;
