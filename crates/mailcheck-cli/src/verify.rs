//! `mailcheck verify`: the settings of a mail account.

use std::sync::Arc;
use std::time::Duration;

use mailcheck::model::{Address, Endpoint, Secret};
use mailcheck::net::Net as _;
use mailcheck::probe::{Account, Plan};
use mailcheck::render::Words;

use crate::args::{Login, Verify};
use crate::complaint::{self, Complaint, Message};
use crate::confirm::Person;
use crate::exit::Ending;
use crate::ledger::Ledger;
use crate::output::{self, Sink};
use crate::password::{Kind, Uses};
use crate::record::Record;
use crate::{fit, limits, password, run, slips, token, tongue};

/// What somebody wants to know of the settings.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Purpose {
    /// How many connections their servers let be held at once.
    Limits,
    /// Whether they work.
    Settings,
}

pub(crate) fn carry_out(verify: Verify, purpose: Purpose) -> Result<Ending, Complaint> {
    let Verify {
        address,
        imap,
        pop3,
        smtp,
        sources,
        login,
        own,
        send_test,
        measure,
        devices,
        network,
        output,
    } = verify;
    // All that can be wrong with the call is found out before a password is asked for.
    let others = [output.file.as_deref(), output.record.as_deref()];
    Sink::spare(login.password_file.as_deref(), others)?;
    Sink::spare(measure.second_password_file.as_deref(), others)?;
    let endpoints: Vec<Endpoint> = imap.into_iter().chain(pop3.pop3).chain(smtp).collect();
    if sources.is_named() && !endpoints.is_empty() {
        return Err(Message::new("sources-of-named-server").into());
    }
    let search = sources.search(address.as_ref().map(Address::domain))?;
    let send_test = send_test.plan(&endpoints)?;
    let sink = Sink::open(output.file.as_deref())?;
    let record = output.record.as_deref().map(|path| Record::open(path, &sink)).transpose()?;
    let roots = run::roots(&network)?;
    let certificate = own.read()?;

    let mut account = Account::new();
    account.username =
        login.username.as_deref().map(|name| filled(name, address.as_ref())).transpose()?;
    let name = account.username.clone().or_else(|| address.as_ref().map(ToString::to_string));
    account.address = address;
    let limits = limits::wanted(&measure, purpose, name.as_deref())?;
    if purpose == Purpose::Limits && name.is_none() && !login.no_login {
        return Err(Message::new("limits-without-name").into());
    }
    account.devices = devices.devices;
    fit::check(&login, certificate.is_some())?;

    let mut plan = Plan::new(account).roots(roots);
    plan.endpoints = endpoints;
    plan.search = search;
    plan.login = !login.no_login;
    plan.mechanism = login.auth;
    plan.all_mechanisms = own.all_mechanisms;
    plan.accept_foreign_host = login.accept_foreign_host;
    plan.confirm = Person::at_terminal();
    plan.injection = login.test_injection;
    plan.sender = login.check_sender;
    plan.send_test = send_test;
    if let Some(timeout) = network.timeout {
        plan.timeout = timeout;
        plan.login_timeout = timeout;
    }
    run::runtime()?.block_on(async {
        let words = tongue::words();
        slips::ask_about_names(&plan.account, &plan.endpoints, words).await?;
        let patience = network.deadline;
        if own.all_mechanisms {
            let most = i64::from(mailcheck::probe::MOST_REFUSALS);
            complaint::note(&Message::new("all-mechanisms").with("most", most));
        }
        let net = run::internet(&network)?;
        let name = name.as_deref();
        plan.account.token = token::get(&login, &plan.account, net.now(), patience, words).await?;
        plan.account.certificate = certificate;
        // Who has a token or a certificate need not have a password.
        let is_asked_for = password::is_asked_for(&login);
        let is_needed = plan.account.certificate.is_none() || !is_asked_for;
        let uses = uses(&plan, limits.as_ref());
        if plan.account.token.is_none() && is_needed {
            plan.account.password = secret(&login, name, uses, patience, words).await?;
        }
        if let Some(mut limits) = limits {
            limits.other = limits::other_user(&measure, patience, words).await?;
            limits::announce(&limits, plan.account.has_credential());
            plan.limits = Some(limits);
        }
        let ledger = Arc::new(Ledger::new(login.force));
        plan.ledger = Some(Arc::<Ledger>::clone(&ledger));
        let job = run::Job {
            plan: &plan,
            net,
            deadline: network.deadline,
            output: &output,
            record,
            ledger: Some(&ledger),
        };
        let mut looked = run::look(job).await;
        if purpose == Purpose::Limits {
            looked.ending = looked.ending.of_limits(&looked.report);
        }
        sink.write(&output::render(&looked.report, &output, false)?)?;
        looked.finish()
    })
}

/// How often this plan has the password sent.
fn uses(plan: &Plan, limits: Option<&mailcheck::probe::Limits>) -> Uses {
    match limits {
        Some(limits) => Uses::Held(limits.most.get()),
        None if plan.send_test.is_some() || plan.sender || plan.all_mechanisms => Uses::Several,
        None => Uses::Once,
    }
}

/// The log-in name with its placeholders filled in.
fn filled(name: &str, address: Option<&Address>) -> Result<String, Complaint> {
    match address {
        Some(address) => Ok(address.fill(name)),
        None if Address::has_placeholder(name) => Err(Message::new("username-placeholder").into()),
        None => Ok(name.to_owned()),
    }
}

/// The password, when there is a name to use it with. Without a name no log-in can be tried.
async fn secret(
    login: &Login,
    name: Option<&str>,
    uses: Uses,
    patience: Duration,
    words: &Words,
) -> Result<Option<Secret>, Complaint> {
    match name {
        _unused if login.no_login => Ok(None),
        Some(name) => {
            let mut password = password::get(login, (name, uses), patience, words).await?;
            let mut is_good = slips::may_use(&password, words).await?;
            if !is_good && password::is_asked_for(login) {
                password = password::get(login, (name, uses), patience, words).await?;
                is_good = slips::may_use(&password, words).await?;
            }
            if is_good { Ok(Some(password)) } else { Err(slips::stopped()) }
        }
        None if password::is_named(login) => Err(password::without_name(Kind::Password)),
        None => {
            if password::is_in_environment() {
                complaint::note(&Message::new("password-unused"));
            }
            Ok(None)
        }
    }
}
