//! The rule in numbers, what holds for any past, and folders in any state.

use std::fs;
use std::path::{Path, PathBuf};

use mailcheck::model::Service;
use mailcheck::report::{Advice, Severity, Who};
use proptest::prelude::*;

use super::*;
use crate::file::Place;
use crate::report::Probed;

/// So many hours after some day.
fn hour(hours: i64) -> Timestamp {
    Timestamp::from_second(1_764_500_000 + hours * 3_600).expect("is a time")
}

/// A look a day, the last of them yesterday: `x` where it is there, `.` where it is not, `?` where nobody looked.
fn daily(past: &str) -> Vec<(Timestamp, bool)> {
    let first = -24 * i64::try_from(past.len()).expect("is short");
    let looks = past.chars().zip((0..).map(|day| hour(first + 24 * day)));
    looks.filter(|(look, _)| *look != '?').map(|(look, at)| (at, look == 'x')).collect()
}

fn word(trend: Trend) -> String {
    match trend {
        Trend::New { .. } => "new".to_owned(),
        Trend::Flap { seen, needed, .. } => format!("flap {seen}/{needed}"),
        Trend::Change { .. } => "change".to_owned(),
        Trend::Broken { .. } => "broken".to_owned(),
        Trend::Mended { .. } => "mended".to_owned(),
        Trend::CameBack { .. } => "came back".to_owned(),
        Trend::Steady => "steady".to_owned(),
    }
}

#[test]
fn the_past_says_what_now_is() {
    for (past, there, gone) in [
        ("", "new", "steady"),
        ("x", "new", "came back"),
        (".", "flap 1/2", "steady"),
        ("xx", "new", "mended"),
        ("..x", "change", "came back"),
        ("..?x", "change", "came back"),
        (".x.", "flap 1/3", "steady"),
        (".x.x", "flap 2/3", "came back"),
        (".x.xx", "change", "mended"),
        ("x.x.x.xx", "flap 3/5", "mended"),
        ("x.x.x.xxxx", "change", "mended"),
        // Only the last ten looks say how often it came back.
        ("x.x..........", "flap 1/2", "steady"),
        ("xxxxxxxxxxxxx", "new", "mended"),
        ("xxxxxxxxxxxxxx", "broken", "mended"),
        (".xxxxxxxxxxxxxx", "broken", "mended"),
        ("xxxxxxxxxxxxxx.x", "flap 2/3", "came back"),
        ("x..............", "flap 1/2", "steady"),
    ] {
        assert_eq!(word(trend(&daily(past), true, hour(0))), there, "{past}x");
        assert_eq!(word(trend(&daily(past), false, hour(0))), gone, "{past}.");
    }
}

/// A job that is run again at once sees the same outage, and does not confirm it.
#[test]
fn what_is_seen_in_quick_succession_is_seen_once() {
    let minutes = |count: i64| hour(0) - SignedDuration::from_mins(count);
    let mut past = daily("...");
    past.extend([(minutes(50), true), (minutes(20), true)]);
    assert_eq!(word(trend(&past, true, hour(0))), "flap 1/2");
    past.insert(3, (minutes(60), true));
    assert_eq!(word(trend(&past, true, hour(0))), "change");
    // What a wrong clock dated later than now is not heeded.
    past.push((hour(5), false));
    assert_eq!(word(trend(&past, true, hour(0))), "change");
}

proptest! {
    #[test]
    fn whatever_the_past_is_now_is_told_by_it(
        looks in proptest::collection::vec((-20_000_i64..100, any::<bool>()), 0..60),
        is_there: bool,
    ) {
        let mut past: Vec<_> = looks.iter().map(|(at, was)| (hour(*at), *was)).collect();
        past.sort();
        let now = hour(0);
        match trend(&past, is_there, now) {
            Trend::New { since } => {
                prop_assert!(is_there && since <= now && now.duration_since(since) < LONG);
                prop_assert!(apart(&past, now).iter().all(|(_, was)| *was));
            }
            Trend::Flap { seen, needed, well } => {
                prop_assert!(is_there && seen >= 1 && seen < needed && needed <= IN_A_ROW + WINDOW / 2);
                prop_assert!(past.contains(&(well, false)) && well < now);
            }
            Trend::Change { since, well } => {
                prop_assert!(is_there && well < since && since < now);
                prop_assert!(past.contains(&(since, true)) && past.contains(&(well, false)));
            }
            Trend::Broken { since } => {
                prop_assert!(is_there && now.duration_since(since) >= LONG);
                prop_assert!(past.contains(&(since, true)));
            }
            Trend::Mended { since } => prop_assert!(!is_there && past.contains(&(since, true))),
            Trend::CameBack { at } => prop_assert!(!is_there && past.contains(&(at, true))),
            Trend::Steady => prop_assert!(!is_there),
        }
    }

    /// However it went before, what stays is believed within a week of days, and what never was there is not
    /// told before it is there.
    #[test]
    fn what_stays_is_believed(before in "[x.]{0,40}") {
        let stays = daily(&format!("{before}xxxxxx"));
        prop_assert!(!word(trend(&stays, true, hour(0))).starts_with("flap"), "{}", before);
        prop_assert_eq!(word(trend(&daily(&before.replace('x', ".")), false, hour(0))), "steady");
    }
}

