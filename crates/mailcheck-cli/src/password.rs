//! Where a password, or whatever takes its place, comes from. Nothing here shows it, and every buffer that
//! held it is wiped.

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read, Write as _};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use mailcheck::model::Secret;
use mailcheck::render::{Words, escape};
use mailcheck::report::Arg;
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::args::Login;
use crate::complaint::{Complaint, Message};
use crate::exit::{Ending, Signal};
use crate::reasons;
use crate::tongue::say;

/// The variable that is read when no option names a source.
const VARIABLE: &str = "MAILCHECK_PASSWORD";

/// What is secret.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// What a program shows its registration by (RFC 6749 §2.3.1).
    ClientSecret,
    Password,
    /// That of the second user.
    SecondPassword,
    /// A bearer token (RFC 6750).
    Token,
}

impl Kind {
    /// What it is called.
    fn name(self) -> String {
        let key = match self {
            Self::ClientSecret => "secret-is-client-secret",
            Self::Password => "secret-is-password",
            Self::SecondPassword => "secret-is-second-password",
            Self::Token => "secret-is-token",
        };
        say(key, &[])
    }

    /// The longest there is, in octets. What is longer is another file.
    fn most(self) -> usize {
        match self {
            // Servers take 255 octets at the most.
            Self::ClientSecret | Self::Password | Self::SecondPassword => 1_024,
            // In Base64, with a name, it still has to fit into a line of SMTP (RFC 4954 §4).
            Self::Token => 8_192,
        }
    }
}

/// How often a password goes to a server, which whoever types it is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Uses {
    /// One log-in at the most.
    Once,
    /// With every connection that is held, up to so many at once.
    Held(u32),
    /// With a few more connections, as the options say.
    Several,
}

/// Why there is no password. `from` says in words where it was looked for.
#[derive(Debug)]
pub(crate) enum PasswordError {
    CommandFailed { command: String, status: ExitStatus },
    CommandTimedOut { command: String, patience: Duration },
    Empty { from: String },
    EmptyVariable,
    Interrupted,
    SeveralLines { from: String },
    NoSource,
    NotTyped,
    NotUtf8 { from: String },
    Read { from: String, why: io::Error },
    TooLong { from: String },
    ZeroOctet { from: String },
}

impl From<PasswordError> for Complaint {
    fn from(why: PasswordError) -> Self {
        why.about(Kind::Password)
    }
}

impl PasswordError {
    /// What is wrong with a secret of this kind.
    pub(crate) fn about(self, kind: Kind) -> Complaint {
        let secret = kind.name();
        let from = |key, from: String| Message::new(key).with("from", from);
        let message = match self {
            Self::CommandFailed { command, status } => {
                let message = Message::new("password-command-failed").with("command", command);
                let status = match status.code() {
                    Some(code) => say("status-code", &[("code", code.to_string().into())]),
                    None => say("status-signal", &[]),
                };
                message.with("status", status)
            }
            Self::CommandTimedOut { command, patience } => {
                let message = Message::new("password-command-timed-out").with("command", command);
                let message = message.with("seconds", patience.as_secs_f64().to_string());
                let message = message.with("secret", secret);
                return Complaint::from(message).ending(Ending::CouldNotTell);
            }
            Self::Empty { from: it } => from("password-empty", it),
            Self::EmptyVariable => Message::new("password-empty-variable"),
            Self::Interrupted => {
                return Complaint::from(Message::new("interrupted"))
                    .ending(Ending::Interrupted(Signal::Interrupt));
            }
            Self::SeveralLines { from: it } => from("password-several-lines", it),
            Self::NoSource => Message::new("password-no-source"),
            Self::NotTyped => Message::new("password-not-typed"),
            Self::NotUtf8 { from: it } => from("password-not-utf8", it),
            Self::Read { from: it, why } => {
                from("password-unreadable", it).with("why", reasons::of(&why))
            }
            Self::TooLong { from: it } => {
                from("password-too-long", it).with("most", kind.most().to_string())
            }
            Self::ZeroOctet { from: it } => from("password-zero-octet", it),
        };
        message.with("secret", secret).into()
    }
}

/// There is nobody to log in with it.
pub(crate) fn without_name(kind: Kind) -> Complaint {
    Message::new("password-without-name").with("secret", kind.name()).into()
}

/// Whether an option names a source; then a user name is needed as well.
pub(crate) fn is_named(login: &Login) -> bool {
    login.password_stdin || login.password_command.is_some() || login.password_file.is_some()
}

/// Whether it is asked for on the terminal.
pub(crate) fn is_asked_for(login: &Login) -> bool {
    !is_named(login) && !is_in_environment()
}

/// Whether the environment has one.
pub(crate) fn is_in_environment() -> bool {
    env::var_os(VARIABLE).is_some()
}

