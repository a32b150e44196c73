//! Lists the scenarios and profiles of `fixtures/`, so that a new file needs no second place.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let fixtures = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default())
        .join("../../fixtures")
        .canonicalize()?;
    let list = format!(
        "{}{}",
        table("PROFILES", &fixtures.join("profiles"))?,
        table("SCENARIOS", &fixtures.join("scenarios"))?,
    );
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("bundled.rs"), list)
}

/// One constant with the name and the text of every file, by name.
fn table(constant: &str, folder: &Path) -> io::Result<String> {
    // Cargo looks at the folder, too, so that a file that comes or goes is seen.
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .filter(|path: &io::Result<PathBuf>| {
            path.as_ref().is_ok_and(|path| path.extension().is_some_and(|is| is == "toml"))
        })
        .collect::<io::Result<_>>()?;
    files.sort();
    let mut text = format!("const {constant}: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // Writing to a String cannot fail.
        let file = file.to_string_lossy();
        let _infallible = writeln!(text, "    ({name:?}, include_str!({file:?})),");
    }
    text.push_str("];\n");
    Ok(text)
}
