//! What was made of the evidence: findings with cause, action and wait, and the verdict. Plain data;
//! the sentences are chosen when it is rendered.

mod advice;
mod finding;
mod login;
mod verdict;

pub use advice::{Advice, Arg, Wait, WaitSource, Who};
pub use finding::{Finding, Report, Settings, SettingsSide, Severity};
pub use login::LoginOutcome;
pub use verdict::{Decides, Verdict};
