//! What folders hold that are no presets, or bad ones: each is told, and the rest goes on.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use super::*;
use crate::file::OddityKind;
use crate::load::MAX_FILES;
use crate::load::tests::Folder;
use crate::preset::Format;

fn preset(domain: &str) -> String {
    format!("---\nname: E\nstatus: OK\ndomains: ['{domain}']\nlast_checked: 2026-11\n---\n")
}

fn load(folder: &Folder) -> Collection {
    Collection::load(&[&folder.0])
}

fn names(found: &Collection) -> Vec<String> {
    found.files.iter().map(|it| name(&it.path)).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What was not read, and the first word of why.
fn unread(found: &Collection) -> Vec<String> {
    let why = |why: &NotRead| format!("{why:?}").split(['(', ' ']).next().map(str::to_owned);
    let told = |it: &Unread| format!("{}: {}", name(&it.path), why(&it.why).unwrap_or_default());
    found.unread.iter().map(told).collect()
}

#[test]
fn nothing_is_in_an_empty_folder() {
    let folder = Folder::new("empty");
    let found = load(&folder);
    assert_eq!((names(&found), unread(&found)), (Vec::new(), Vec::new()));
}

#[test]
fn files_of_other_kinds_are_told_apart() {
    let folder = Folder::new("other-kinds");
    folder.file("LICENSE", "Mozilla Public License");
    folder.file("README.md", "# Presets\n\ndomains: many\n");
    folder.file("page.md", "---\ntitle: A page\nlayout: post\n---\nWords.\n");
    folder.file("workflow.yml", "---\non: push\njobs: {}\n");
    folder.file("package.json", "{\"name\": \"a\", \"servers\": [], \"host\": \"b\"}");
    folder.file("openapi.json", "{\"servers\": [{\"url\": \"/\"}], \"tags\": [\"imap\"]}");
    folder.file("launch.json", "{\"host\": \"localhost\", \"port\": 80}");
    folder.file("Cargo.toml", "[package]\nname = \"a\"\n");
    folder.file("page.html", "<!DOCTYPE html><html></html>");
    folder.file("pom.xml", "<project></project>");
    folder.file("picture.png", "\u{1}PNG");
    folder.file("preset.md", &preset("a.example"));
    let found = load(&folder);
    assert_eq!(names(&found), ["preset.md"]);
    assert_eq!(found.unread.len(), 11);
    let is_other = |it: &Unread| matches!(it.why, NotRead::NotAPreset) && !it.is_named;
    assert!(found.unread.iter().all(is_other), "{:?}", found.unread);
    let named = Collection::load(&[folder.0.join("LICENSE")]);
    let [Unread { why: NotRead::NotAPreset, is_named: true, .. }] = &named.unread[..] else {
        panic!("{named:?}")
    };
}

#[test]
fn an_empty_file_is_told_where_it_is_called_as_presets_are() {
    let folder = Folder::new("empty-files");
    for name in ["a.xml", "b.md", "c.json", "d.toml", "e.mobileconfig", "f", "g.txt"] {
        folder.file(name, "");
    }
    folder.file("h.xml", "\u{feff} \n");
    let found = load(&folder);
    let expected = [
        "a.xml: Empty",
        "b.md: Empty",
        "c.json: Empty",
        "d.toml: Empty",
        "e.mobileconfig: Empty",
        "f: NotAPreset",
        "g.txt: NotAPreset",
        "h.xml: Empty",
    ];
    assert_eq!(unread(&found), expected);
}

#[test]
fn broken_files_are_told_with_the_place() {
    let folder = Folder::new("broken");
    folder.file("a.json", "{\"a\": {\"servers\": {\"imap\": [\n{\"port\": }]}}}");
    folder.file("b.json", "{\"a\": {\"host\": \"a\",\n \"port\": 25,}}");
    folder.file("c.toml", "[[provider]]\nid = \n");
    folder.file("d.md", "---\nname: a\ndomains: [\n---\n");
    folder.file("e.md", "---\nname: a\ndomains: []\n");
    folder.file("f.md", &preset("f.example"));
    let found = load(&folder);
    let lines: Vec<_> = found.unread.iter().map(|it| it.at.map(|at| at.line)).collect();
    assert_eq!(lines, [Some(2), Some(2), Some(2), Some(4), Some(1)], "{found:?}");
    assert!(found.unread.iter().all(|it| matches!(it.why, NotRead::Unusable(_))));
    assert_eq!(names(&found), ["f.md"]);
}

#[test]
fn long_files_are_not_read_whole() {
    let folder = Folder::new("long");
    let presets =
        ["<clientConfig version=\"1.1\">", "---\nname: a\ndomains: []\n", "[[provider]]\n"];
    for (number, text) in presets.into_iter().chain(["Just words"]).enumerate() {
        let path = folder.file(&number.to_string(), text);
        let file = fs::OpenOptions::new().write(true).open(path).expect("can be opened");
        file.set_len(100_000_000).expect("can be sparse");
    }
    let found = load(&folder);
    assert_eq!(unread(&found), ["0: TooLong", "1: TooLong", "2: TooLong", "3: NotAPreset"]);
}

#[test]
fn encodings_are_told_and_read() {
    let folder = Folder::new("encodings");
    let text = preset("a.example").replace("name: E", "name: É");
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
    fs::write(folder.0.join("1"), utf16).expect("can be written");
    let latin1: Vec<u8> = text.chars().filter_map(|it| u8::try_from(u32::from(it)).ok()).collect();
    fs::write(folder.0.join("2"), latin1).expect("can be written");
    folder.file("3", &format!("\u{feff}{text}"));
    let json = "{\"a\": {\"host\": \"a.example\", \"port\": 465, \"secure\": true}}";
    folder.file("4", &format!("\u{feff}{json}"));
    folder.file("5", "\u{feff}[[provider]]\nid = \"a\"\ndomains = []\nserver = []\n");
    let found = load(&folder);
    let odd: Vec<_> = found
        .files
        .iter()
        .map(|it| {
            (
                it.format,
                it.oddities.iter().map(|odd| (odd.kind, odd.at.line, odd.at.column)).collect(),
            )
        })
        .collect();
    let expected: [(Format, Vec<_>); 5] = [
        (Format::ProviderDb, vec![(OddityKind::Encoding, 1, 1)]),
        (Format::ProviderDb, vec![(OddityKind::Encoding, 2, 7)]),
        (Format::ProviderDb, vec![(OddityKind::ByteOrderMark, 1, 1)]),
        (Format::Nodemailer, vec![(OddityKind::ByteOrderMark, 1, 1)]),
        (Format::Toml, vec![(OddityKind::ByteOrderMark, 1, 1)]),
    ];
    assert_eq!(odd, expected);
    let name_of = |it: &PresetFile| it.providers[0].name.as_ref().map(|name| name.text.clone());
    let names: Vec<_> = found.files.iter().take(3).filter_map(name_of).collect();
    assert_eq!(names, ["É", "\u{fffd}", "É"]);
}

#[test]
fn links_pipes_and_devices_stop_nothing() {
    let folder = Folder::new("links");
    folder.file("1.md", &preset("a.example"));
    symlink("/dev/zero", folder.0.join("2")).expect("can be made");
    let made = Command::new("mkfifo").arg(folder.0.join("3.xml")).status();
    assert!(made.expect("is there").success());
    symlink("4", folder.0.join("4")).expect("can be made");
    symlink("../links-nowhere", folder.0.join("5")).expect("can be made");
    symlink("1.md", folder.0.join("6.md")).expect("can be made");
    fs::create_dir(folder.0.join("7")).expect("can be made");
    symlink("..", folder.0.join("7/up")).expect("can be made");
    // Opened, it says that it cannot be read, to everybody.
    symlink("/proc/self/mem", folder.0.join("8")).expect("can be made");
    folder.file("9.md", &preset("b.example"));
    let found = load(&folder);
    assert_eq!(names(&found), ["1.md", "9.md"]);
    let expected =
        ["2: NotAFile", "3.xml: NotAFile", "4: Io", "5: Io", "6.md: Again", "up: Again", "8: Io"];
    assert_eq!(unread(&found), expected);
}

#[test]
fn what_may_not_be_read_is_told() {
    let folder = Folder::new("permissions");
    let path = folder.file("1.md", &preset("a.example"));
    folder.file("2.md", &preset("b.example"));
    let inside = folder.0.join("3");
    fs::create_dir(&inside).expect("can be made");
    for path in [&path, &inside] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o000)).expect("can be set");
    }
    // To the superuser nothing is forbidden.
    let is_allowed = fs::read(&path).is_ok();
    let found = load(&folder);
    fs::set_permissions(&inside, fs::Permissions::from_mode(0o700)).expect("can be set");
    let (expected, expected_unread): (&[&str], &[&str]) =
        if is_allowed { (&["1.md", "2.md"], &[]) } else { (&["2.md"], &["1.md: Io", "3: Io"]) };
    assert_eq!(names(&found), expected);
    assert_eq!(unread(&found), expected_unread);
}

