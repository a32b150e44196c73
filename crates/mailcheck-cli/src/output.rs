//! Where results go: standard output or a file, in full or with a word about why not.

use std::env;
use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use mailcheck::evidence::{Asked, Evidence, SourceOutcome};
use mailcheck::model::Source;
use mailcheck::render::{Lang, Style, Support, clients, discovery_text, json, support, text};
use mailcheck::report::Report;

use crate::args::{Format, Output, When};
use crate::complaint::{Complaint, Message};
use crate::exit::Ending;
use crate::{reasons, system, tongue};

/// Why a result could not be handed over.
#[derive(Debug)]
pub(crate) enum OutputError {
    Evidence(serde_json::Error),
    File { path: PathBuf, why: io::Error },
    IsPasswordFile { path: PathBuf },
    Stdout(io::Error),
    StdoutClosed,
}

impl From<OutputError> for Complaint {
    fn from(why: OutputError) -> Self {
        let message = match &why {
            OutputError::Evidence(why) => {
                Message::new("output-evidence").with("why", reasons::of(why))
            }
            OutputError::File { path, why } => unwritable("output-file", path, why),
            OutputError::IsPasswordFile { path } => Message::new("output-password-file").path(path),
            OutputError::Stdout(why) => Message::new("output-stdout").with("why", reasons::of(why)),
            OutputError::StdoutClosed => Message::new("output-stdout-closed"),
        };
        message.into()
    }
}

/// A file that cannot be written; what to do about it depends on the kind of trouble.
pub(crate) fn unwritable(key: &'static str, path: &Path, why: &io::Error) -> Message {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list is the standard library's")]
    let kind = match why.kind() {
        io::ErrorKind::IsADirectory => "directory",
        io::ErrorKind::QuotaExceeded | io::ErrorKind::StorageFull => "full",
        _ => "other",
    };
    Message::new(key).path(path).with("kind", kind).with("why", reasons::of(why))
}

/// Where the report goes. It is opened before anything is tested, so that no test is in vain, and keeps
/// what is in it until there is a report.
#[derive(Debug)]
pub(crate) enum Sink {
    File(File, PathBuf),
    Stdout,
}

impl Sink {
    pub(crate) fn open(file: Option<&Path>) -> Result<Self, OutputError> {
        let Some(path) = file else {
            return if is_stdout_closed() {
                Err(OutputError::StdoutClosed)
            } else {
                Ok(Self::Stdout)
            };
        };
        let path = path.to_owned();
        match File::options().write(true).create(true).truncate(false).open(&path) {
            Ok(file) => Ok(Self::File(file, path)),
            Err(why) => Err(OutputError::File { path, why }),
        }
    }

    /// Neither the report nor the recording may go where the password is.
    pub(crate) fn spare(
        password: Option<&Path>,
        others: [Option<&Path>; 2],
    ) -> Result<(), OutputError> {
        let real = |path: &Path| path.canonicalize().ok();
        let Some(password) = password.and_then(real) else { return Ok(()) };
        match others.into_iter().flatten().find(|path| real(path).as_ref() == Some(&password)) {
            Some(path) => Err(OutputError::IsPasswordFile { path: path.to_owned() }),
            None => Ok(()),
        }
    }

    /// Whether this file is where the report goes, however it is spelt.
    pub(crate) fn is(&self, other: &Path) -> bool {
        let path = match self {
            Self::File(_, path) => path.as_path(),
            Self::Stdout => Path::new("/dev/stdout"),
        };
        let real = |path: &Path| path.canonicalize().ok();
        real(path).is_some_and(|path| real(other) == Some(path))
    }

    /// Writes everything. A reader who has gone away, as `head` does, is content with what it got.
    pub(crate) fn write(self, content: &str) -> Result<(), OutputError> {
        match self {
            Self::File(mut file, path) => {
                // A terminal or a pipe has no length to set.
                let is_file = file.metadata().is_ok_and(|about| about.is_file());
                let emptied = if is_file { file.set_len(0) } else { Ok(()) };
                let written = emptied.and_then(|()| file.write_all(content.as_bytes()));
                written.map_err(|why| OutputError::File { path, why })
            }
            Self::Stdout => {
                let mut out = io::stdout().lock();
                match out.write_all(content.as_bytes()).and_then(|()| out.flush()) {
                    Err(why) if why.kind() != io::ErrorKind::BrokenPipe => {
                        Err(OutputError::Stdout(why))
                    }
                    Ok(()) | Err(_) => Ok(()),
                }
            }
        }
    }
}

