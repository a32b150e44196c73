//! Signals that end a run before it is over.

use std::io;
use std::sync::{Arc, OnceLock};

use tokio_util::sync::CancellationToken;

use crate::exit::Signal;

/// Ends the looking when a signal comes; the next one ends the program.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop {
    token: CancellationToken,
    heard: Arc<OnceLock<Signal>>,
}

impl Stop {
    /// Begins to listen. Where that cannot be done, signals end the program as they do any other.
    pub(crate) fn listen() -> Self {
        let stop = Self::default();
        let on_signal = stop.clone();
        if let Ok(mut signals) = Signals::new() {
            tokio::spawn(async move {
                let first = signals.next().await;
                on_signal.heard.get_or_init(|| first);
                on_signal.token.cancel();
                std::process::exit(i32::from(signals.next().await.status()));
            });
        }
        stop
    }

    pub(crate) fn token(&self) -> CancellationToken {
        self.token.clone()
    }

    /// What came.
    pub(crate) fn signal(&self) -> Signal {
        self.heard.get().copied().unwrap_or_default()
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (interrupt, terminate) = (SignalKind::interrupt(), SignalKind::terminate());
        Ok(Self { interrupt: signal(interrupt)?, terminate: signal(terminate)? })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.terminate.recv() => Signal::Terminate,
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) -> Signal {
        let _heard = self.0.recv().await;
        Signal::Interrupt
    }
}