#[test]
fn a_name_need_not_be_utf_8() {
    let folder = Folder::new("names");
    let odd = folder.0.join(OsStr::from_bytes(b"\xff\x1b[31m.md"));
    fs::write(&odd, preset("a.example")).expect("can be written");
    let found = load(&folder);
    assert_eq!(found.files[0].path, odd);
}

#[test]
fn a_file_may_vanish_before_it_is_read() {
    let folder = Folder::new("vanish");
    let gone = folder.file("1.md", &preset("a.example"));
    folder.file("2.md", &preset("b.example"));
    let entries = list(&[&folder.0]);
    fs::remove_file(&gone).expect("can be removed");
    let outcomes = in_parallel(entries);
    let [Err(unread), Ok(read)] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!(unread.path, gone);
    assert!(matches!(&unread.why, NotRead::Io(why) if why.kind() == io::ErrorKind::NotFound));
    assert!(read.path.ends_with("2.md"));
}

#[test]
fn hidden_folders_are_passed_over_unless_they_are_named() {
    let folder = Folder::new("hidden");
    let hidden = folder.0.join(".git");
    fs::create_dir(&hidden).expect("can be made");
    fs::write(hidden.join("1.md"), preset("a.example")).expect("can be written");
    folder.file(".2.md", &preset("b.example"));
    assert_eq!(names(&load(&folder)), [".2.md"]);
    assert_eq!(names(&Collection::load(&[&hidden])), ["1.md"]);
}

#[test]
fn many_files_stay_in_the_order_of_their_paths() {
    let folder = Folder::new("many");
    for number in 0..1_000 {
        let text = if number % 10 == 3 { String::new() } else { preset("a.example") };
        folder.file(&format!("{number:04}.md"), &text);
    }
    let found = load(&folder);
    assert_eq!((found.files.len(), found.unread.len()), (900, 100));
    assert!(found.files.is_sorted_by_key(|it| &it.path));
    assert!(found.unread.is_sorted_by_key(|it| &it.path));
}

#[test]
fn too_many_files_are_told_once() {
    let folder = Folder::new("too-many");
    for number in 1..=9 {
        folder.file(&number.to_string(), "");
    }
    let mut walk = Walk { files: MAX_FILES - 2, ..Walk::default() };
    let mut told = Vec::new();
    walk.visit(&folder.0, 0, &|_path| Ok(()), &mut |path, outcome| {
        told.push((name(&path), outcome.is_ok()));
    });
    let expected = [("1", true), ("2", true), ("3", false)];
    assert_eq!(told, expected.map(|(name, is_read)| (name.to_owned(), is_read)));
}
