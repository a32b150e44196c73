//! `mailcheck presets check --history`: what keeps it from being used is said, and how the program ends then.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use std::fs::{self, File};
use std::path::PathBuf;

use program::{Scratch, assert_refused, run, stderr};

const PRESET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/lint/base.xml");

/// The folder of a test, which is gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("can be made");
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("is UTF-8")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left over with what is built, if it cannot be removed.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_folder_that_another_run_holds_is_told() {
    let folder = Folder::new("history-held");
    let lock = File::create(folder.0.join("lock")).expect("can be made");
    lock.lock().expect("nobody has it");
    let call = ["presets", "check", "--offline", "--history", folder.path(), PRESET];
    assert_refused(&run(&call), &[folder.path(), "another run holds"]);
    lock.unlock().expect("is ours");
    let told = run(&call);
    assert!(!stderr(&told).contains("another run"), "{}", stderr(&told));
}

#[test]
fn what_is_no_folder_is_told() {
    let file = Scratch::new("history-file", b"");
    let call = ["presets", "check", "--offline", "--history", file.path(), PRESET];
    assert_refused(&run(&call), &[file.path(), "no history can be kept"]);
}

#[test]
fn a_bad_file_is_named_and_the_exit_status_says_so() {
    let folder = Folder::new("history-bad");
    let name = |day: i64| {
        let at = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * day);
        folder.0.join(at.strftime("%Y-%m-%dT%H-%M-%S-%3fZ.jsonl").to_string())
    };
    let (torn, newer) = (name(1), name(2));
    fs::write(&torn, "{\"schema\":\"mailcheck-presets-history/1\",\"at\":")
        .expect("can be written");
    fs::write(&newer, "{\"schema\":\"mailcheck-presets-history/9\"}\n").expect("can be written");
    let told = run(&["presets", "check", "--offline", "--history", folder.path(), PRESET]);
    assert_eq!(told.status.code(), Some(2), "{}", stderr(&told));
    for part in [&*torn.to_string_lossy(), &newer.to_string_lossy(), "is damaged", "history/9"] {
        assert!(stderr(&told).contains(part), "{part}: {}", stderr(&told));
    }
}
