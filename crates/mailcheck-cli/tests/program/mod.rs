//! The program, called.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The program in an environment of its own, without a terminal, and without a place to remember
/// anything from one call to the next.
pub(crate) fn mailcheck() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mailcheck"));
    for name in ["MAILCHECK_PASSWORD", "MAILCHECK_LOG", "RUST_LOG", "NO_COLOR", "LC_ALL"] {
        command.env_remove(name);
    }
    command.env("LANG", "C").env("MAILCHECK_STATE_DIR", "/dev/null/none").stdin(Stdio::null());
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    mailcheck().args(arguments).output().expect("starts")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("is UTF-8")
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("is UTF-8")
}

/// The call is wrong, and the person is told what about it.
#[track_caller]
pub(crate) fn assert_refused(output: &Output, parts: &[&str]) {
    let err = stderr(output);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.lines().any(|line| line.starts_with("mailcheck: error: ")), "{err}");
    assert!(output.stdout.is_empty(), "{}", stdout(output));
    for part in parts {
        assert!(err.contains(part), "{part:?} is not in: {err}");
    }
}

/// A file that is gone with the test.
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str, content: &[u8]) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{name}-{}", std::process::id()));
        fs::write(&path, content).expect("can be written");
        Self(path)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().expect("is UTF-8")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // It may be gone already.
        let _gone = fs::remove_file(&self.0);
    }
}
