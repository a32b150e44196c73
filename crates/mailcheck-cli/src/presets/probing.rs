//! Looking at the servers that presets name: the options, how far it is on a terminal, Ctrl-C.

use std::io::{self, IsTerminal as _};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::{Args, ValueHint};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mailcheck::model::Host;
use mailcheck::report::Arg;
use mailcheck_presets::Check;
use mailcheck_presets::file::PresetFile;
use mailcheck_presets::named::Servers;
use mailcheck_presets::probe::{Journal, Look, Plan, Probes, Progress};

use crate::args::{Network, nameserver, pause, resolve, seconds};
use crate::complaint::{self, Complaint, Message};
use crate::exit::Signal;
use crate::stop::Stop;
use crate::{reasons, run, tongue};

/// How servers are looked at.
#[derive(Args, Debug)]
#[command(next_help_heading = "Looking at servers")]
pub(crate) struct Probing {
    /// Look at N servers at once
    #[arg(long, value_name = "N", default_value = "32")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=MOST_JOBS))]
    jobs: u16,
    /// Look at N ports of one host at once
    #[arg(long, value_name = "N", default_value = "1")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=MOST_JOBS))]
    per_host: u16,
    /// Look at N servers of one registered domain at once
    #[arg(long, value_name = "N", default_value = "2")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=MOST_JOBS))]
    per_domain: u16,
    /// Time between two connections to one host
    #[arg(long, value_name = "SECONDS", default_value = "1")]
    #[arg(value_parser = pause, allow_negative_numbers = true)]
    spacing: Duration,
    /// After what time a server is looked at once more whose fault may pass, such as a time-out; 0 for
    /// not at all
    #[arg(long, value_name = "SECONDS", default_value = "180")]
    #[arg(value_parser = pause, allow_negative_numbers = true)]
    retry_after: Duration,
    /// Keep in a file what was seen, and go on there after an interruption without looking twice
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    resume: Option<PathBuf>,
    /// Take this address for a host and ask no DNS for it (repeatable)
    #[arg(long, value_name = "HOST:ADDR", value_parser = resolve)]
    resolve: Vec<(Host, IpAddr)>,
    /// Ask this resolver and no other
    #[arg(long, value_name = "IP[:PORT]", value_parser = nameserver)]
    nameserver: Option<SocketAddr>,
    /// Trust the certificates in this file too (repeatable)
    #[arg(long, value_name = "PEM")]
    ca_file: Vec<PathBuf>,
    /// Trust the certificates of --ca-file only
    #[arg(long, requires = "ca_file")]
    ca_only: bool,
    /// Longest wait for one step
    #[arg(long, value_name = "SECONDS", default_value = "10")]
    #[arg(value_parser = seconds, allow_negative_numbers = true)]
    timeout: Duration,
    /// Longest wait for all servers together [default: as long as it takes]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    deadline: Option<Duration>,
    /// Use IPv4 only
    #[arg(short = '4', conflicts_with = "ipv6")]
    ipv4: bool,
    /// Use IPv6 only
    #[arg(short = '6')]
    ipv6: bool,
}

impl Probing {
    pub(super) fn network(&self) -> Network {
        Network {
            resolve: self.resolve.clone(),
            nameserver: self.nameserver,
            ca_file: self.ca_file.clone(),
            ca_only: self.ca_only,
            timeout: Some(self.timeout),
            deadline: self.deadline.unwrap_or_default(),
            ipv4: self.ipv4,
            ipv6: self.ipv6,
        }
    }

    fn plan(&self, network: &Network) -> Result<Plan, Complaint> {
        let mut plan = Plan::new();
        plan.jobs = self.jobs.into();
        plan.per_host = self.per_host.into();
        plan.per_domain = self.per_domain.into();
        plan.spacing = self.spacing;
        plan.retry_after = Some(self.retry_after).filter(|after| !after.is_zero());
        plan.timeout = self.timeout;
        plan.deadline = self.deadline;
        plan.roots = run::roots(network)?;
        Ok(plan)
    }
}

