//! The arguments of `mailcheck discover --fix`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use mailcheck::evidence::{Asked, SourceOutcome};
use mailcheck::model::{Endpoint, Service, Source};

use super::folder;
use crate::args::ValueError;
use crate::complaint::Complaint;

/// What is to be published, and where the files go.
#[derive(Args, Debug)]
#[command(next_help_heading = "What to publish")]
#[expect(clippy::struct_field_names, reason = "fields are named as the options are")]
pub(crate) struct Fix {
    /// Print what the domain's owner publishes so that every mail program finds the servers that were seen
    /// to work; with DIR, write it as files into that folder
    #[arg(long, value_name = "DIR", num_args = 0..=1, require_equals = true)]
    #[arg(value_hint = ValueHint::DirPath)]
    #[expect(clippy::option_option, reason = "not there, there, there with a folder")]
    fix: Option<Option<PathBuf>>,
    /// Publish this server for reading mail, if it works (repeatable); without, those that sources name
    #[arg(long, value_name = "HOST[:PORT][/SECURITY]", requires = "fix")]
    #[arg(value_parser = |text: &str| Endpoint::parse(Service::Imap, text))]
    imap: Vec<Endpoint>,
    /// The same for fetching mail by POP3
    #[arg(long, value_name = "HOST[:PORT][/SECURITY]", requires = "fix")]
    #[arg(value_parser = |text: &str| Endpoint::parse(Service::Pop3, text))]
    pop3: Vec<Endpoint>,
    /// The same for sending mail
    #[arg(long, value_name = "HOST[:PORT][/SECURITY]", requires = "fix")]
    #[arg(value_parser = |text: &str| Endpoint::parse(Service::Smtp, text))]
    smtp: Vec<Endpoint>,
    /// The log-in name to publish, when it is not the address: `%EMAILLOCALPART%` is what stands before
    /// the @ of everybody's address
    #[arg(long, value_name = "NAME", requires = "fix", value_parser = username)]
    username: Option<String>,
}

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// What the person says of servers, as answers of a source.
    pub(crate) given: Vec<Asked>,
    /// Where the files go, if they are to be written.
    pub(super) folder: Option<PathBuf>,
    /// The log-in name, with placeholders.
    pub(super) username: Option<String>,
}

impl Fix {
    /// What is asked for, if it is.
    ///
    /// # Errors
    ///
    /// A [`Complaint`] when the folder cannot be one.
    pub(crate) fn wanted(self) -> Result<Option<Wanted>, Complaint> {
        let Self { fix, imap, pop3, smtp, username } = self;
        let Some(folder) = fix else { return Ok(None) };
        if let Some(folder) = &folder {
            folder::check(folder)?;
        }
        let given = [("--imap", imap), ("--pop3", pop3), ("--smtp", smtp)];
        let given = given.into_iter().filter(|(_, servers)| !servers.is_empty());
        let given = given.map(|(option, servers)| said(option, servers)).collect();
        Ok(Some(Wanted { given, folder, username }))
    }
}

fn said(option: &str, servers: Vec<Endpoint>) -> Asked {
    let mut asked = Asked::new(Source::Given, option.to_owned(), SourceOutcome::Found, 0);
    asked.settings = servers.into_iter().map(Into::into).collect();
    asked
}

fn username(text: &str) -> Result<String, ValueError> {
    let is_for_all = ["%EMAILADDRESS%", "%EMAILLOCALPART%"].iter().any(|it| text.contains(it));
    let is_sound = text.chars().all(|letter| letter.is_ascii_graphic());
    if is_for_all && is_sound { Ok(text.to_owned()) } else { Err(ValueError::NameOfOne) }
}
