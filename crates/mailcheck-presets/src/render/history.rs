//! What earlier runs make of what was found at servers, as notes for people.

use mailcheck::render::{Style, Words, escape, wrapped};
use mailcheck::report::Arg;

use crate::history::Trend;
use crate::report::Report;

/// Tells what history says of everything in a report, a note each. Empty where it says nothing.
///
/// # Examples
///
/// ```
/// use mailcheck::render::{Lang, Style};
/// use mailcheck_presets::{render::history_text, report::Report};
/// assert_eq!(history_text(&Report::default(), &Style::new(Lang::En)), "");
/// ```
pub fn history_text(report: &Report, style: &Style) -> String {
    let words = Words::new(style.lang).and(crate::words).zone(style.zone.clone());
    let mut told = String::new();
    for past in &report.history {
        let Some(note) = history_note(past.trend, &words) else { continue };
        let args = [
            ("endpoint", Arg::from(past.endpoint.to_string())),
            ("id", Arg::from(past.id.as_str())),
            ("note", Arg::from(note)),
        ];
        told += &wrapped(&escape(&words.ui("history-line", &args)), style.width, INDENT);
        told.push('\n');
    }
    told
}

/// Tells how one finding stands against what was seen before; `None` where there is nothing to tell. The words
/// are those of this crate: `Words::new(lang).and(mailcheck_presets::words)`.
pub fn history_note(trend: Trend, words: &Words) -> Option<String> {
    let number = |count: usize| Arg::from(i64::try_from(count).unwrap_or(i64::MAX));
    let (key, args) = match trend {
        Trend::Steady => return None,
        Trend::New { since } => ("history-new", vec![("since", Arg::from(since))]),
        Trend::Flap { seen, needed, well } => (
            "history-flap",
            vec![("seen", number(seen)), ("needed", number(needed)), ("well", Arg::from(well))],
        ),
        Trend::Change { since, well } => {
            ("history-change", vec![("since", Arg::from(since)), ("well", Arg::from(well))])
        }
        Trend::Broken { since } => ("history-broken", vec![("since", Arg::from(since))]),
        Trend::Mended { since } => ("history-mended", vec![("since", Arg::from(since))]),
        Trend::CameBack { at } => ("history-came-back", vec![("at", Arg::from(at))]),
    };
    Some(words.ui(key, &args))
}

/// Columns by which the lines of a note after its first are set off.
const INDENT: usize = 4;

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use mailcheck::model::{Endpoint, Service};
    use mailcheck::render::Lang;

    use super::*;
    use crate::history::Past;

    #[test]
    fn every_trend_is_told_in_every_language() {
        let at =
            |day: i64| Timestamp::from_second(1_764_500_000 + day * 86_400).expect("is a time");
        let endpoint = Endpoint::parse(Service::Imap, "imap.example.org").expect("is one");
        let history = [
            Trend::New { since: at(1) },
            Trend::Flap { seen: 1, needed: 3, well: at(2) },
            Trend::Change { since: at(3), well: at(2) },
            Trend::Broken { since: at(4) },
            Trend::Mended { since: at(5) },
            Trend::CameBack { at: at(6) },
            Trend::Steady,
        ]
        .map(|trend| Past {
            endpoint: endpoint.clone(),
            id: "connect.refused".to_owned(),
            trend,
        });
        let report = Report { history: history.into(), ..Report::default() };
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/rendered"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            for lang in Lang::ALL {
                let name = format!("presets-history.{}.txt", lang.name());
                insta::assert_snapshot!(name, history_text(&report, &Style::new(lang)));
            }
        });
    }
}