/// What came of looking.
pub(crate) struct Looked {
    pub(crate) servers: Servers,
    pub(crate) probes: Probes,
    /// What ended it, if it was ended.
    pub(crate) signal: Signal,
}

/// Looks at all servers that these files name. The first Ctrl-C or SIGTERM ends the looking, the second the program.
pub(crate) fn look(
    call: &Probing,
    check: &Check,
    files: &[PresetFile],
) -> Result<Looked, Complaint> {
    let mut servers = Servers::of(files);
    servers.named.retain(|named| {
        let mut by = named.by.iter().filter_map(|mention| files.get(mention.file));
        check.part().is_none_or(|part| part.has_host(&named.endpoint.host))
            && by.any(|file| check.is_changed(&file.path))
    });
    let network = call.network();
    let (plan, net) = (call.plan(&network)?, run::internet(&network)?);
    let journal = call.resume.as_deref().map(|path| {
        Journal::open(path, &servers).map_err(|why| {
            Message::new("journal-unusable").path(path).with("why", reasons::of(&why))
        })
    });
    let journal = journal.transpose()?;
    let (probes, signal) = run::runtime()?.block_on(async {
        let stop = Stop::listen();
        let display = Display::start();
        let watch = |progress: &Progress| {
            if let Some(display) = &display {
                display.show(progress);
            }
        };
        let mut look = Look::new(&plan, files, &servers).watch(&watch).stop(stop.token());
        if let Some(journal) = journal {
            look = look.journal(journal);
        }
        (Box::pin(look.go(&net)).await, stop.signal())
    });
    if let (Some(why), Some(path)) = (&probes.journal, &call.resume) {
        let args =
            [("path", Arg::from(path.display().to_string())), ("why", Arg::from(reasons::of(why)))];
        complaint::warn(&tongue::say("journal-not-written", &args));
    }
    Ok(Looked { servers, probes, signal })
}

/// How far the looking is, on a terminal and nowhere else.
struct Display {
    line: ProgressBar,
    began: Instant,
}

impl Display {
    fn start() -> Option<Self> {
        if !io::stderr().is_terminal() {
            return None;
        }
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:20} {wide_msg} {elapsed}") {
            line.set_style(style);
        }
        line.enable_steady_tick(TICK);
        Some(Self { line, began: Instant::now() })
    }

    fn show(&self, progress: &Progress) {
        let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        self.line.set_length(number(progress.total));
        self.line.set_position(number(progress.done));
        self.line.set_message(told(progress, self.began.elapsed()));
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.line.finish_and_clear();
    }
}

fn told(progress: &Progress, elapsed: Duration) -> String {
    let number = |number: usize| Arg::from(i64::try_from(number).unwrap_or(i64::MAX));
    let fresh = progress.done.saturating_sub(progress.known);
    let fresh = u32::try_from(fresh).unwrap_or(u32::MAX);
    let rate = f64::from(fresh) / elapsed.as_secs_f64().max(0.1);
    let key = if progress.later > 0 { "probing-later" } else { "probing" };
    let args = [
        ("done", number(progress.done)),
        ("total", number(progress.total)),
        ("rate", Arg::from(format!("{rate:.1}"))),
        ("fails", number(progress.fails)),
        ("open", number(progress.inconclusive)),
        ("now", number(progress.in_flight)),
        ("later", number(progress.later)),
    ];
    tongue::say(key, &args)
}

/// Quick enough to look alive.
const TICK: Duration = Duration::from_millis(100);

/// As many sockets as systems let a program have without being asked for more.
const MOST_JOBS: i64 = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_leave_out_what_was_known_before() {
        let mut progress = Progress::default();
        (progress.total, progress.done, progress.known) = (500, 130, 30);
        (progress.in_flight, progress.fails, progress.inconclusive) = (32, 3, 2);
        let told_now = told(&progress, Duration::from_secs(20));
        assert!(told_now.contains("130 of 500") && told_now.contains("5.0 a second"), "{told_now}");
        progress.later = 4;
        let later = told(&progress, Duration::from_secs(20));
        assert!(later.contains("4 "), "{later}");
        assert_ne!(told_now, later);
    }
}
