//! What is being waited for, on a terminal and nowhere else.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mailcheck::probe::{Event, StepName};
use mailcheck::render::{Lang, Words, escape};
use mailcheck::report::Arg;

/// One line that changes, and is gone when the run is over.
pub(crate) struct Progress {
    line: ProgressBar,
    words: Words,
}

impl Progress {
    /// Begins to show it, if standard error is a terminal.
    pub(crate) fn start(lang: Lang) -> Option<Self> {
        if !io::stderr().is_terminal() {
            return None;
        }
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}") {
            line.set_style(style);
        }
        line.enable_steady_tick(TICK);
        Some(Self { line, words: Words::new(lang) })
    }

    pub(crate) fn see(&self, event: &Event<'_>) {
        let Event::Waiting { place, endpoint, step } = event else { return };
        let mut host = endpoint.host.to_string();
        if let Some(ip) = place.ip {
            host = format!("{host} ({ip})");
        }
        let message =
            self.words.ui(&format!("waiting-{}", name(*step)), &[("host", Arg::from(host))]);
        self.line.set_message(escape(&message).into_owned());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.line.finish_and_clear();
    }
}

fn name(step: StepName) -> &'static str {
    match step {
        StepName::Capabilities => "capabilities",
        StepName::Connect => "connect",
        StepName::Dns => "dns",
        StepName::Envelope => "envelope",
        StepName::Gate => "gate",
        StepName::Greeting => "greeting",
        StepName::Login => "login",
        StepName::Starttls => "starttls",
        StepName::Tls => "tls",
        _later => "other",
    }
}

/// Quick enough to look alive.
const TICK: Duration = Duration::from_millis(100);
