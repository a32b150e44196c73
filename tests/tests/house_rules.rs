//! The rules of the house, held by reading the sources. Each check is a function, and is shown to find
//! what it is there to find.

use std::collections::BTreeSet;
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
    ("discover", &["model", "wire", "knowledge", "evidence", "net"]),
    ("probe", &["model", "typing", "wire", "evidence", "net", "discover"]),
    ("report", &["model", "evidence"]),
    ("rules", &["model", "typing", "wire", "knowledge", "evidence", "limits", "report"]),
    ("clients", &["model", "evidence"]),
    ("compare", &["model", "report"]),
    ("explain", &["model", "knowledge", "report", "rules"]),
    ("entrance", &["model", "typing", "knowledge", "evidence"]),
    ("limits", &["model", "knowledge", "evidence"]),
    (
        "render",
        &[
            "model",
            "wire",
            "knowledge",
            "evidence",
            "report",
            "clients",
            "compare",
            "explain",
            "entrance",
            "limits",
        ],
    ),
];
/// Those that judge and tell, and those that all others stand on.
const PURE: &[&str] = &[
    "model",
    "typing",
    "wire",
    "knowledge",
    "evidence",
    "report",
    "rules",
    "clients",
    "compare",
    "explain",
    "entrance",
    "limits",
    "render",
];
/// What can wait, or asks the world outside of what it was given.
const IMPURE: &[&str] = &[
    "tokio",
    "async ",
    ".await",
    "Instant",
    "SystemTime",
    "Timestamp::now",
    "Zoned::now",
    "TcpStream",
    "UdpSocket",
    "ToSocketAddrs",
    "std::fs",
    "std::env",
    "std::process",
    "std::thread",
    "std::io",
];
/// Lines of one file in the crates that a person can hold in the head.
const MOST_LINES: usize = 600;
/// Lines of one decision.
const MOST_LINES_OF_A_DECISION: usize = 40;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn library() -> PathBuf {
    root().join("crates/mailcheck/src")
}

/// All Rust files below a folder that are ours. There is at least one.
fn sources(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                // What is built may hold sources of others.
                folders.extend(Some(path).filter(|path| !path.ends_with("target")));
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{} has no source", folder.display());
    Ok(found)
}

/// The sources of a module of the library without those that only tests are made of.
fn sources_of(module: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let all = sources(&library().join(module))?;
    let mut for_tests = BTreeSet::new();
    for path in &all {
        let below = folder_of(path);
        for name in modules_for_tests(&fs::read_to_string(path)?) {
            for_tests.extend([below.join(format!("{name}.rs")), below.join(name)]);
        }
    }
    let is_for_tests = |path: &PathBuf| path.ancestors().any(|part| for_tests.contains(part));
    Ok(all.into_iter().filter(|path| !is_for_tests(path)).collect())
}

/// Where the modules are that a file declares.
fn folder_of(path: &Path) -> PathBuf {
    if path.ends_with("mod.rs") { path.with_file_name("") } else { path.with_extension("") }
}

/// The modules in files of their own that a text declares for tests only.
fn modules_for_tests(text: &str) -> Vec<String> {
    let declared = text.split("#[cfg(test)]\nmod ").skip(1);
    let names = declared.filter_map(|after| after.lines().next()?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// The code of a text without comments and without what only tests are made of.
fn code(text: &str) -> String {
    let mut lines = Vec::new();
    let mut rest = text.lines();
    while let Some(line) = rest.next() {
        if line == "#[cfg(test)]" {
            // The item that follows: one line, or up to the brace in the first column.
            let item = rest.next().unwrap_or_default();
            if item.ends_with('{') {
                rest.by_ref().find(|line| line.starts_with('}'));
            }
        } else if !line.trim_start().starts_with("//") {
            lines.push(line);
        }
    }
    lines.join("\n")
}

fn code_of(path: &Path) -> Result<String, Box<dyn Error>> {
    Ok(code(&fs::read_to_string(path)?))
}

fn is_part_of_a_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The paths that a code names by `use`, each by itself: `use a::{b, c::d};` names `a::b` and `a::c::d`.
fn uses(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        if code[..at].ends_with(is_part_of_a_name) {
            continue;
        }
        let Some((tree, _)) = code[at + "use ".len()..].split_once(';') else { continue };
        unfold("", tree, &mut found);
    }
    found
}

/// Writes down every path of one tree of `use`.
fn unfold(before: &str, tree: &str, found: &mut Vec<String>) {
    let Some((head, group)) = tree.split_once('{') else {
        let path = tree.split_whitespace().next().unwrap_or_default();
        return found.extend(Some(format!("{before}{path}")).filter(|_| !path.is_empty()));
    };
    let (head, group) = (head.trim_start(), group.trim_end());
    let inside = group.strip_suffix('}').unwrap_or(group);
    let (mut depth, mut begin) = (0_usize, 0);
    for (at, letter) in inside.char_indices().chain([(inside.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                unfold(&format!("{before}{head}"), &inside[begin..at], found);
                begin = at + 1;
            }
            _ => {}
        }
    }
}

/// The modules at the root of the library that a code names: by `use` or in between, from the root or
/// from as many levels up as lead there. `depth` is how many modules the code is in.
fn modules_named(code: &str, depth: usize) -> BTreeSet<String> {
    let up = "super::".repeat(depth);
    let mut found = BTreeSet::new();
    let mut note = |path: &str| {
        for from_root in ["crate::", &up] {
            let is_further_up = |rest: &str| rest.starts_with("super::");
            if let Some(rest) = path.strip_prefix(from_root).filter(|rest| !is_further_up(rest)) {
                found.extend(
                    rest.split(|letter| !is_part_of_a_name(letter)).next().map(str::to_owned),
                );
            }
        }
    };
    for path in uses(code) {
        note(&path);
    }
    for start in ["crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let before = &code[..at];
            if !before.ends_with("super::") && !before.ends_with(is_part_of_a_name) {
                note(&code[at..]);
            }
        }
    }
    found
}

