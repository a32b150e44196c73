//! `mailcheck presets`: what keepers of preset files want to know of them.

pub(crate) mod args;
mod changed;
mod check;
mod config;
mod diff;
mod history;
mod known;
mod probing;
mod web;

use crate::complaint::Complaint;
use crate::exit::Ending;
use args::{Presets, Task};

pub(crate) fn run(call: Presets) -> Result<Ending, Complaint> {
    match call.task {
        Task::Check(call) => check::run(&call),
        Task::Diff(call) => diff::run(&call),
    }
}