/// Gets the password of this account: from the option, else from the environment, else by asking.
/// A command has this much patience to end; a person who types has all the time of the world.
pub(crate) async fn get(
    login: &Login,
    (account, uses): (&str, Uses),
    patience: Duration,
    words: &Words,
) -> Result<Secret, PasswordError> {
    let kind = Kind::Password;
    if login.password_stdin {
        return from_stdin(kind);
    }
    if let Some(command) = &login.password_command {
        return run(kind, command, patience, words).await;
    }
    if let Some(path) = &login.password_file {
        return read_file(kind, path.clone());
    }
    match env::var_os(VARIABLE) {
        Some(value) => from_variable(value),
        None => ask(account, uses, words).await,
    }
}

/// The password that is given without asking, if there is one: in this file, else in the environment.
pub(crate) fn given(file: Option<&Path>) -> Result<Option<Secret>, PasswordError> {
    match (file, env::var_os(VARIABLE)) {
        (Some(path), _) => read_file(Kind::Password, path.to_owned()).map(Some),
        (None, Some(value)) => from_variable(value).map(Some),
        (None, None) => Ok(None),
    }
}

/// Reads it from standard input.
pub(crate) fn from_stdin(kind: Kind) -> Result<Secret, PasswordError> {
    let from = say("from-stdin", &[("secret", kind.name().into())]);
    read(kind, &from, &mut io::stdin().lock())
}

/// The second user's password that a file has or a command prints, if one of them is named.
pub(crate) async fn of_second(
    file: Option<&Path>,
    command: Option<&str>,
    patience: Duration,
    words: &Words,
) -> Result<Option<Secret>, PasswordError> {
    match (file, command) {
        (Some(path), _) => read_file(Kind::SecondPassword, path.to_owned()).map(Some),
        (None, Some(command)) => {
            run(Kind::SecondPassword, command, patience, words).await.map(Some)
        }
        (None, None) => Ok(None),
    }
}

/// Reads it from a file.
pub(crate) fn read_file(kind: Kind, path: PathBuf) -> Result<Secret, PasswordError> {
    let path_told = path.display().to_string();
    let from = say("from-file", &[("secret", kind.name().into()), ("path", path_told.into())]);
    match File::open(path) {
        Ok(mut file) => read(kind, &from, &mut file),
        Err(why) => Err(PasswordError::Read { from, why }),
    }
}

fn from_variable(value: OsString) -> Result<Secret, PasswordError> {
    let from = say("from-variable", &[]);
    match value.into_string() {
        Ok(value) if value.is_empty() => Err(PasswordError::EmptyVariable),
        Ok(value) => single_line(Kind::Password, &from, Zeroizing::new(value.into_bytes())),
        Err(_) => Err(PasswordError::NotUtf8 { from }),
    }
}

/// Runs a command by the shell and takes what it prints, if it ends in time.
pub(crate) async fn run(
    kind: Kind,
    command: &str,
    patience: Duration,
    words: &Words,
) -> Result<Secret, PasswordError> {
    let quoted = format!("{command:?}");
    let from = say("from-command", &[("secret", kind.name().into()), ("command", quoted.into())]);
    let cannot = |why| PasswordError::Read { from: from.clone(), why };
    let mut child = Command::new("sh")
        .args(["-c", command])
        .env_remove(VARIABLE)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(cannot)?;
    let pipe = child.stdout.take();
    let outcome = {
        let outcome = async {
            // Dropping the pipe afterwards ends a command that goes on printing.
            let printed = aside(move || match pipe {
                Some(pipe) => octets(kind, pipe),
                None => Ok(Zeroizing::default()),
            })
            .await;
            Ok((end(&mut child).await?, printed?))
        };
        let mut outcome = pin!(timeout(patience, outcome));
        match timeout(LONGEST_SILENCE, &mut outcome).await {
            Ok(outcome) => outcome,
            Err(_silence) => {
                tell(&words.ui("waiting-command", &[("command", Arg::from(command))]));
                outcome.await
            }
        }
    };
    let Ok(outcome) = outcome else {
        // It may have ended just now.
        let _gone = child.kill();
        return Err(PasswordError::CommandTimedOut { command: command.to_owned(), patience });
    };
    let (status, printed) = outcome.map_err(cannot)?;
    if !status.success() && printed.len() <= kind.most() {
        return Err(PasswordError::CommandFailed { command: command.to_owned(), status });
    }
    single_line(kind, &from, printed)
}

/// Waits for a command without holding up everything else.
async fn end(child: &mut Child) -> io::Result<ExitStatus> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        tokio::time::sleep(GLANCE).await;
    }
}

/// Does on a thread of its own what may block for ever, so that it can be given up.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let (sender, outcome) = tokio::sync::oneshot::channel();
    std::thread::Builder::new().spawn(move || sender.send(work()))?;
    outcome.await.unwrap_or_else(|_gone| Err(io::ErrorKind::BrokenPipe.into()))
}

/// Says on a terminal what is waited for. One line, as the command may use the terminal itself.
fn tell(line: &str) {
    let mut err = io::stderr().lock();
    if err.is_terminal() {
        let _nobody = writeln!(err, "{}", escape(line));
    }
}