/// What a module must not use and does. `elsewhere` are names at the root that stand for a module.
fn not_to_be_used(
    module: &str,
    code: &str,
    depth: usize,
    elsewhere: &[(String, String)],
) -> Vec<String> {
    let may_use = MAY_USE.iter().find(|(known, _)| *known == module).map_or(&[][..], |it| it.1);
    let home = |name: String| {
        elsewhere.iter().find(|(known, _)| *known == name).map_or(name, |(_, home)| home.clone())
    };
    let is_module = |name: &String| MAY_USE.iter().any(|(known, _)| known == name);
    let is_wrong = |name: &String| name != module && !may_use.contains(&name.as_str());
    modules_named(code, depth).into_iter().map(home).filter(is_module).filter(is_wrong).collect()
}

/// The names at the root of the library that come from a module: `pub use rules::judge;`.
fn names_at_the_root() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let paths = uses(&code_of(&library().join("lib.rs"))?);
    let names = paths.iter().filter_map(|path| {
        let (module, _) = path.split_once("::")?;
        let (_, name) = path.rsplit_once("::")?;
        Some((name.to_owned(), module.to_owned()))
    });
    Ok(names.collect())
}

#[test]
fn modules_use_only_what_they_may() -> Outcome {
    let mut wrong = Vec::new();
    let mut seen = 0;
    let elsewhere = names_at_the_root()?;
    assert!(elsewhere.contains(&("judge".to_owned(), "rules".to_owned())), "{elsewhere:?}");
    for (module, _) in MAY_USE {
        for path in sources_of(module)? {
            seen += 1;
            let inside = path.strip_prefix(library())?;
            let depth = inside.components().count() - usize::from(inside.ends_with("mod.rs"));
            for other in not_to_be_used(module, &code_of(&path)?, depth, &elsewhere) {
                wrong.push(format!("{} uses {other}", path.display()));
            }
        }
    }
    assert!(seen > 30, "only {seen} files were read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn what_must_not_be_used_is_found() {
    let elsewhere = [("judge".to_owned(), "rules".to_owned())];
    for (sample, depth) in [
        ("use crate::rules::Rule;", 2),
        ("use crate::rules;", 2),
        ("use crate::rules as judges;", 2),
        ("use crate::{\n    model::{Host, Secret},\n    rules::{Rule, all},\n};", 2),
        ("use super::{desk, super::rules};", 2),
        ("use super::super::rules::judge;", 2),
        ("use super::rules::judge;", 1),
        ("pub(crate) use crate::judge;", 2),
        ("fn f() { crate::rules::all(); }", 2),
        ("fn f() -> super::super::rules::Rule;", 2),
        ("#[cfg(test)]\nmod tests;\nuse crate::rules::Rule;", 2),
        ("#[cfg(test)]\nmod tests {\n    fn f() {}\n}\nuse crate::rules::Rule;", 2),
    ] {
        assert_eq!(
            not_to_be_used("probe", &code(sample), depth, &elsewhere),
            ["rules"],
            "{sample}"
        );
    }
    for (sample, depth) in [
        ("use crate::{evidence::Fact, net::Net, probe::desk};", 2),
        ("// crate::rules are no business of ours", 2),
        ("#[cfg(test)]\nmod tests {\n    use crate::rules::Rule;\n}", 2),
        ("use super::rules::of_the_game;", 2),
        ("use another_crate::rules::Rule;", 2),
    ] {
        let wrong = not_to_be_used("probe", &code(sample), depth, &elsewhere);
        assert!(wrong.is_empty(), "{sample}: {wrong:?}");
    }
}

/// Module folders that are not in the table.
fn not_in_the_table<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let is_known = |name: &&str| MAY_USE.iter().any(|(module, _)| module == name);
    names.into_iter().filter(|name| !is_known(name)).collect()
}

