//! What a caller can see while a run goes on.

use crate::evidence::{Observation, Place, ReadFailure};
use crate::model::Endpoint;

/// Something happened.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A dialogue is over, and the connection closed.
    Closed {
        /// Where.
        place: Place,
        /// What went wrong with it; `None` if it was us who had enough.
        why: Option<&'a ReadFailure>,
    },
    /// One more connection is held along with others, to see how many the server lets be held at once.
    Held {
        /// Where.
        place: Place,
        /// The endpoint concerned.
        endpoint: &'a Endpoint,
        /// How many there are by now.
        held: u32,
        /// How many there are to be at the most.
        most: u32,
    },
    /// A fact was recorded.
    Observed(&'a Observation),
    /// A line or a literal was sent or received, or what came of one.
    Said {
        /// Where.
        place: Place,
        /// Whether we said it.
        client: bool,
        /// Whether it was said inside TLS.
        encrypted: bool,
        /// The line: safe to show, secrets replaced by `***`.
        line: &'a str,
        /// The same exactly as it was on the wire, with its line end: not safe to show, but secrets
        /// are replaced here, too.
        octets: &'a [u8],
    },
    /// Something is waited for from now on.
    Waiting {
        /// Where.
        place: Place,
        /// The endpoint concerned.
        endpoint: &'a Endpoint,
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
    /// A person, who is asked whether a server is the right one.
    Confirm,
    /// TCP.
    Connect,
    /// The message to oneself, which is on its way.
    Delivery,
    /// The resolver.
    Dns,
    /// The outcome of the other service's log-in.
    Gate,
    /// The answer to the sender and recipient of a message.
    Envelope,
    /// The greeting.
    Greeting,
    /// Nothing but time, before it is tried once more whether a server lets anybody in again.
    Later,
    /// A person, who is asked whether the message to oneself may be deleted.
    Leave,
    /// The answer to the log-in.
    Login,
    /// What a phone asks for right after the log-in.
    Mailbox,
    /// The answer to the message to oneself.
    Send,
    /// The answer to STARTTLS.
    Starttls,
    /// The TLS handshake.
    Tls,
}
