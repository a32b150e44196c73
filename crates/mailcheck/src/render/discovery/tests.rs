//! The page of `discover`, held against files.

use super::super::{Lang, samples, surveys};
use super::*;

fn words(lang: Lang) -> Words {
    Words::with(lang, surveys::findings(lang))
}

#[test]
fn samples_are_told_as_before() {
    let settings = samples::snapshots();
    for (name, report) in surveys::all() {
        for lang in Lang::ALL {
            let told = write(&report, &Style::new(lang), &words(lang));
            settings.bind(|| {
                insta::assert_snapshot!(format!("discover-{name}.{}.txt", lang.name()), told);
            });
        }
    }
}

#[test]
fn all_of_each_source_is_told_where_asked_for() {
    let settings = samples::snapshots();
    for (name, report) in [("ordinary", surveys::ordinary()), ("disputed", surveys::disputed())] {
        for lang in Lang::ALL {
            let told = write(&report, &Style::new(lang).detail(true), &words(lang));
            settings.bind(|| {
                let name = format!("discover-{name}-detail.{}.txt", lang.name());
                insta::assert_snapshot!(name, told);
            });
        }
    }
}

/// The text of URLs stays whole, for it is to be copied; all else fits.
#[test]
fn lines_fit_and_an_ordinary_domain_takes_one_screen() {
    for (name, report) in surveys::all() {
        for lang in Lang::ALL {
            let told = write(&report, &Style::new(lang), &words(lang));
            for line in told.lines() {
                assert!(textwrap::core::display_width(line) <= 80, "{name}: {line}");
            }
            if name == "ordinary" {
                assert!(told.lines().count() <= 23, "{lang:?}: {told}");
            }
        }
    }
}

#[test]
fn hostile_text_never_comes_out_raw() {
    for detail in [false, true] {
        for lang in Lang::ALL {
            let told = write(&surveys::hostile(), &Style::new(lang).detail(detail), &words(lang));
            let raw = |line: &str| super::super::escape(line) != line;
            assert!(!told.lines().any(raw), "{told}");
            assert!(told.contains("evil"), "{told}");
        }
    }
}

/// What is the same whichever answer came first.
#[test]
fn the_order_of_the_answers_does_not_show() {
    let report = surveys::disputed();
    let mut turned = report.clone();
    turned.evidence.observations.reverse();
    for detail in [false, true] {
        let told = |report| write(report, &Style::new(Lang::En).detail(detail), &words(Lang::En));
        assert_eq!(told(&report), told(&turned));
    }
}

#[test]
fn the_address_is_only_said_to_be_told_to_whom_it_was() {
    let mut report = surveys::disputed();
    let told = discovery_text(&report, &Style::new(Lang::En));
    let is_told = "told the mail address: autodiscover.hoster.example\n";
    assert!(told.contains(is_told), "{told}");
    report.evidence.account.is_address_told = false;
    let told = discovery_text(&report, &Style::new(Lang::En));
    assert!(!told.contains("told the mail address"), "{told}");
    assert!(told.contains("autodiscover.hoster.example"), "{told}");
}