/// Prints what is no report.
pub(crate) fn print(content: &str) -> Result<Ending, Complaint> {
    Sink::open(None)?.write(content)?;
    Ok(Ending::Done)
}

/// The report in the format that was asked for.
///
/// That of a survey tells of its sources first, which `-v` asks for in detail.
pub(crate) fn render(
    report: &Report,
    output: &Output,
    is_survey: bool,
) -> Result<String, OutputError> {
    let lang = lang(output.lang);
    match output.format {
        Format::Evidence => {
            report.evidence.to_json().map(|json| json + "\n").map_err(OutputError::Evidence)
        }
        Format::Json => Ok(json(report, lang)),
        Format::Support => {
            let mut how = Support::new(Style::new(lang).zone(TimeZone::system()));
            how.system = Some(system::name());
            how.mask = !output.no_mask;
            Ok(support(report, &how))
        }
        Format::Text => {
            // Asked for here alone, for reading the names of all zones takes a millisecond or two. A
            // zone that cannot be found is taken for UTC, and the report says so.
            let style = style(output).zone(TimeZone::system());
            Ok(if is_survey {
                let table = table(&report.evidence, &style);
                discovery_text(report, &style.detail(output.verbose > 0)) + &table
            } else {
                text(report, &style)
            })
        }
    }
}

/// How text is to look, by the options.
pub(crate) fn style(output: &Output) -> Style {
    let colour = output.file.is_none() && is_stdout_coloured(output.color);
    Style::new(lang(output.lang)).colour(colour || output.color == When::Always)
}

/// What mail programs would do with the answers, where there is one that they may come across.
fn table(evidence: &Evidence, style: &Style) -> String {
    let is_published =
        |asked: &Asked| asked.source != Source::Given && asked.outcome == SourceOutcome::Found;
    let is_found = evidence.answers().any(is_published);
    if is_found { format!("\n{}", clients(evidence, style)) } else { String::new() }
}

/// The language asked for, else that of the environment.
pub(crate) fn lang(asked: Option<Lang>) -> Lang {
    asked.unwrap_or_else(tongue::lang)
}

/// Whether what goes to standard output is to be coloured.
pub(crate) fn is_stdout_coloured(when: When) -> bool {
    is_coloured(when, io::stdout().is_terminal())
}

/// Colours on a terminal, unless `NO_COLOR` (no-color.org) or a terminal without any says otherwise.
fn is_coloured(when: When, is_terminal: bool) -> bool {
    match when {
        When::Always => true,
        When::Auto => {
            let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
            let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
            is_terminal && !is_set("NO_COLOR") && !is_dumb
        }
        When::Never => false,
    }
}

/// Whether the caller closed standard output (`>&-`).
///
/// Before `main` the standard library puts `/dev/null`, opened for reading and writing, in the place
/// of a closed descriptor, and every write succeeds from then on. What a shell opens for `>/dev/null`
/// is for writing only. A caller who passes such a `/dev/null` for standard error too wants silence.
#[cfg(target_os = "linux")]
fn is_stdout_closed() -> bool {
    is_null_for_both(1) && !is_null_for_both(2)
}

#[cfg(not(target_os = "linux"))]
fn is_stdout_closed() -> bool {
    false
}

#[cfg(target_os = "linux")]
fn is_null_for_both(descriptor: u8) -> bool {
    let target = std::fs::read_link(format!("/proc/self/fd/{descriptor}"));
    let state = std::fs::read_to_string(format!("/proc/self/fdinfo/{descriptor}"));
    let flags = state.unwrap_or_default().lines().find_map(|line| {
        let octal = line.strip_prefix("flags:")?.trim();
        u32::from_str_radix(octal, 8).ok()
    });
    // The lowest two bits are the access mode; 2 is O_RDWR.
    let is_both = flags.is_some_and(|flags| flags & 0b11 == 2);
    is_both && target.is_ok_and(|target| target == Path::new("/dev/null"))
}
