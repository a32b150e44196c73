//! Which files Git says have changed.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::check::folder;
use crate::complaint::{Complaint, Message};
use crate::reasons;

/// Why Git does not say it.
#[derive(Debug)]
enum GitError {
    /// What Git says itself.
    Failed {
        folder: PathBuf,
        text: String,
    },
    Missing(io::Error),
    NoRepository {
        folder: PathBuf,
    },
}

impl From<GitError> for Complaint {
    fn from(why: GitError) -> Self {
        let message = match &why {
            GitError::Failed { folder, text } => {
                Message::new("presets-git-failed").path(folder).with("text", text.as_str())
            }
            GitError::Missing(why) => {
                Message::new("presets-git-missing").with("why", reasons::of(why))
            }
            GitError::NoRepository { folder } => {
                Message::new("presets-git-no-repository").path(folder)
            }
        };
        message.into()
    }
}

/// The files in the repositories of these paths that differ from where the branch left a commit, and those that
/// are in no commit at all; without symbolic links in their paths.
pub(super) fn files(since: &str, paths: &[PathBuf]) -> Result<BTreeSet<PathBuf>, Complaint> {
    let mut roots = BTreeSet::new();
    // What is not there is told of later, and better.
    for path in paths.iter().filter(|path| path.exists()) {
        roots.insert(root(folder(path))?);
    }
    let mut changed = BTreeSet::new();
    for root in roots {
        let differ: &[&str] = &[
            "diff",
            "--name-only",
            "-z",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--merge-base",
            "--end-of-options",
            since,
            "--",
        ];
        let untracked: &[&str] = &["ls-files", "-z", "--others", "--exclude-standard", "--"];
        for arguments in [differ, untracked] {
            let names = git(&root, arguments)?;
            let names = names.split(|octet| *octet == 0).filter(|name| !name.is_empty());
            // What was deleted is nowhere to be found.
            changed.extend(names.filter_map(|name| fs::canonicalize(root.join(path(name))).ok()));
        }
    }
    Ok(changed)
}

/// The folder of the repository that a folder is in.
fn root(folder: &Path) -> Result<PathBuf, GitError> {
    match git(folder, &["rev-parse", "--show-toplevel"]) {
        Ok(out) => Ok(PathBuf::from(path(out.strip_suffix(b"\n").unwrap_or(&out)))),
        Err(GitError::Failed { folder, text }) if text.contains("not a git repository") => {
            Err(GitError::NoRepository { folder })
        }
        Err(why) => Err(why),
    }
}

/// Asks Git in a folder, without a shell between.
fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
    let mut command = Command::new("git");
    // No program that the repository names is run for it.
    command.arg("-C").arg(folder).args(["-c", "core.fsmonitor=false", "--no-optional-locks"]);
    command.args(arguments).env("LC_ALL", "C").stdin(Stdio::null());
    let out = command.output().map_err(GitError::Missing)?;
    if out.status.success() {
        return Ok(out.stdout);
    }
    let said = String::from_utf8_lossy(&out.stderr);
    let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let text = said.strip_prefix("fatal: ").unwrap_or(said).to_owned();
    Err(GitError::Failed { folder: folder.to_owned(), text })
}

#[cfg(unix)]
fn path(octets: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt as _;
    OsString::from_vec(octets.to_vec())
}

#[cfg(not(unix))]
fn path(octets: &[u8]) -> OsString {
    String::from_utf8_lossy(octets).into_owned().into()
}
