//! `mailcheck discover`: where every source says the settings are, without logging in anywhere.

pub(crate) mod args;
pub(crate) mod files;
mod sources;

use mailcheck::probe::{Account, Plan};

use crate::args::Format;
use crate::complaint::{Complaint, Message};
use crate::exit::Ending;
use crate::output::Sink;
use crate::record::Record;
use crate::{as_client, fix, run, slips, tongue};

pub(crate) use args::{Discover, Sources, Subject};

pub(crate) fn discover(discover: Discover) -> Result<Ending, Complaint> {
    let Discover { subject, no_probe, as_client, fix, sources, network, output } = discover;
    let mut wanted = fix.wanted()?;
    for option in wanted.iter().map(|_| "--fix").chain(as_client.map(|_| "--as")) {
        only_text_or_json(output.format, option)?;
    }
    let sink = Sink::open(output.file.as_deref())?;
    let record = output.record.as_deref().map(|path| Record::open(path, &sink)).transpose()?;
    let roots = run::roots(&network)?;

    let mut account = Account::new();
    let domain = match &subject {
        Subject::Address(address) => address.domain(),
        Subject::Domain(domain) => domain,
    };
    let mut search = sources.search(Some(domain))?;
    match subject {
        Subject::Address(address) => account.address = Some(address),
        Subject::Domain(_) if search.send_address => {
            return Err(Message::new("send-address-of-nobody").into());
        }
        Subject::Domain(domain) => search.domain = Some(domain),
    }
    search.is_survey = true;
    search.probe = !no_probe;
    if let Some(wanted) = &mut wanted {
        search.known.append(&mut wanted.given);
    }
    let mut plan = Plan::new(account).roots(roots).without_login();
    plan.search = search;
    if let Some(timeout) = network.timeout {
        plan.timeout = timeout;
    }
    run::runtime()?.block_on(async {
        slips::ask_about_names(&plan.account, &plan.endpoints, tongue::words()).await?;
        let job = run::Job {
            plan: &plan,
            net: run::internet(&network)?,
            deadline: network.deadline,
            output: &output,
            record,
            ledger: None,
        };
        match (wanted, as_client) {
            (Some(wanted), _) => fix::carry_out(job, sink, &wanted).await,
            (None, Some(client)) => as_client::carry_out(job, sink, client).await,
            (None, None) => run::carry_out(job, sink).await,
        }
    })
}

/// What shows something else than the report cannot show it as the report is shown to helpdesks.
fn only_text_or_json(format: Format, option: &str) -> Result<(), Complaint> {
    match format {
        Format::Json | Format::Text => Ok(()),
        Format::Evidence | Format::Support => {
            Err(Message::new("only-text-or-json").with("option", option).into())
        }
    }
}
