//! Running `mailcheck` in the client's namespace.

use std::env;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;

use super::certificates;
use super::configuration;
use super::error::LabError;
use super::inside::Inside;
use super::network::NAMESERVER;
use super::servers::Lab;

/// How often the program was run.
static RUNS: AtomicU32 = AtomicU32::new(0);

impl Lab {
    /// Runs `mailcheck` with these arguments, the lab's resolver and the lab's root, and with the password, if there is
    /// one, on its standard input. No run knows of the log-ins of another.
    ///
    /// # Errors
    ///
    /// [`LabError::NoProgram`] when it was not built, [`LabError::Io`] when it cannot be run. Its exit status is no
    /// error.
    pub fn run(&self, arguments: &[&str], password: Option<&str>) -> Result<Output, LabError> {
        let command = self.command(Self::program()?);
        let secret = password.map(|password| ("--password-stdin", password));
        run(command, self.directory(), NAMESERVER, arguments, secret)
    }

    /// Where `mailcheck` is: in `MAILCHECK_BIN`, else where cargo put it beside this program.
    ///
    /// # Errors
    ///
    /// [`LabError::NoProgram`] when there is none.
    pub fn program() -> Result<PathBuf, LabError> {
        let beside = || {
            let this = env::current_exe().unwrap_or_default();
            let profile = this.parent().map(|parent| {
                if parent.ends_with("deps") { parent.parent() } else { Some(parent) }
            });
            profile.flatten().map(|profile| profile.join("mailcheck")).unwrap_or_default()
        };
        let program = env::var_os("MAILCHECK_BIN").map_or_else(beside, PathBuf::from);
        if program.is_file() { Ok(program) } else { Err(LabError::NoProgram(program)) }
    }

    /// Has cargo build `mailcheck`, unless `MAILCHECK_BIN` says where it is: `cargo test -p mailcheck-tests` alone would
    /// not build it.
    ///
    /// # Errors
    ///
    /// [`LabError::Command`] when it does not build.
    pub fn build_program() -> Result<(), LabError> {
        let (None, Some(cargo)) = (env::var_os("MAILCHECK_BIN"), env::var_os("CARGO")) else {
            return Ok(());
        };
        let mut build = Command::new(cargo);
        build
            .args(["build", "--quiet", "--package", "mailcheck-cli"])
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        configuration::output(&mut build).map(drop)
    }
}

impl Inside {
    /// As [`Lab::run`], with this name server.
    ///
    /// # Errors
    ///
    /// As [`Lab::run`].
    pub fn run(
        &self,
        nameserver: Ipv4Addr,
        arguments: &[&str],
        password: Option<&str>,
    ) -> Result<Output, LabError> {
        let secret = password.map(|password| ("--password-stdin", password));
        run(Command::new(Lab::program()?), self.directory(), nameserver, arguments, secret)
    }

    /// Starts the program as [`Inside::run`] runs it, with pipes to read from.
    ///
    /// # Errors
    ///
    /// As [`Lab::run`].
    pub fn start(&self, arguments: &[&str], password: &str) -> Result<Child, LabError> {
        let secret = Some(("--password-stdin", password));
        start(Command::new(Lab::program()?), self.directory(), NAMESERVER, arguments, secret)
    }

    /// As [`Inside::run`], with a bearer token in place of a password.
    ///
    /// # Errors
    ///
    /// As [`Lab::run`].
    pub fn run_with_token(&self, arguments: &[&str], token: &str) -> Result<Output, LabError> {
        let secret = Some(("--oauth-token-stdin", token));
        run(Command::new(Lab::program()?), self.directory(), NAMESERVER, arguments, secret)
    }
}

fn run(
    command: Command,
    directory: &Path,
    nameserver: Ipv4Addr,
    arguments: &[&str],
    secret: Option<(&str, &str)>,
) -> Result<Output, LabError> {
    let child = start(command, directory, nameserver, arguments, secret)?;
    child.wait_with_output().map_err(LabError::io("run mailcheck"))
}

/// `secret` is the option that has the program read it, and itself.
fn start(
    mut command: Command,
    directory: &Path,
    nameserver: Ipv4Addr,
    arguments: &[&str],
    secret: Option<(&str, &str)>,
) -> Result<Child, LabError> {
    command
        .args(arguments)
        .arg("--nameserver")
        .arg(nameserver.to_string())
        .arg("--ca-file")
        .arg(certificates::ca_file(directory));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in ["MAILCHECK_PASSWORD", "LC_ALL", "LC_MESSAGES"] {
        command.env_remove(name);
    }
    let state = directory.join(format!("state-{}", RUNS.fetch_add(1, Relaxed)));
    command.env("LANG", "C.UTF-8").env("MAILCHECK_STATE_DIR", state).stdin(Stdio::null());
    if let Some((option, _)) = secret {
        command.arg(option).stdin(Stdio::piped());
    }
    let mut child = command.spawn().map_err(LabError::io("run mailcheck"))?;
    if let (Some((_, secret)), Some(mut stdin)) = (secret, child.stdin.take()) {
        // A program that ends early does not read it; its exit status tells.
        let _ = stdin.write_all(format!("{secret}\n").as_bytes());
    }
    Ok(child)
}
