//! Where the state of this program is kept.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// The folder for this program's state, if the environment leads to one.
pub(super) fn folder() -> Option<PathBuf> {
    by_environment(|name| env::var_os(name))
}

fn by_environment(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let path = |name| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(named) = path("MAILCHECK_STATE_DIR") {
        return Some(named);
    }
    let base = if cfg!(windows) {
        path("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        path("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        // XDG Base Directory Specification 0.8: a path that is not absolute is to be ignored.
        let named = path("XDG_STATE_HOME").filter(|path| path.is_absolute());
        named.or_else(|| Some(path("HOME")?.join(".local/state")))
    };
    Some(base?.join("mailcheck"))
}

#[cfg(all(test, not(windows), not(target_os = "macos")))]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_where() {
        let by = |set: &[(&str, &str)]| {
            let found = by_environment(|name| {
                let (_, value) = set.iter().find(|(known, _)| *known == name)?;
                Some(value.into())
            });
            found.map(|path| path.to_string_lossy().into_owned())
        };
        let home = ("HOME", "/home/you");
        for (set, expected) in [
            (&[][..], None),
            (&[("HOME", "")], None),
            (&[home], Some("/home/you/.local/state/mailcheck")),
            (&[home, ("XDG_STATE_HOME", "/state")], Some("/state/mailcheck")),
            (&[home, ("XDG_STATE_HOME", "state")], Some("/home/you/.local/state/mailcheck")),
            (&[home, ("MAILCHECK_STATE_DIR", "/own")], Some("/own")),
            (&[home, ("MAILCHECK_STATE_DIR", "")], Some("/home/you/.local/state/mailcheck")),
        ] {
            assert_eq!(by(set).as_deref(), expected, "{set:?}");
        }
    }
}
