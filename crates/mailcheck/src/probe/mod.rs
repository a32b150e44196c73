//! Looking: the stages of a run, the desk they write at, order and parallelism. Stages record facts;
//! they hold no severity and no sentence for a person.

mod capability;
mod circle;
mod confirm;
mod control;
mod desk;
mod dialogue;
mod envelope;
mod gate;
mod injection;
mod ledger;
mod legacy;
mod limits;
mod login;
mod mailbox;
mod mechanisms;
mod names;
mod plan;
mod run;
mod secure;
mod seek;
mod session;
mod side;
mod unsupported;
mod visit;
mod watch;

pub use crate::discover::Search;
pub use circle::{Leave, LeaveGiven, SendTest, TestFound};
pub use confirm::{Confirm, Confirmation, ForeignHost};
pub use ledger::{Ledger, Permission};
pub use limits::{Limits, MostConnections, OtherUser, TooManyConnectionsError};
pub use mechanisms::MOST_REFUSALS;
pub use plan::{Account, Plan};
pub use run::Run;
pub use visit::{ParseWebAddressError, Visitor, WebAddress};
pub use watch::{Event, StepName};
