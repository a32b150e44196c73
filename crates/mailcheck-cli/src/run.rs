//! The one place where the program meets the library: describe, look, judge.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mailcheck::net::{AddPemError, Internet, InternetError, Net, Roots};
use mailcheck::probe::{Event, Plan, Run};
use mailcheck::report::Report;

use crate::args::{Network, Output};
use crate::complaint::{Complaint, Message};
use crate::exit::Ending;
use crate::ledger::Ledger;
use crate::output::{self, Sink};
use crate::progress::Progress;
use crate::reasons;
use crate::record::Record;
use crate::stop::Stop;
use crate::transcript::Transcript;

/// Why the run could not begin.
#[derive(Debug)]
pub(crate) enum StartError {
    Internet(InternetError),
    ReadRoots { path: PathBuf, why: io::Error },
    Roots { path: PathBuf, why: AddPemError },
    Runtime(io::Error),
}

impl From<StartError> for Complaint {
    fn from(why: StartError) -> Self {
        let (message, why) = match &why {
            StartError::Internet(why) => (Message::new("network-unusable"), reasons::of(why)),
            StartError::ReadRoots { path, why } => {
                (Message::new("ca-file-unreadable").path(path), reasons::of(why))
            }
            StartError::Roots { path, why } => {
                (Message::new("ca-file-unusable").path(path), reasons::of(why))
            }
            StartError::Runtime(why) => (Message::new("no-runtime"), reasons::of(why)),
        };
        message.with("why", why).into()
    }
}

/// The roots that the options name.
pub(crate) fn roots(network: &Network) -> Result<Roots, StartError> {
    let mut roots = if network.ca_only { Roots::none() } else { Roots::system() };
    for path in &network.ca_file {
        let pem = read(path)?;
        let added = roots.add_pem(&pem);
        added.map_err(|why| StartError::Roots { path: path.clone(), why })?;
    }
    Ok(roots)
}

fn read(path: &Path) -> Result<Vec<u8>, StartError> {
    fs::read(path).map_err(|why| StartError::ReadRoots { path: path.to_owned(), why })
}

/// How to reach the network, by the options.
pub(crate) fn internet(network: &Network) -> Result<Internet, StartError> {
    let patience = network.timeout.map_or(LONGEST_LOOKUP, |timeout| timeout.min(LONGEST_LOOKUP));
    let mut builder = Internet::builder().timeout(patience);
    for (host, ip) in &network.resolve {
        builder = builder.resolve(host.clone(), *ip);
    }
    if let Some(server) = network.nameserver {
        builder = builder.nameserver(server);
    }
    if let Some(family) = network.family() {
        builder = builder.family(family);
    }
    builder.build().map_err(StartError::Internet)
}

/// The library's own patience with resolvers.
const LONGEST_LOOKUP: Duration = Duration::from_secs(5);

/// A runtime on this thread alone: it starts in no time, and the work is waiting.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, StartError> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(StartError::Runtime)
}

/// What to look at, and how.
pub(crate) struct Job<'a, N> {
    pub(crate) plan: &'a Plan,
    pub(crate) net: N,
    pub(crate) deadline: Duration,
    pub(crate) output: &'a Output,
    pub(crate) record: Option<Record>,
    /// The ledger that the plan has, if it is the person's own.
    pub(crate) ledger: Option<&'a Ledger>,
}

/// What came of looking.
pub(crate) struct Looked {
    pub(crate) report: Report,
    /// How the program ends, if the report is all there is to it.
    pub(crate) ending: Ending,
    transcript: Transcript,
}

impl Looked {
    /// Ends what was written beside the report, once that is written.
    pub(crate) fn finish(self) -> Result<Ending, Complaint> {
        self.transcript.finish()?;
        Ok(self.ending)
    }
}

/// Looks, judges and tells.
pub(crate) async fn carry_out<N: Net>(job: Job<'_, N>, sink: Sink) -> Result<Ending, Complaint> {
    let (output, is_survey) = (job.output, job.plan.search.is_survey);
    let looked = look(job).await;
    sink.write(&output::render(&looked.report, output, is_survey)?)?;
    looked.finish()
}

/// Looks and judges. The first Ctrl-C or SIGTERM ends the looking, the second the program.
pub(crate) async fn look<N: Net>(job: Job<'_, N>) -> Looked {
    let Job { plan, net, deadline, output, record, ledger } = job;
    // A survey tells more of its sources first.
    let verbose = output.verbose.saturating_sub(u8::from(plan.search.is_survey));
    let transcript = Transcript::start(verbose, record);
    let stop = Stop::listen();
    let report = {
        // Two things that move on one screen would tear each other apart.
        let progress = if verbose == 0 { Progress::start(output::lang(output.lang)) } else { None };
        let watch = |event: &Event<'_>| {
            if let Some(progress) = &progress {
                progress.see(event);
            }
            transcript.see(event);
        };
        let run = Run::new(plan).deadline(deadline).stop(stop.token()).watch(&watch);
        mailcheck::judge(run.go(&net).await)
    };
    if let Some(ledger) = ledger {
        ledger.settle(&report);
        ledger.complain();
    }
    let is_unprobed = plan.search.is_survey && !plan.search.probe;
    let ending = if is_unprobed { Ending::of_unprobed } else { Ending::of };
    let ending = ending(&report, output.strict, stop.signal());
    Looked { report, ending, transcript }
}