#[test]
fn every_module_folder_is_in_the_table() -> Outcome {
    let mut names = Vec::new();
    for entry in fs::read_dir(library())? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        names.extend(Some(name).filter(|name| name != "lib"));
    }
    assert_eq!(names.len(), MAY_USE.len(), "{names:?}");
    assert_eq!(not_in_the_table(names.iter().map(String::as_str)), [""; 0]);
    assert_eq!(not_in_the_table(["model", "oracle"]), ["oracle"]);
    Ok(())
}

/// What of a code is not pure.
fn impure(code: &str) -> Option<&'static str> {
    let has = |word: &str| {
        code.match_indices(word).any(|(at, _)| {
            let after = &code[at + word.len()..];
            let is_whole =
                !word.ends_with(is_part_of_a_name) || !after.starts_with(is_part_of_a_name);
            is_whole && (word.starts_with('.') || !code[..at].ends_with(is_part_of_a_name))
        })
    };
    let used = uses(code);
    let is_used =
        |word: &str| used.iter().any(|path| path == word || path.starts_with(&format!("{word}::")));
    IMPURE.iter().copied().find(|word| has(word) || is_used(word))
}

/// What judges and tells cannot wait, and asks neither a clock nor anything else.
#[test]
fn the_pure_half_cannot_wait() -> Outcome {
    for module in PURE {
        for path in sources_of(module)? {
            assert_eq!(impure(&code_of(&path)?), None, "{}", path.display());
        }
    }
    Ok(())
}

#[test]
fn what_is_not_pure_is_found() {
    for (sample, word) in [
        ("use tokio::time::sleep;", "tokio"),
        ("pub async fn f() {}", "async "),
        ("let later = async move { 1 };", "async "),
        ("f().await", ".await"),
        ("use std::time::{Duration, Instant};", "Instant"),
        ("std::time::SystemTime::now()", "SystemTime"),
        ("let now = jiff::Timestamp::now();", "Timestamp::now"),
        ("use std::net::{IpAddr, TcpStream};", "TcpStream"),
        ("use std::{fmt, fs};", "std::fs"),
        ("std::env::var(\"LANG\")", "std::env"),
    ] {
        assert_eq!(impure(sample), Some(word), "{sample}");
    }
    let pure = "use std::net::IpAddr;\nfn f(at: Timestamp, is_instantaneous: bool) {}";
    assert_eq!(impure(pure), None);
}

/// Which clock of this device a code asks. tokio's `Instant` is none: it is the one that tests can
/// stop, and all that it is for is to end a wait.
fn clock(code: &str) -> Option<&'static str> {
    let asked = ["Timestamp::now", "SystemTime::now", "Zoned::now", "UNIX_EPOCH.elapsed"];
    if let Some(clock) = asked.into_iter().find(|clock| code.contains(clock)) {
        return Some(clock);
    }
    let is_tokios = uses(code).iter().any(|path| path == "tokio::time::Instant");
    let is_another = |at: usize| {
        let path = code[..at].rsplit(|letter| !is_part_of_a_name(letter) && letter != ':').next();
        match path.unwrap_or_default() {
            "" => !is_tokios,
            path => path != "tokio::time::",
        }
    };
    let is_asked = code.match_indices("Instant::now").any(|(at, _)| is_another(at));
    is_asked.then_some("Instant::now")
}

/// The clocks of this device are asked in one place.
#[test]
fn only_the_internet_asks_the_clocks() -> Outcome {
    let mut askers = Vec::new();
    for (module, _) in MAY_USE {
        for path in sources_of(module)? {
            if clock(&code_of(&path)?).is_some() {
                askers.push(path.strip_prefix(library())?.to_owned());
            }
        }
    }
    assert_eq!(askers, [Path::new("net/internet.rs")]);
    Ok(())
}

