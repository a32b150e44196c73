//! The examples run, and say what they promise. `cargo test` builds them beside this test.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

fn example(name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let here = std::env::current_exe()?;
    let profile = here.parent().and_then(Path::parent).ok_or("no folder of the build")?;
    Ok(profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

fn run(name: &str, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = Command::new(example(name)?)
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()?;
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

#[test]
fn an_endpoint_is_checked() -> Result<(), Box<dyn Error>> {
    let said = run("check_endpoint", &[])?;
    assert!(said.contains("TLS 1.3") && said.contains("log in with: PLAIN, LOGIN"), "{said}");
    assert!(said.contains("verdict: ready"), "{said}");
    Ok(())
}

#[test]
fn an_account_is_checked_and_ids_are_acted_on() -> Result<(), Box<dyn Error>> {
    assert_eq!(run("check_account", &[])?, "ask for the password again, once\n");
    Ok(())
}

/// After a change of the data: `cargo run -q -p mailcheck --example providers_table > docs/providers-table.md`
#[test]
fn the_table_of_providers_is_fresh() -> Result<(), Box<dyn Error>> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/providers-table.md");
    assert!(run("providers_table", &[])? == std::fs::read_to_string(page)?, "make it anew");
    Ok(())
}

#[test]
fn a_saved_run_is_judged() -> Result<(), Box<dyn Error>> {
    let said = run("judge_saved_run", &["fixtures/evidence/wrong-password.json"])?;
    assert!(said.starts_with("verdict: not-ready\nerror: login.rejected"), "{said}");
    Ok(())
}