const DEAD: &str = "connect.refused";

fn endpoint(host: &str) -> Endpoint {
    Endpoint::parse(Service::Imap, host).expect("is one")
}

/// A report of a run that looked at servers and found that some are dead, or may be.
fn report(looks: &[(&str, ProbeOutcome, Option<Standing>)]) -> Report {
    let mut report = Report::default();
    for (host, outcome, found) in looks {
        let endpoint = endpoint(host);
        report.probed.push(Probed { endpoint: endpoint.clone(), outcome: *outcome, elapsed_ms: 1 });
        report.findings.extend(found.clone().map(|standing| Finding {
            path: "a.xml".into(),
            at: Place::default(),
            provider: None,
            endpoint: Some(endpoint),
            finding: mailcheck::report::Finding::new(
                DEAD,
                Severity::Error,
                None,
                Advice::new(Who::You),
                "",
            ),
            related: Vec::new(),
            standing,
        }));
    }
    report
}

fn dead(host: &str) -> (&str, ProbeOutcome, Option<Standing>) {
    (host, ProbeOutcome::Fails, Some(Standing::Counts))
}

fn well(host: &str) -> (&str, ProbeOutcome, Option<Standing>) {
    (host, ProbeOutcome::Works, None)
}

#[test]
fn only_changes_count() {
    let mut history = History::default();
    for day in -20..0 {
        let changed = if day < -1 { well("changed.example") } else { dead("changed.example") };
        let mended = if day < -10 { dead("mended.example") } else { well("mended.example") };
        let past =
            [changed, mended, well("flap.example"), dead("broken.example"), well("ok.example")];
        history.add(Run::of(&report(&past), hour(24 * day)));
    }
    let mut now = report(&[
        dead("changed.example"),
        well("mended.example"),
        dead("flap.example"),
        dead("broken.example"),
        well("ok.example"),
        dead("new.example"),
    ]);
    history.judge(&mut now, hour(0));
    let standings: Vec<_> = now
        .findings
        .iter()
        .map(|it| (it.endpoint.as_ref().expect("has one").host.as_str(), it.standing.clone()))
        .collect();
    assert_eq!(
        standings,
        [
            ("changed.example", Standing::Counts),
            ("flap.example", Standing::Inconclusive),
            ("broken.example", Standing::Known),
            ("new.example", Standing::Counts),
        ]
    );
    let told: Vec<_> =
        now.history.iter().map(|it| (it.endpoint.host.as_str(), word(it.trend))).collect();
    let told: Vec<_> = told.iter().map(|(host, word)| (*host, word.as_str())).collect();
    assert_eq!(
        told,
        [
            ("changed.example", "change"),
            ("flap.example", "flap 1/2"),
            ("broken.example", "broken"),
            ("new.example", "new"),
        ]
    );
    let mut mended = report(&[well("changed.example")]);
    history.judge(&mut mended, hour(0));
    assert_eq!(word(mended.history[0].trend), "came back");
}

/// What could not be told says nothing, neither then nor now; and what stands otherwise is left as it stands.
#[test]
fn what_could_not_be_told_is_not_held_against_anybody() {
    let unsure = |host| (host, ProbeOutcome::Fails, Some(Standing::Inconclusive));
    let mut history = History::default();
    history.add(Run::of(&report(&[well("a.example")]), hour(-72)));
    history.add(Run::of(&report(&[dead("a.example")]), hour(-48)));
    history.add(Run::of(&report(&[unsure("a.example")]), hour(-24)));
    // What else is wrong may hide it.
    history.add(Run::of(&report(&[("a.example", ProbeOutcome::Fails, None)]), hour(-18)));
    history.add(Run::of(&report(&[("a.example", ProbeOutcome::Inconclusive, None)]), hour(-12)));
    let mut now = report(&[dead("a.example")]);
    history.judge(&mut now, hour(0));
    assert_eq!(word(now.history[0].trend), "change");
    let mut now = report(&[unsure("a.example")]);
    history.judge(&mut now, hour(0));
    assert_eq!((now.history.len(), &now.findings[0].standing), (0, &Standing::Inconclusive));
    let mut now = report(&[("a.example", ProbeOutcome::Fails, None)]);
    history.judge(&mut now, hour(0));
    assert_eq!(now.history, []);
    history.add(Run::of(&report(&[well("a.example")]), hour(-6)));
    let exempt = Standing::Exempt("for a reason".to_owned());
    let mut now = report(&[("a.example", ProbeOutcome::Fails, Some(exempt.clone()))]);
    history.judge(&mut now, hour(0));
    assert_eq!(
        (word(now.history[0].trend), &now.findings[0].standing),
        ("flap 1/3".to_owned(), &exempt)
    );
}

