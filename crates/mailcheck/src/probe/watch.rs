//! What a caller can see while a run goes on.

use crate::evidence::{Observation, Place};
use crate::model::Host;

/// Something happened.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A fact was recorded.
    Observed(&'a Observation),
    /// A line was sent or received.
    Said {
        /// Where.
        place: Place,
        /// Whether we said it.
        client: bool,
        /// Whether it was said inside TLS.
        encrypted: bool,
        /// The line: safe to show, secrets replaced by `***`.
        line: &'a str,
    },
    /// Something is waited for from now on.
    Waiting {
        /// Where.
        place: Place,
        /// The host concerned.
        host: &'a Host,
        /// For what.
        step: StepName,
    },
}

/// What is waited for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum StepName {
    /// The list of capabilities.
    Capabilities,
    /// TCP.
    Connect,
    /// The resolver.
    Dns,
    /// The outcome of the other service's log-in.
    Gate,
    /// The greeting.
    Greeting,
    /// The answer to the log-in.
    Login,
    /// The answer to STARTTLS.
    Starttls,
    /// The TLS handshake.
    Tls,
}
