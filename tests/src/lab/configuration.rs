//! Running the programs that set the stage, and waiting for those that stay.

use std::fs;
use std::fs::File;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use super::error::LabError;

/// Longest wait for a server to come up; the slowest takes a second on an idle machine.
pub(super) const SERVER_START: Duration = Duration::from_secs(20);

/// Runs a short command to its end; what it printed, or what it complained of.
pub(super) fn output(command: &mut Command) -> Result<Output, LabError> {
    output_of(command, b"")
}

/// Runs a short command to its end with this on its standard input.
pub(super) fn output_of(command: &mut Command, input: &[u8]) -> Result<Output, LabError> {
    let name = format!("{command:?}").replace('"', "");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(LabError::io(format!("run `{name}`")))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that ends without reading all of it says why by itself.
        let _ = stdin.write_all(input);
    }
    let output = child.wait_with_output().map_err(LabError::io(format!("run `{name}`")))?;
    if output.status.success() {
        return Ok(output);
    }
    let stderr = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(LabError::Command { command: name, status: output.status, stderr })
}

/// Starts a server that writes to `log`. It ends with its namespace.
///
/// In a process group of its own, so that Ctrl-C at the terminal leaves the ending to the janitor.
pub(super) fn start(command: &mut Command, log: &Path) -> Result<(), LabError> {
    let what = || format!("start {command:?}");
    let stderr = File::create(log).map_err(LabError::io(format!("create {}", log.display())))?;
    let stdout = stderr.try_clone().map_err(LabError::io(what()))?;
    let what = what();
    let spawned =
        command.stdin(Stdio::null()).stdout(stdout).stderr(stderr).process_group(0).spawn();
    let mut child = spawned.map_err(LabError::io(what))?;
    thread::spawn(move || child.wait()); // so that no dead process is left lying
    Ok(())
}

/// Waits until the server has written `sign` to its log.
pub(super) fn wait_for(
    server: &'static str,
    log: &Path,
    sign: &str,
    within: Duration,
) -> Result<(), LabError> {
    let since = Instant::now();
    loop {
        let text = fs::read_to_string(log).unwrap_or_default();
        if text.contains(sign) {
            return Ok(());
        }
        if since.elapsed() > within {
            return Err(LabError::NotStarted { server, within_s: within.as_secs(), log: text });
        }
        thread::sleep(POLL);
    }
}

/// Writes a file of the lab.
pub(super) fn write(path: &Path, text: &str) -> Result<(), LabError> {
    fs::write(path, text).map_err(LabError::io(format!("write {}", path.display())))
}

/// Makes a directory of the lab, and those above it.
pub(super) fn make_directory(path: &Path) -> Result<(), LabError> {
    fs::create_dir_all(path).map_err(LabError::io(format!("make {}", path.display())))
}

/// Pause between two looks at a log.
const POLL: Duration = Duration::from_millis(10);
