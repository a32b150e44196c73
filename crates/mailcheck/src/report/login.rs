//! What came of a log-in, judged once for findings and renderers.

/// What came of a log-in. Only one of these is a word about user name and password being wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum LoginOutcome {
    /// The server took user name and password.
    Accepted,
    /// The server takes no more connections or log-ins just now: it counts them, or is being worked on.
    Busy,
    /// The server refused for good, for a reason that it told and that is not user name or password:
    /// another kind of credential is wanted, a switch is off.
    Denied,
    /// Our side gave the exchange up: what the server said in it cannot be right.
    GivenUp,
    /// The server could not check just now.
    Later,
    /// The server has locked the account for a while.
    Locked,
    /// No credential was sent.
    NotAttempted,
    /// The server answered that it cannot do this command, and so never came to the credential.
    NotCarriedOut,
    /// The server refused user name or password.
    Rejected,
    /// The run ended before there was an answer.
    Stopped,
    /// The server refused for where we come from, not for who we are.
    TurnedAway,
    /// The connection ended, or time ran out, before there was an answer.
    Unanswered,
}

impl LoginOutcome {
    /// The word in reports: a refusal for good is `rejected`; what may pass, or says nothing of the
    /// account, is `temporary`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::NotAttempted => "not-attempted",
            Self::Denied | Self::Rejected => "rejected",
            Self::Busy
            | Self::GivenUp
            | Self::Later
            | Self::Locked
            | Self::NotCarriedOut
            | Self::Stopped
            | Self::TurnedAway
            | Self::Unanswered => "temporary",
        }
    }
}
