//! What was seen: facts, the log that collects them, and typed questions to it. Never a judgement.

mod answer;
mod asked;
mod circle;
mod envelope;
mod fact;
mod held;
mod log;
mod mailbox;
mod observations;
mod offers;
mod ranking;
mod tls;
mod too_soon;
mod view;
mod visit;
mod wanted;

pub use crate::model::{Deviation, Mechanism, Notes, Unusable};
pub use crate::wire::greeting::GreetingKind;
pub use crate::wire::imap::{Namespace, Role, Usage};
pub use crate::wire::sasl::{OauthError, SaslFault};

pub use answer::Answer;
pub use asked::{
    Asked, Authority, Dnssec, FetchFailure, Forgeable, Hop, SourceOutcome, THIRD_PARTIES,
};
pub use circle::{Circle, Delivered, FoundIn, Idle, Removal, SendReply};
pub use envelope::{EnvelopeFailure, EnvelopePart, EnvelopeReply};
pub use fact::{
    Attempt, ConnectFailure, Fact, Family, Greeting, LoginFailure, LoginReply, LookupFailure,
    NotAttempted, ReadFailure, Stage, Via,
};
pub use held::{Asker, Hold, Ramp, RampEnd, Refused, Trial, TrialKind, Turn};
pub use log::{
    Account, Candidate, Credential, Ended, Evidence, LoadEvidenceError, Observation, Place, SCHEMA,
    Tool,
};
pub use mailbox::{Folder, Mailbox, Opened};
pub use observations::Observations;
pub use offers::{Named, Offer};
pub use ranking::{Ranked, Reason};
pub use tls::{Chain, Encryption, Flight, Sent, TlsFailure, Trust};
pub use too_soon::{Risk, TooSoon};
pub use view::{AddressView, EndpointView, Lookup, OtherLogin, Step};
pub use visit::Visit;
pub use wanted::Wanted;
