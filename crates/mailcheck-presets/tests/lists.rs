//! The three lists that are here as they were published differ as was counted by other means.

use std::collections::BTreeSet;
use std::path::Path;

use mailcheck::model::Service;
use mailcheck_presets::Collection;
use mailcheck_presets::diff::{Conflict, Diff, ServiceConflict, diff};
use mailcheck_presets::file::{Place, PresetFile};

const LISTS: [&str; 3] = ["ispdb", "provider-db", "k9-providers"];

fn compared() -> Diff {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets");
    let lists = LISTS.map(|name| Collection::load(&[folder.join(name)]));
    let lists: Vec<(&str, &[PresetFile])> =
        LISTS.into_iter().zip(&lists).map(|(name, list)| (name, list.files.as_slice())).collect();
    diff(&lists)
}

/// Whether the lists send programs that read and send mail to other places.
fn is_elsewhere(conflict: &Conflict) -> bool {
    places(conflict).next().is_some()
}

fn places(conflict: &Conflict) -> impl Iterator<Item = &ServiceConflict> {
    conflict.services.iter().filter(|it| it.is_place() && it.service != Service::Pop3)
}

/// The settings that are in conflict, whichever list has which.
fn settings(conflict: &Conflict) -> BTreeSet<(Service, BTreeSet<String>)> {
    places(conflict)
        .map(|service| {
            let endpoints = service.sides.iter().filter_map(|side| side.endpoint.as_ref());
            (service.service, endpoints.map(ToString::to_string).collect())
        })
        .collect()
}

#[test]
fn lists_differ_as_was_counted() {
    let told = compared();
    let counts = told.lists.iter().map(|it| (it.files, it.domains - it.without_servers));
    assert_eq!(counts.collect::<Vec<_>>(), [(163, 962), (68, 309), (1, 160)]);
    assert_eq!(told.shared, 172);
    let elsewhere: Vec<&Conflict> = told.conflicts.iter().filter(|it| is_elsewhere(it)).collect();
    let domains = |list: &[&Conflict]| list.iter().map(|it| it.domains.len()).sum::<usize>();
    assert_eq!(domains(&elsewhere), 46);
    let distinct: BTreeSet<_> = elsewhere.iter().map(|it| settings(it)).collect();
    assert_eq!(distinct.len(), 31);
    let apart: Vec<&Conflict> = elsewhere.into_iter().filter(|it| it.shares_none()).collect();
    assert_eq!(domains(&apart), 36);
}

/// What `arcor.de` is told as, with the lines of both lists.
#[test]
fn a_conflict_is_told_at_its_lines() {
    let told = compared();
    let arcor = told.conflicts.iter().find(|it| it.domains == ["arcor.de"]).expect("differs");
    let imap = arcor.services.first().expect("differs");
    let sides: Vec<_> = imap
        .sides
        .iter()
        .map(|side| {
            let (path, at) = side.places.first().expect("is written somewhere");
            let host = side.choice.as_ref().and_then(|it| it.host.as_deref()).unwrap_or_default();
            (path.file_name().unwrap_or_default().to_str().unwrap_or_default(), *at, host)
        })
        .collect();
    let at = |line, column| Place { line, column };
    assert_eq!(
        sides,
        [
            ("vodafonemail.de.xml", at(10, 17), "imap.vodafonemail.de"),
            ("arcor.de.md", at(9, 15), "imap.arcor.de"),
        ]
    );
}
