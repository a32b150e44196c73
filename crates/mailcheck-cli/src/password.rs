//! Where the password comes from. Nothing here shows it, and every buffer that held it is wiped.

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

use mailcheck::model::Secret;
use mailcheck::render::Words;
use mailcheck::report::Arg;
use zeroize::Zeroizing;

use crate::args::Login;
use crate::complaint::Complaint;

/// The variable that is read when no option names a source.
const VARIABLE: &str = "MAILCHECK_PASSWORD";
/// Longest password in octets. Servers take 255 at the most; a file that is longer is another file.
const MAX_OCTETS: usize = 1_024;

/// Why there is no password.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    #[error("the password command failed ({status}): {command}")]
    CommandFailed { command: String, status: ExitStatus },
    #[error("{from} is empty")]
    Empty { from: String },
    #[error("{from} has more than one line; the password must be the only one")]
    SeveralLines { from: String },
    #[error(
        "a password is needed, and standard input is not a terminal where it could be asked for"
    )]
    NoSource,
    #[error("{from} is not valid UTF-8")]
    NotUtf8 { from: String },
    #[error("{from} cannot be read: {why}")]
    Read { from: String, why: io::Error },
    #[error("{from} is longer than {MAX_OCTETS} octets, which no password is")]
    TooLong { from: String },
    #[error("{from} has a zero octet, which no server takes in a password")]
    ZeroOctet { from: String },
}

impl From<PasswordError> for Complaint {
    fn from(why: PasswordError) -> Self {
        let hint = match why {
            PasswordError::CommandFailed { .. } => "run it by itself to see why",
            PasswordError::Empty { .. } => "it must give the password in one line",
            PasswordError::SeveralLines { .. }
            | PasswordError::TooLong { .. }
            | PasswordError::ZeroOctet { .. } => {
                "give nothing but the password; one line end behind it is fine"
            }
            PasswordError::NoSource => {
                "use --password-stdin, --password-command CMD, --password-file FILE or \
                 MAILCHECK_PASSWORD, or --no-login to test without logging in"
            }
            PasswordError::NotUtf8 { .. } => "save it as UTF-8",
            PasswordError::Read { .. } => {
                "name a file that you may read, or another source of the password"
            }
        };
        Self::new(why).hint(hint)
    }
}

/// Whether an option names a source; then a user name is needed as well.
pub(crate) fn is_named(login: &Login) -> bool {
    login.password_stdin || login.password_command.is_some() || login.password_file.is_some()
}

/// Gets the password of this account: from the option, else from the environment, else by asking.
pub(crate) fn get(login: &Login, account: &str, words: &Words) -> Result<Secret, PasswordError> {
    if login.password_stdin {
        return read("the password on standard input", &mut io::stdin().lock());
    }
    if let Some(command) = &login.password_command {
        return run(command);
    }
    if let Some(path) = &login.password_file {
        return read_file(path.clone());
    }
    match env::var_os(VARIABLE) {
        Some(value) => from_variable(value),
        None => ask(account, words),
    }
}

fn read_file(path: PathBuf) -> Result<Secret, PasswordError> {
    let from = format!("the password file {}", path.display());
    match File::open(path) {
        Ok(mut file) => read(&from, &mut file),
        Err(why) => Err(PasswordError::Read { from, why }),
    }
}

fn from_variable(value: OsString) -> Result<Secret, PasswordError> {
    let from = format!("the environment variable {VARIABLE}");
    match value.into_string() {
        Ok(value) => single_line(&from, Zeroizing::new(value.into_bytes())),
        Err(_) => Err(PasswordError::NotUtf8 { from }),
    }
}

/// Runs a command by the shell and takes what it prints.
fn run(command: &str) -> Result<Secret, PasswordError> {
    let from = format!("what the password command {command:?} prints");
    let cannot = |why| PasswordError::Read { from: from.clone(), why };
    let mut child = Command::new("sh")
        .args(["-c", command])
        .env_remove(VARIABLE)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(cannot)?;
    let printed = match child.stdout.take() {
        // Dropping the pipe afterwards ends a command that goes on printing.
        Some(mut pipe) => octets(&mut pipe),
        None => Ok(Zeroizing::default()),
    };
    let status = child.wait().map_err(cannot)?;
    let printed = printed.map_err(cannot)?;
    if !status.success() && printed.len() <= MAX_OCTETS {
        return Err(PasswordError::CommandFailed { command: command.to_owned(), status });
    }
    single_line(&from, printed)
}

