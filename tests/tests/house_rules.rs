//! The rules of the house, held by reading the sources.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

type Outcome = Result<(), Box<dyn Error>>;

/// A module of the library, and the others that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("typing", &["model"]),
    ("wire", &["model"]),
    ("knowledge", &["model"]),
    ("evidence", &["model", "typing", "wire"]),
    ("net", &["model", "wire", "evidence"]),
    ("discover", &["model", "wire", "evidence", "net"]),
    ("probe", &["model", "typing", "wire", "evidence", "net", "discover"]),
    ("report", &["model", "evidence"]),
    ("rules", &["model", "typing", "wire", "knowledge", "evidence", "report"]),
    ("compare", &["model", "report"]),
    ("explain", &["model", "knowledge", "report", "rules"]),
    ("render", &["model", "wire", "knowledge", "evidence", "report", "compare", "explain"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file of the library holds nothing but unit tests.
fn is_test(path: &Path) -> bool {
    let mut inside = path.components().skip_while(|part| part.as_os_str() != "src");
    inside.any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
}

/// The code of a file without comments and without its unit tests.
fn code(path: &Path) -> Result<String, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let before_tests = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = before_tests.lines().filter(|line| !line.trim_start().starts_with("//"));
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn modules_use_only_what_they_may() -> Outcome {
    let library = root().join("crates/mailcheck/src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (module, may_use) in MAY_USE {
        let mut files = sources(&library.join(module))?;
        // Tests may look at everything.
        files.retain(|path| !is_test(path));
        assert!(!files.is_empty(), "{module} has no file");
        seen += files.len();
        for path in files.drain(..) {
            let code = code(&path)?;
            for (other, _) in MAY_USE {
                let used = code.contains(&format!("crate::{other}::"))
                    || code.contains(&format!("crate::{other};"));
                if used && other != module && !may_use.contains(other) {
                    wrong.push(format!("{} uses {other}", path.display()));
                }
            }
        }
    }
    assert!(seen > 30, "only {seen} files were read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn every_module_folder_is_in_the_table() -> Outcome {
    for entry in fs::read_dir(root().join("crates/mailcheck/src"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            assert!(
                MAY_USE.iter().any(|(module, _)| *module == name),
                "{name} is not in the table"
            );
        }
    }
    Ok(())
}

/// What judges and tells cannot wait, and asks no clock.
#[test]
fn the_pure_half_cannot_wait() -> Outcome {
    let library = root().join("crates/mailcheck/src");
    for module in
        ["model", "typing", "wire", "knowledge", "evidence", "report", "rules", "explain", "render"]
    {
        for path in sources(&library.join(module))? {
            let code = code(&path)?;
            for word in [
                "tokio",
                "async fn",
                ".await",
                "Instant::now",
                "Timestamp::now",
                "std::net::TcpStream",
            ] {
                assert!(!code.contains(word), "{} has {word}", path.display());
            }
        }
    }
    Ok(())
}

/// The clocks of this device are asked in one place.
#[test]
fn only_the_internet_asks_the_clocks() -> Outcome {
    for path in sources(&root().join("crates/mailcheck/src"))? {
        let asks = ["std::time::Instant::now", "Timestamp::now", "SystemTime::now"];
        let code = code(&path)?;
        let asks = asks.iter().any(|word| code.contains(word));
        assert!(!asks || path.ends_with("net/internet.rs"), "{}", path.display());
    }
    Ok(())
}

#[test]
fn every_file_says_what_it_is_for() -> Outcome {
    for folder in ["crates", "tests", "benches"] {
        for path in sources(&root().join(folder))? {
            let text = fs::read_to_string(&path)?;
            assert!(text.starts_with("//!"), "{} has no first line", path.display());
        }
    }
    Ok(())
}

/// A lint is expected with a reason, never allowed; nothing is left to do without saying so.
#[test]
fn nothing_is_waved_through() -> Outcome {
    for folder in ["crates", "tests", "benches"] {
        for path in sources(&root().join(folder))? {
            if path.ends_with("house_rules.rs") {
                continue;
            }
            let text = fs::read_to_string(&path)?;
            for word in ["#[allow(", "#![allow(", "todo!(", "unimplemented!(", "#[ignore"] {
                assert!(!text.contains(word), "{} has {word}", path.display());
            }
        }
    }
    Ok(())
}

/// No file is longer than a person can hold in the head.
#[test]
fn files_stay_small() -> Outcome {
    for path in sources(&root().join("crates"))? {
        let lines = fs::read_to_string(&path)?.lines().count();
        assert!(lines <= 600, "{} has {lines} lines: split it by meaning", path.display());
    }
    Ok(())
}

/// Tests of decisions: each is short enough to be read.
#[test]
fn decisions_are_short() -> Outcome {
    for entry in fs::read_dir(root().join("docs/adr"))? {
        let path = entry?.path();
        let lines = fs::read_to_string(&path)?.lines().count();
        assert!(lines <= 40, "{} has {lines} lines", path.display());
    }
    Ok(())
}
