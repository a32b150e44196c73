//! `mailcheck discover --fix`: what a domain's owner publishes so that every mail program finds the
//! servers that were seen to work. Nothing is published by this program.

mod args;
mod folder;
mod page;
mod shape;

use mailcheck::evidence::{Asked, Ended};
use mailcheck::model::{Address, Host, Service};
use mailcheck::net::Net;
use mailcheck::probe::Plan;
use mailcheck::report::Verdict;
use mailcheck_presets::publish::{Offer, Publication, Reason, Verified, publish, verified};

use crate::args::Format;
use crate::complaint::{self, Complaint, Message};
use crate::exit::Ending;
use crate::output::{self, Sink};
use crate::run::{self, Job, Looked};
use crate::tongue;

pub(crate) use args::Fix;
use args::Wanted;
use page::Page;

/// Looks as ever, and shows what to publish in place of the report.
pub(crate) async fn carry_out<N: Net>(
    job: Job<'_, N>,
    sink: Sink,
    wanted: &Wanted,
) -> Result<Ending, Complaint> {
    let output = job.output;
    let domain = domain(job.plan).ok_or_else(|| Message::new("fix-no-domain"))?;
    let looked = run::look(job).await;
    let evidence = &looked.report.evidence;
    let mut servers = verified(evidence);
    if let Some(name) = &wanted.username {
        for setting in servers.incoming.iter_mut().chain(&mut servers.outgoing) {
            setting.username = Some(name.clone());
        }
    }
    let Verified { incoming, outgoing, left_out, .. } = servers;
    let mut offer = Offer::new(domain.clone(), domain.as_str(), incoming, outgoing);
    // It is looked at only where somebody names it, so that it is missing here means nothing.
    let names_pop3 = |it: &Asked| it.settings.iter().any(|it| it.endpoint.service == Service::Pop3);
    if !evidence.answers().any(names_pop3) {
        offer.not_known.push(Service::Pop3);
    }
    let mut publication = publish(&offer);
    publication.servers_left_out.extend(left_out);
    if publication.files.is_empty() {
        // The report says what to do first.
        sink.write(&output::render(&looked.report, output, true)?)?;
        return nothing(looked, &publication);
    }
    let words = tongue::words();
    let folder = wanted.folder.as_deref();
    let page = Page { domain: &domain, publication: &publication, words };
    if let Some(folder) = folder {
        folder::write(folder, &publication, &page.read_me())?;
    }
    sink.write(&match output.format {
        Format::Json => shape::json(&domain, &publication, evidence, folder),
        Format::Evidence | Format::Support | Format::Text => page.text(evidence, folder),
    })?;
    let is_interrupted = evidence.ended == Ended::Cancelled;
    let judged = looked.finish()?;
    Ok(if is_interrupted { judged } else { Ending::Done })
}

fn domain(plan: &Plan) -> Option<Host> {
    let of_address = plan.account.address.as_ref().map(Address::domain);
    of_address.or(plan.search.domain.as_ref()).cloned()
}

/// Says why there is nothing to publish.
fn nothing(looked: Looked, publication: &Publication) -> Result<Ending, Complaint> {
    for (endpoint, why) in &publication.servers_left_out {
        let why = page::why(*why, tongue::words());
        let note = Message::new("fix-server-left-out");
        complaint::note(&note.with("server", page::place(endpoint)).with("why", why));
    }
    let side = match publication.left_out.first() {
        Some((_, Reason::NoServer { incoming: true })) => "incoming",
        Some((_, Reason::NoServer { incoming: false })) => "outgoing",
        Some(_) | None => "other",
    };
    let report = &looked.report;
    let is_open =
        report.evidence.ended == Ended::Cancelled || report.verdict == Verdict::Inconclusive;
    let judged = looked.finish()?;
    let ending = if is_open { judged } else { Ending::Problem };
    Err(Complaint::from(Message::new("fix-nothing").with("side", side)).ending(ending))
}
