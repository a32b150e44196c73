//! The program `mailcheck`: arguments, passwords, progress and exit statuses around the library.

mod args;
mod as_client;
mod certificate;
mod compare;
mod complaint;
mod confirm;
mod demo;
mod devices;
mod discover;
mod entrance;
mod exit;
mod explain;
mod fit;
mod fix;
mod help;
mod keyring;
mod ledger;
mod limits;
mod log;
mod man;
mod mock;
mod oauth;
mod output;
mod password;
mod pop3;
mod presets;
mod progress;
mod reasons;
mod record;
mod run;
mod send_test;
mod slips;
mod stop;
mod system;
mod token;
mod told;
mod tongue;
mod transcript;
mod verify;

use std::process::ExitCode;

use args::{Cli, Command};
use complaint::Complaint;
use exit::Ending;

fn main() -> ExitCode {
    let ending = match args::read() {
        Ok(cli) => log::start().and_then(|()| carry_out(cli)),
        Err(told) => told.show(),
    };
    ending.unwrap_or_else(|complaint| complaint.show()).status()
}

fn carry_out(Cli { command }: Cli) -> Result<Ending, Complaint> {
    match command {
        Command::Compare(compare) => compare::run(&compare),
        Command::Completions { shell } => output::print(&args::completions(shell)),
        Command::Demo(demo) => demo::demo(demo),
        Command::Discover(discover) => discover::discover(*discover),
        Command::Entrance(call) => entrance::run(*call),
        Command::Explain(explain) => explain::run(&explain),
        Command::Limits(call) => limits::limits(*call),
        Command::Man => output::print(&args::man()),
        Command::Mock(mock) => mock::mock(&mock),
        Command::Oauth(call) => oauth::run(&call),
        Command::Presets(call) => presets::run(call),
        Command::Verify(verify) => verify::carry_out(*verify, verify::Purpose::Settings),
    }
}
