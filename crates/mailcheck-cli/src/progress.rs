//! What is being waited for, on a terminal and nowhere else.

use std::io::{self, IsTerminal as _};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mailcheck::evidence::{Fact, Place, SourceOutcome};
use mailcheck::probe::{Event, StepName};
use mailcheck::render::{Lang, Words, escape};
use mailcheck::report::Arg;

/// One line that changes, and is gone when the run is over.
pub(crate) struct Progress {
    line: ProgressBar,
    words: Words,
    /// Where a person is being asked, and wants to be left alone.
    asking: Mutex<Option<Place>>,
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
        Some(Self { line, words: Words::new(lang), asking: Mutex::default() })
    }

    pub(crate) fn see(&self, event: &Event<'_>) {
        if self.is_asking(event) {
            return;
        }
        if let Event::Held { endpoint, held, most, .. } = event {
            let host = ("host", Arg::from(endpoint.host.to_string()));
            let numbers = [("held", i64::from(*held).into()), ("most", i64::from(*most).into())];
            let [held, most] = numbers;
            let message = self.words.ui("waiting-held", &[host, held, most]);
            return self.line.set_message(escape(&message).into_owned());
        }
        let Event::Waiting { place, endpoint, step } = event else {
            return self.count(event);
        };
        let mut host = endpoint.host.to_string();
        if let Some(ip) = place.ip {
            host = format!("{host} ({ip})");
        }
        let message =
            self.words.ui(&format!("waiting-{}", name(*step)), &[("host", Arg::from(host))]);
        self.line.set_message(escape(&message).into_owned());
    }

    /// Says how many answers of sources there are by now.
    fn count(&self, event: &Event<'_>) {
        let Event::Observed(seen) = event else { return };
        let Fact::Asked(asked) = &seen.fact else { return };
        if asked.outcome != SourceOutcome::Found {
            return;
        }
        let args = [("source", Arg::from(asked.source.name()))];
        let message = self.words.ui("waiting-answered", &args);
        self.line.set_message(escape(&message).into_owned());
    }

    /// Whether a question stands on the screen: from when it is asked until something else happens at that
    /// place.
    fn is_asking(&self, event: &Event<'_>) -> bool {
        let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        let at = match event {
            Event::Waiting { place, step: StepName::Confirm | StepName::Leave, .. } => {
                self.line.disable_steady_tick();
                self.line.finish_and_clear();
                self.line.set_draw_target(ProgressDrawTarget::hidden());
                *asking = Some(*place);
                return true;
            }
            Event::Waiting { place, .. }
            | Event::Closed { place, .. }
            | Event::Held { place, .. } => *place,
            Event::Observed(seen) => seen.place,
            Event::Said { .. } | _ => return asking.is_some(),
        };
        if *asking == Some(at) {
            *asking = None;
            self.line.set_draw_target(ProgressDrawTarget::stderr());
            self.line.reset();
            self.line.enable_steady_tick(TICK);
        }
        asking.is_some()
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
        StepName::Confirm | StepName::Leave => "confirm",
        StepName::Connect => "connect",
        StepName::Delivery => "delivery",
        StepName::Dns => "dns",
        StepName::Envelope => "envelope",
        StepName::Gate => "gate",
        StepName::Greeting => "greeting",
        StepName::Later => "later",
        StepName::Login => "login",
        StepName::Mailbox => "mailbox",
        StepName::Send => "send",
        StepName::Starttls => "starttls",
        StepName::Tls => "tls",
        _later => "other",
    }
}

/// Quick enough to look alive.
const TICK: Duration = Duration::from_millis(100);