#[test]
fn clocks_are_found() {
    for sample in [
        "use std::time::Instant;\nlet now = Instant::now();",
        "use std::time::{Duration, Instant};\nlet began = cell.get_or_init(Instant::now);",
        "let now = std::time::Instant::now();",
        "use std::time;\nlet now = time::Instant::now();",
        "use std::time::*;\nlet now = Instant::now();",
        "use tokio::time::Instant;\nlet now = std::time::Instant::now();",
        "let now = Timestamp::now();",
        "let now = std::time::SystemTime::now();",
        "let now = SystemTime::UNIX_EPOCH.elapsed();",
        "let now = jiff::Zoned::now();",
    ] {
        assert!(clock(sample).is_some(), "{sample}");
    }
    for sample in [
        "use tokio::time::Instant;\nlet end = Instant::now() + patience;",
        "use tokio::time::{Instant, sleep};\nlet end = Instant::now() + patience;",
        "let end = tokio::time::Instant::now() + patience;",
        "fn f(at: std::time::Instant) {}",
    ] {
        assert_eq!(clock(sample), None, "{sample}");
    }
}

/// Whether a text begins with a sentence about what it is for.
fn says_what_it_is_for(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.strip_prefix("//! ").is_some_and(|said| said.contains(' '))
}

#[test]
fn every_file_says_what_it_is_for() -> Outcome {
    for folder in ["crates", "tests", "benches"] {
        for path in sources(&root().join(folder))? {
            let text = fs::read_to_string(&path)?;
            assert!(says_what_it_is_for(&text), "{} has no first line", path.display());
        }
    }
    assert!(says_what_it_is_for("//! Says what.\n\nfn f() {}\n"));
    for silent in ["", "//!\n", "//! \n", "use std::fs;\n//! Too late.\n", "// Not for readers.\n"]
    {
        assert!(!says_what_it_is_for(silent), "{silent:?}");
    }
    Ok(())
}

/// What of a text waves a lint, a test or work through.
fn waved_through(text: &str) -> Option<&'static str> {
    let is_attribute = |line: &str| line.trim_start().starts_with("#[") || line.starts_with("#![");
    let attributes = text.lines().filter(|line| is_attribute(line));
    let allows = |line: &str| {
        line.match_indices("allow(").any(|(at, _)| !line[..at].ends_with(is_part_of_a_name))
    };
    if attributes.clone().any(allows) {
        return Some("allow");
    }
    if attributes.clone().any(|line| line.contains("[ignore")) {
        return Some("ignore");
    }
    ["todo!", "unimplemented!", "TODO", "FIXME"].into_iter().find(|word| text.contains(word))
}

/// A lint is expected with a reason, never allowed; nothing is left to do without saying so.
#[test]
fn nothing_is_waved_through() -> Outcome {
    for folder in ["crates", "tests", "benches"] {
        for path in sources(&root().join(folder))? {
            // Here stands what is looked for.
            if path.ends_with(Path::new(file!()).file_name().unwrap_or_default()) {
                continue;
            }
            let text = fs::read_to_string(&path)?;
            assert_eq!(waved_through(&text), None, "{}", path.display());
        }
    }
    Ok(())
}

#[test]
fn what_is_waved_through_is_found() {
    for (sample, word) in [
        ("#[allow(dead_code)]\nfn f() {}", "allow"),
        ("#![allow(dead_code)]", "allow"),
        ("    #[cfg_attr(test, allow(dead_code))]", "allow"),
        ("#[test]\n#[ignore = \"slow\"]\nfn f() {}", "ignore"),
        ("fn f() { todo!() }", "todo!"),
        ("fn f() { unimplemented!(\"later\") }", "unimplemented!"),
        ("// TODO: more", "TODO"),
    ] {
        assert_eq!(waved_through(sample), Some(word), "{sample}");
    }
    assert_eq!(waved_through("#[expect(dead_code, reason = \"r\")]\nfn disallow() {}"), None);
}

/// Whether a text has more lines than it may have.
fn is_too_long(text: &str, most: usize) -> bool {
    text.lines().count() > most
}

/// No file is longer than a person can hold in the head.
#[test]
fn files_stay_small() -> Outcome {
    for path in sources(&root().join("crates"))? {
        let is_too_long = is_too_long(&fs::read_to_string(&path)?, MOST_LINES);
        assert!(!is_too_long, "{} is too long: split it by meaning", path.display());
    }
    assert!(is_too_long(&"\n".repeat(MOST_LINES + 1), MOST_LINES));
    assert!(!is_too_long(&"\n".repeat(MOST_LINES), MOST_LINES));
    Ok(())
}

/// Decisions: each is short enough to be read.
#[test]
fn decisions_are_short() -> Outcome {
    let mut seen = 0;
    for entry in fs::read_dir(root().join("docs/adr"))? {
        let path = entry?.path();
        seen += 1;
        let is_too_long = is_too_long(&fs::read_to_string(&path)?, MOST_LINES_OF_A_DECISION);
        assert!(!is_too_long, "{} is too long", path.display());
    }
    assert!(seen >= 9, "only {seen} decisions were read");
    Ok(())
}
