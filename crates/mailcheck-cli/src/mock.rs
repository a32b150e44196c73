//! `mailcheck mock`: a mail provider that misbehaves on demand, for everybody's mail programs.

mod announce;
pub(crate) mod args;
mod beside;
mod choice;
mod journal;

use std::fs;
use std::future::pending;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mailcheck_mock::{Dns, Provider, ReadRecordingError, ReadScenarioError, StartError, Web};
use tokio::time::{sleep, timeout};

use crate::complaint::{Complaint, Message};
use crate::exit::Ending;
use crate::output::Sink;
use crate::tongue::say;
use crate::{demo, output, password, reasons, run};
use announce::{Announcement, Person};
use args::{Format, Mock, People};
use beside::Beside;
use choice::Choice;
use journal::Journal;

/// Why there is no provider.
#[derive(Debug)]
pub(crate) enum MockError {
    NoRandom,
    Recording(ReadRecordingError),
    Run { program: String, why: io::Error },
    Scenario(ReadScenarioError),
    Signal(io::Error),
    Start(StartError),
    Unknown { name: String, nearest: Vec<String> },
    Wait(io::Error),
    Write { path: PathBuf, why: io::Error },
}

impl From<ReadRecordingError> for MockError {
    fn from(why: ReadRecordingError) -> Self {
        Self::Recording(why)
    }
}

impl From<ReadScenarioError> for MockError {
    fn from(why: ReadScenarioError) -> Self {
        Self::Scenario(why)
    }
}

impl From<StartError> for MockError {
    fn from(why: StartError) -> Self {
        Self::Start(why)
    }
}

impl From<MockError> for Complaint {
    fn from(why: MockError) -> Self {
        let (message, why) = match &why {
            MockError::NoRandom => return Message::new("mock-no-random").into(),
            MockError::Recording(why) => (Message::new("mock-wrong-recording"), reasons::of(why)),
            MockError::Run { program, why } => {
                let message = Message::new("mock-no-program").with("program", program.as_str());
                (message, reasons::of(why))
            }
            MockError::Scenario(why @ ReadScenarioError::Unreadable { .. }) => {
                (Message::new("mock-unreadable-scenario"), reasons::of(why))
            }
            MockError::Scenario(why) => (Message::new("mock-wrong-scenario"), reasons::of(why)),
            MockError::Signal(why) => (Message::new("mock-no-signals"), reasons::of(why)),
            MockError::Start(why) => (Message::new(no_start(why)), reasons::of(why)),
            MockError::Unknown { name, nearest } => {
                let message = Message::new("mock-unknown").with("name", format!("{name:?}"));
                let or = format!(" {} ", say("or", &[]));
                let is_none = nearest.is_empty();
                let nearest = if is_none { "none".to_owned() } else { nearest.join(&or) };
                return message.with("nearest", nearest).into();
            }
            MockError::Wait(why) => (Message::new("mock-no-end"), reasons::of(why)),
            MockError::Write { path, why } => {
                (Message::new("mock-unwritable").path(path), reasons::of(why))
            }
        };
        message.with("why", why).into()
    }
}

/// What there is to do about a provider that cannot be started.
fn no_start(why: &StartError) -> &'static str {
    match why {
        StartError::Busy { .. } => "mock-port-busy",
        StartError::Forbidden { .. } => "mock-port-forbidden",
        StartError::NotHere { .. } => "mock-not-here",
        StartError::Certificate(_) | StartError::Dns(_) => "mock-bad-domain",
        StartError::Document(_)
        | StartError::Listen { .. }
        | StartError::Page(_)
        | StartError::Socket(_)
        | StartError::Tls(_)
        | _ => "mock-no-start",
    }
}

pub(crate) fn mock(mock: &Mock) -> Result<Ending, Complaint> {
    if mock.list {
        return output::print(&match mock.told.format {
            Format::Json => choice::list(),
            Format::Text => demo::choices(),
        });
    }
    if let (true, Some(name)) = (mock.show, &mock.scenario) {
        return output::print(&choice::file(name)?);
    }
    // All that can be wrong with the call is found out before anything is started.
    let choice = Choice::new(mock)?;
    let sink = Sink::open(None)?;
    let people = people(&mock.people, &choice.domain)?;
    let journal = Journal::open(&mock.told)?;
    let runtime = run::runtime()?;
    let result = runtime.block_on(serve(mock, choice, &people, sink, journal));
    // A journal whose reader has fallen asleep is left behind.
    runtime.shutdown_background();
    result
}

