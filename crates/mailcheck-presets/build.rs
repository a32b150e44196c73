//! Lists the cases of `fixtures/lint`, so that a new rule needs no second place.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = manifest.join("../../fixtures/lint").canonicalize()?;
    // Cargo looks at the folder, too, so that a file that comes or goes is seen.
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    let mut text = "const CASES: &[(&str, &str)] = &[\n".to_owned();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let path = file.to_string_lossy();
        // Writing to a String cannot fail.
        let _infallible = writeln!(text, "    ({name:?}, include_str!({path:?})),");
    }
    let base = folder.join("base.xml");
    let _infallible =
        writeln!(text, "];\nconst BASE: &str = include_str!({:?});", base.to_string_lossy());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("cases.rs"), text)
}
