//! A program that runs beside the provider, and is told where it is.

use std::ffi::OsString;
use std::io;
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use tokio::time::sleep;

use super::MockError;

/// The program while it runs; it is gone with this.
#[derive(Debug)]
pub(crate) struct Beside(Child);

impl Beside {
    /// Starts it; `told` is the announcement.
    pub(crate) fn start(command: &[OsString], told: &str) -> Result<Option<Self>, MockError> {
        let [program, arguments @ ..] = command else { return Ok(None) };
        let started = Command::new(program).args(arguments).env(TOLD, told.trim_end()).spawn();
        let program = || program.to_string_lossy().into_owned();
        started
            .map(|child| Some(Self(child)))
            .map_err(|why| MockError::Run { program: program(), why })
    }

    /// Waits until it does not run any more.
    pub(crate) async fn gone(&mut self) {
        while let Ok(None) = self.0.try_wait() {
            sleep(LOOK_EVERY).await;
        }
    }

    /// Ends it, if it still runs, and says with which status it ended.
    pub(crate) fn end(&mut self) -> io::Result<u8> {
        if let Some(status) = self.0.try_wait()? {
            return Ok(code(status));
        }
        self.0.kill()?;
        self.0.wait().map(code)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // It may be gone already.
        let _gone = self.end();
    }
}

/// The status as shells give it: of one that a signal ended, 128 and the number of the signal.
fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    #[cfg(not(unix))]
    let signal = None;
    let code = status.code().or_else(|| signal.map(|number| 128 + number)).unwrap_or(1);
    u8::try_from(code).unwrap_or(1)
}

/// The variable with the announcement.
const TOLD: &str = "MAILCHECK_MOCK";
/// How often it is looked whether the program still runs. Nobody waits for less.
const LOOK_EVERY: Duration = Duration::from_millis(20);