fn ask(account: &str, words: &Words) -> Result<Secret, PasswordError> {
    if !io::stdin().is_terminal() {
        return Err(PasswordError::NoSource);
    }
    let prompt = words.ui("password-prompt", &[("account", Arg::from(account))]);
    let prompt = format!("{} ", mailcheck::render::escape(&prompt));
    let from = "the password".to_owned();
    match rpassword::prompt_password(prompt) {
        Ok(answer) => single_line(&from, Zeroizing::new(answer.into_bytes())),
        Err(why) => Err(PasswordError::Read { from, why }),
    }
}

fn read(from: &str, source: &mut impl Read) -> Result<Secret, PasswordError> {
    let octets =
        octets(source).map_err(|why| PasswordError::Read { from: from.to_owned(), why })?;
    single_line(from, octets)
}

/// Reads a little more than the longest password with its line end; never into a buffer that grows,
/// since that would leave copies behind.
fn octets(source: &mut impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut octets = Zeroizing::new(vec![0; MAX_OCTETS + 3]);
    let mut filled = 0;
    while let Some(free) = octets.get_mut(filled..).filter(|free| !free.is_empty()) {
        match source.read(free) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
    }
    octets.truncate(filled);
    Ok(octets)
}

/// Takes one line, with or without its end.
fn single_line(from: &str, mut octets: Zeroizing<Vec<u8>>) -> Result<Secret, PasswordError> {
    let from = || from.to_owned();
    if octets.len() > MAX_OCTETS + 2 {
        return Err(PasswordError::TooLong { from: from() });
    }
    if octets.ends_with(b"\n") {
        octets.pop();
        if octets.ends_with(b"\r") {
            octets.pop();
        }
    }
    if octets.is_empty() {
        return Err(PasswordError::Empty { from: from() });
    }
    if octets.len() > MAX_OCTETS {
        return Err(PasswordError::TooLong { from: from() });
    }
    if octets.contains(&b'\n') || octets.contains(&b'\r') {
        return Err(PasswordError::SeveralLines { from: from() });
    }
    if octets.contains(&0) {
        return Err(PasswordError::ZeroOctet { from: from() });
    }
    match String::from_utf8(std::mem::take(&mut *octets)) {
        Ok(password) => Ok(Secret::new(password)),
        Err(why) => {
            drop(Zeroizing::new(why.into_bytes()));
            Err(PasswordError::NotUtf8 { from: from() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(octets: &[u8]) -> Result<String, String> {
        match read("it", &mut &*octets) {
            Ok(secret) => Ok(secret.expose().to_owned()),
            Err(why) => Err(why.to_string()),
        }
    }

    #[test]
    fn one_line_is_taken_with_or_without_its_end() {
        for octets in [&b"geheim"[..], b"geheim\n", b"geheim\r\n"] {
            assert_eq!(line(octets).as_deref(), Ok("geheim"));
        }
        assert_eq!(line(b" with spaces ").as_deref(), Ok(" with spaces "));
        assert_eq!(line(&[b'a'; MAX_OCTETS]).map(|it| it.len()), Ok(MAX_OCTETS));
    }

    #[test]
    fn everything_else_is_refused_without_showing_it() {
        for octets in [
            &b""[..],
            b"\n",
            b"\r\n",
            b"geheim\nzwei",
            b"geheim\n\n",
            b"geheim\rzwei",
            b"gehe\0im",
            b"geheim\xff",
            &[b'a'; MAX_OCTETS + 1],
            &[b'a'; MAX_OCTETS * 9],
        ] {
            let why = line(octets).expect_err("is wrong");
            assert!(!why.contains("geheim") && !why.contains("aaa"), "{why}");
        }
    }
}
