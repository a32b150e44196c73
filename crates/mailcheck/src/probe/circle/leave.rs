//! What is asked for, and whoever may allow the message to be deleted.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use crate::evidence::Delivered;
use crate::probe::Confirmation;

/// A message to the account's own address, to see whether mail really comes and goes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SendTest {
    /// What the message says to whoever finds it.
    pub text: String,
    /// How long to look for it. The run's deadline goes on.
    pub wait: Duration,
    /// Who is asked whether it may be deleted; it is left where it is if `None`.
    pub leave: Option<Arc<dyn Leave>>,
}

impl SendTest {
    /// Looks for half a minute, and leaves the message where it is.
    pub fn new(text: String) -> Self {
        Self { text, wait: Duration::from_secs(30), leave: None }
    }
}

/// Somebody who may allow the message to be deleted.
pub trait Leave: Debug + Send + Sync {
    /// Whether it may be deleted. Who does not know says no.
    fn may_delete<'a>(&'a self, found: &'a TestFound) -> Confirmation<'a>;
}

/// The leave that was given beforehand.
#[derive(Clone, Copy, Debug)]
pub struct LeaveGiven;

impl Leave for LeaveGiven {
    fn may_delete<'a>(&'a self, _found: &'a TestFound) -> Confirmation<'a> {
        Box::pin(std::future::ready(true))
    }
}

/// The message that is asked about.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct TestFound {
    /// Its subject.
    pub subject: String,
    /// Where it is, and how it came there.
    pub delivered: Delivered,
}

impl TestFound {
    pub(super) fn new(subject: String, delivered: Delivered) -> Self {
        Self { subject, delivered }
    }
}