/// Starts, tells where, and waits for the end.
async fn serve(
    mock: &Mock,
    choice: Choice,
    people: &[Person],
    sink: Sink,
    journal: Journal,
) -> Result<Ending, Complaint> {
    let told_to_end = told_to_end().map_err(MockError::Signal)?;
    let scenario = choice.scenario.clone();
    let provider = start(mock, choice, people).await?;
    let follower = provider.follow();
    let ca_file = CaFile::write(mock.told.ca_out.as_deref(), provider.ca_pem())?;
    if let Some(path) = &mock.told.autoconfig {
        write(path, provider.autoconfig())?;
    }
    let announcement = Announcement {
        provider: &provider,
        scenario: scenario.as_ref(),
        people,
        ca_file: ca_file.path(),
        autoconfig: mock.told.autoconfig.as_deref(),
    };
    let mut beside = Beside::start(&mock.command, &announcement.json())?;
    if beside.is_none() {
        sink.write(&match mock.told.format {
            Format::Json => announcement.json(),
            Format::Text => announcement.text(),
        })?;
    }
    let mut journal = journal.keep(follower);
    let (early, is_told) = tokio::select! {
        () = told_to_end => (None, true),
        () = after(mock.time) => (None, false),
        () = gone(beside.as_mut()) => (None, false),
        ended = &mut journal => (Some(ended), false),
    };
    if is_told && beside.is_some() {
        // Ctrl-C is for both, and the command may have something to put away.
        let _is_gone = timeout(LAST_WORDS, gone(beside.as_mut())).await;
    }
    let ending = match &mut beside {
        Some(beside) => Ending::Ran(beside.end().map_err(MockError::Wait)?),
        None => Ending::Done,
    };
    provider.stop().await;
    let ended = match early {
        Some(ended) => Some(ended),
        None => timeout(LAST_WORDS, journal).await.ok(),
    };
    match ended {
        // A reader who has gone away, as `head` does, is content with what it got.
        Some(Ok(Err(MockError::Write { why, .. }))) if why.kind() == io::ErrorKind::BrokenPipe => {
            Ok(ending)
        }
        Some(Ok(Err(why))) => Err(why.into()),
        Some(Ok(Ok(())) | Err(_)) | None => Ok(ending),
    }
}

async fn start(mock: &Mock, choice: Choice, people: &[Person]) -> Result<Provider, MockError> {
    let Choice { domain, scenario } = choice;
    let mut builder = Provider::builder().domain(domain).address(mock.place.address);
    builder = builder.keep_entries(MOST_ENTRIES);
    for Person { address, password, token, .. } in people {
        builder = builder.account(address, password).token(address, token);
    }
    if mock.place.standard_ports {
        builder = builder.standard_ports();
    }
    if mock.place.dns {
        builder = builder.dns(Dns::default());
    }
    if mock.place.web {
        builder = builder.web(Web::default());
    }
    if let Some(scenario) = scenario {
        builder = builder.scenario(scenario);
    }
    Ok(builder.start().await?)
}

/// The accounts: those that were named, or one.
fn people(people: &People, domain: &str) -> Result<Vec<Person>, Complaint> {
    let given = password::given(people.password_file.as_deref())?;
    let mut addresses: Vec<_> = people.account.iter().map(ToString::to_string).collect();
    if addresses.is_empty() {
        addresses.push(format!("you@{domain}"));
    }
    let person = |address| {
        let is_made_up = given.is_none();
        let password = match &given {
            Some(secret) => secret.expose().to_owned(),
            None => choice::secret()?,
        };
        Ok(Person { address, password, is_made_up, token: choice::secret()? })
    };
    let people: Result<_, MockError> = addresses.into_iter().map(person).collect();
    Ok(people?)
}

/// Waits for Ctrl-C, SIGTERM, or the end of the terminal; listened for as soon as this returns.
#[cfg(unix)]
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            pending::<()>().await; // then Ctrl-C ends the program as it does any other
        }
    })
}

/// Waits for the end of a program, if there is one.
async fn gone(beside: Option<&mut Beside>) {
    match beside {
        Some(beside) => beside.gone().await,
        None => pending().await,
    }
}

async fn after(time: Option<Duration>) {
    match time {
        Some(time) => sleep(time).await,
        None => pending().await,
    }
}

/// The certificate to trust in a file; a temporary one is gone with this.
#[derive(Debug)]
enum CaFile {
    Named(PathBuf),
    Temporary { directory: PathBuf, file: PathBuf },
}

impl CaFile {
    fn write(named: Option<&Path>, pem: &str) -> Result<Self, MockError> {
        if let Some(path) = named {
            write(path, pem)?;
            return Ok(Self::Named(path.to_owned()));
        }
        let directory = std::env::temp_dir().join(format!("mailcheck-mock-{}", choice::secret()?));
        // Fails if somebody else has made it.
        fs::create_dir(&directory)
            .map_err(|why| MockError::Write { path: directory.clone(), why })?;
        let file = directory.join("ca.pem");
        let temporary = Self::Temporary { directory, file };
        write(temporary.path(), pem)?;
        Ok(temporary)
    }

    fn path(&self) -> &Path {
        match self {
            Self::Named(file) | Self::Temporary { file, .. } => file,
        }
    }
}

impl Drop for CaFile {
    fn drop(&mut self) {
        if let Self::Temporary { directory, file } = self {
            // Whoever has removed them already has done what is to be done.
            let _gone = fs::remove_file(file);
            let _gone = fs::remove_dir(directory);
        }
    }
}

fn write(path: &Path, content: &str) -> Result<(), MockError> {
    fs::write(path, content).map_err(|why| MockError::Write { path: path.to_owned(), why })
}

/// Entries that wait for a slow reader, of up to 64 KiB each; those beyond are counted.
const MOST_ENTRIES: usize = 4_096;
/// Longest wait for a slow reader, or for the command, at the end.
const LAST_WORDS: Duration = Duration::from_secs(2);