/// Waits for what a person types, unless it is Ctrl-C.
pub(crate) async fn typed<T: Send + 'static>(
    read: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let mut answer = pin!(aside(read));
    tokio::select! {
        biased;
        // Listening keeps Ctrl-C from ending the program before the terminal shows again what is
        // typed; the thread that asks sees to that.
        _heard = tokio::signal::ctrl_c() => {
            let _shown = timeout(LAST_WORDS, &mut answer).await;
            Err(io::ErrorKind::Interrupted.into())
        }
        answer = &mut answer => answer,
    }
}

async fn ask(account: &str, uses: Uses, words: &Words) -> Result<Secret, PasswordError> {
    if !io::stdin().is_terminal() {
        return Err(PasswordError::NoSource);
    }
    let (key, most) = match uses {
        Uses::Once => ("password-prompt", 1),
        Uses::Held(most) => ("password-prompt-held", most),
        Uses::Several => ("password-prompt-several", 1),
    };
    let args = [("account", Arg::from(account)), ("most", Arg::from(i64::from(most)))];
    let prompt = words.ui(key, &args);
    let prompt = format!("{} ", escape(&prompt));
    match typed(|| rpassword::prompt_password(prompt).map(Zeroizing::new)).await {
        Ok(answer) if answer.is_empty() => Err(PasswordError::NotTyped),
        Ok(mut answer) => {
            let answer = Zeroizing::new(std::mem::take(&mut *answer).into_bytes());
            single_line(Kind::Password, &say("from-terminal", &[]), answer)
        }
        Err(why) if why.kind() == io::ErrorKind::Interrupted => Err(PasswordError::Interrupted),
        Err(why) if why.kind() == io::ErrorKind::UnexpectedEof => {
            // The cursor stands behind the prompt.
            let _nobody = writeln!(io::stderr().lock());
            Err(PasswordError::NotTyped)
        }
        Err(why) => Err(PasswordError::Read { from: say("from-terminal", &[]), why }),
    }
}

fn read(kind: Kind, from: &str, source: &mut impl Read) -> Result<Secret, PasswordError> {
    let octets =
        octets(kind, source).map_err(|why| PasswordError::Read { from: from.to_owned(), why })?;
    single_line(kind, from, octets)
}

/// Reads a little more than the longest secret with its line end; never into a buffer that grows,
/// since that would leave copies behind.
fn octets(kind: Kind, mut source: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut octets = Zeroizing::new(vec![0; kind.most() + 3]);
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

/// Takes one line, with or without its end, and with or without the mark that Windows editors put in
/// front of UTF-8.
pub(crate) fn single_line(
    kind: Kind,
    from: &str,
    mut octets: Zeroizing<Vec<u8>>,
) -> Result<Secret, PasswordError> {
    let from = || from.to_owned();
    if octets.len() > kind.most() + 2 {
        return Err(PasswordError::TooLong { from: from() });
    }
    if octets.starts_with(BYTE_ORDER_MARK) {
        octets.drain(..BYTE_ORDER_MARK.len());
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
    if octets.len() > kind.most() {
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

/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// How often to look whether a command has ended, once it has closed its output.
const GLANCE: Duration = Duration::from_millis(10);
/// How long the thread that asks may take to put the terminal right.
const LAST_WORDS: Duration = Duration::from_millis(200);
/// How long to wait before saying what for: no command that only looks something up takes longer.
const LONGEST_SILENCE: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests {
    use super::*;

    fn line(octets: &[u8]) -> Result<String, String> {
        match read(Kind::Password, "it", &mut &*octets) {
            Ok(secret) => Ok(secret.expose().to_owned()),
            Err(why) => Err(format!("{why:?}")),
        }
    }

    #[test]
    fn one_line_is_taken_with_or_without_its_end() {
        let most = Kind::Password.most();
        for octets in [&b"geheim"[..], b"geheim\n", b"geheim\r\n", b"\xef\xbb\xbfgeheim\r\n"] {
            assert_eq!(line(octets).as_deref(), Ok("geheim"));
        }
        assert_eq!(line(b" with spaces ").as_deref(), Ok(" with spaces "));
        assert_eq!(line(&vec![b'a'; most]).map(|it| it.len()), Ok(most));
    }

    #[test]
    fn everything_else_is_refused_without_showing_it() {
        let most = Kind::Password.most();
        let (long, longer) = (vec![b'a'; most + 1], vec![b'a'; most * 9]);
        for octets in [
            &b""[..],
            b"\n",
            b"\r\n",
            b"\xef\xbb\xbf\r\n",
            b"geheim\nzwei",
            b"geheim\n\n",
            b"geheim\rzwei",
            b"gehe\0im",
            b"geheim\xff",
            &long,
            &longer,
        ] {
            let why = line(octets).expect_err("is wrong");
            assert!(!why.contains("geheim") && !why.contains("aaa"), "{why}");
        }
    }
}
