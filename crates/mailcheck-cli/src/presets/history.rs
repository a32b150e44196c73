//! `--history DIR`: what each run saw is kept, and tells a flap from a change.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use mailcheck_presets::history::{Folder, OpenError, Problem, Run};
use mailcheck_presets::report::Report;

use crate::complaint::{Complaint, Message, warn};
use crate::exit::Ending;
use crate::{reasons, tongue};

/// What the options say of history.
#[derive(Args, Debug)]
pub(crate) struct Kept {
    /// Keep in this folder what each run saw of the servers, and tell by it what may pass from what has changed
    #[arg(long, value_name = "DIR")]
    history: Option<PathBuf>,
}

/// The history of a run that asked for it, held for it alone.
pub(crate) struct History {
    folder: Option<Folder>,
    is_whole: bool,
}

impl Kept {
    /// Opens the folder, before any server is looked at.
    ///
    /// # Errors
    ///
    /// A [`Complaint`] when another run has it, or it is no folder.
    pub(crate) fn open(&self) -> Result<History, Complaint> {
        let mut history = History { folder: None, is_whole: true };
        if let Some(path) = &self.history {
            let folder = Folder::open(path, &mut history.problems());
            history.folder = Some(folder.map_err(|why| complaint(path, &why))?);
        }
        Ok(history)
    }
}

impl History {
    /// Says in the report how everything that was found at servers stands, and keeps what was found.
    pub(crate) fn judge(&mut self, report: &mut Report) {
        let Some(folder) = self.folder.take() else { return };
        let now = Timestamp::now();
        let past = folder.read(now, &mut self.problems());
        let run = Run::of(report, now);
        past.judge(report, now);
        folder.write(&run, &mut self.problems());
    }

    /// How a check ends that would have ended so: a folder that could not be used in full is told by that.
    pub(crate) fn ending(&self, ending: Ending) -> Ending {
        if self.is_whole || ending != Ending::Done { ending } else { Ending::WrongCall }
    }

    /// Says what of the folder cannot be used, and remembers that.
    fn problems(&mut self) -> impl FnMut(&Path, Problem) {
        |path, problem| {
            self.is_whole = false;
            warn(&message(path, &problem).told(tongue::words()));
        }
    }
}

fn complaint(path: &Path, why: &OpenError) -> Complaint {
    let message = match why {
        OpenError::Io(why) => Message::new("history-no-folder").with("why", reasons::of(why)),
        OpenError::InUse | _ => Message::new("history-in-use"),
    };
    message.path(path).into()
}

fn message(path: &Path, problem: &Problem) -> Message {
    let message = match problem {
        Problem::OtherSchema { schema } => {
            Message::new("history-other-schema").with("schema", schema.as_str())
        }
        Problem::Read(why) => Message::new("history-unreadable").with("why", reasons::of(why)),
        Problem::TooLong => Message::new("history-too-long"),
        Problem::Write(why) => Message::new("history-unwritable").with("why", reasons::of(why)),
        Problem::Damaged | _ => Message::new("history-damaged"),
    };
    message.path(path)
}
