//! `mailcheck discover`: where every source says the settings are, without logging in anywhere.

pub(crate) mod args;
mod files;
mod sources;

use mailcheck::probe::{Account, Plan};

use crate::complaint::{Complaint, Message};
use crate::exit::Ending;
use crate::output::Sink;
use crate::record::Record;
use crate::{run, slips, tongue};

pub(crate) use args::{Discover, Sources, Subject};

pub(crate) fn discover(discover: Discover) -> Result<Ending, Complaint> {
    let Discover { subject, no_probe, sources, network, output } = discover;
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
        run::carry_out(job, sink).await
    })
}