/// A folder that is gone with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("mailcheck-{name}-{}", std::process::id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Left over in the system's folder for such files, if it cannot be removed.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The names of files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("is there");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<_> = entries.map(|entry| name(entry.expect("can be read"))).collect();
    names.sort();
    names
}

fn none(path: &Path, problem: Problem) {
    let problems = vec![problem];
    assert!(problems.is_empty(), "{}: {problems:?}", path.display());
}

#[test]
fn runs_are_kept_until_they_are_old() {
    let scratch = Scratch::new("history-kept");
    let days = [-401, -399, -2, -1];
    for day in days {
        let folder = Folder::open(&scratch.0, &mut none).expect("can be made");
        folder.write(
            &Run::of(&report(&[dead("a.example"), well("b.example")]), hour(24 * day)),
            &mut none,
        );
    }
    fs::write(scratch.0.join("README"), "not ours").expect("can be written");
    fs::write(scratch.0.join("2025-11-01T00-00-00-000Z.unfinished"), "{").expect("can be written");
    let folder = Folder::open(&scratch.0, &mut none).expect("is there");
    let history = folder.read(hour(0), &mut none);
    assert_eq!(history.looks["imap://a.example:993/tls"].len(), 3);
    let dead_look = Look { found: [DEAD.to_owned()].into(), ..Look::default() };
    assert_eq!(history.seen, [dead_look, Look { works: true, ..Look::default() }]);
    folder.write(&Run::of(&report(&[dead("a.example")]), hour(0)), &mut none);
    // One that sees the same again at once is that run; one that looked at nothing is none.
    let soon = hour(0) + SignedDuration::from_mins(59);
    folder.write(&Run::of(&report(&[dead("a.example")]), soon), &mut none);
    folder.write(&Run::of(&report(&[]), hour(1)), &mut none);
    let names = names(&scratch.0);
    let runs =
        names.iter().filter(|name| name.starts_with("202") && !name.contains("unfinished")).count();
    assert_eq!((runs, names.len()), (4, 6), "{names:?}");
    assert_eq!(folder.read(hour(24), &mut none).looks["imap://a.example:993/tls"].len(), 4);
}

#[test]
fn a_folder_has_one_run_at_a_time() {
    let scratch = Scratch::new("history-held");
    let held = Folder::open(&scratch.0, &mut none).expect("can be made");
    assert!(matches!(Folder::open(&scratch.0, &mut none), Err(OpenError::InUse)));
    drop(held);
    assert!(Folder::open(&scratch.0, &mut none).is_ok());
    let file = scratch.0.join("README");
    fs::write(&file, "").expect("can be written");
    assert!(matches!(Folder::open(&file, &mut none), Err(OpenError::Io(_))));
}

#[test]
fn a_bad_file_is_told_and_the_rest_goes_on() {
    let scratch = Scratch::new("history-bad");
    let folder = Folder::open(&scratch.0, &mut none).expect("can be made");
    for day in 1..=6 {
        folder.write(
            &Run::of(&report(&[dead("a.example"), well("b.example")]), hour(24 * day)),
            &mut none,
        );
    }
    let files = folder.files(&mut none);
    let whole = fs::read_to_string(&files[0].1).expect("is there");
    let line = whole.lines().count();
    assert_eq!(line, 3, "{whole}");
    let torn = &whole[..whole.len() - 10];
    let short: String = whole.lines().take(2).collect::<Vec<_>>().join("\n");
    let other = whole.replace("history/1", "history/2");
    for ((_, path), content) in files.iter().zip([torn, &short, &other, "", "\u{0}{"]) {
        fs::write(path, content).expect("can be written");
    }
    let mut told = Vec::new();
    let history =
        folder.read(hour(200), &mut |path, problem| told.push((path.to_owned(), problem)));
    assert_eq!(history.looks["imap://a.example:993/tls"].len(), 1);
    told.sort_by(|one, other| one.0.cmp(&other.0));
    let kinds: Vec<_> = told.iter().map(|(_, it)| matches!(it, Problem::Damaged)).collect();
    assert_eq!(kinds, [true, true, false, true, true], "{told:?}");
    assert!(matches!(&told[2].1, Problem::OtherSchema { schema } if schema.ends_with("/2")));
    // A folder in the place of the file: it cannot be written, and that is told too.
    fs::create_dir(scratch.0.join(folder::name(hour(300)))).expect("can be made");
    let mut told = Vec::new();
    folder.write(&Run::of(&report(&[dead("a.example")]), hour(300)), &mut |_, it| told.push(it));
    assert!(matches!(told.first(), Some(Problem::Write(_))), "{told:?}");
}
