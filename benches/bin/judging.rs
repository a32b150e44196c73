//! How long judging takes: `judging [TIMES]`, from the top of the checkout.
//!
//! The saved runs of `fixtures/evidence` are read, and judged over and over until 1,000 endpoints are
//! done: each by itself, as they come, and then all the endpoints as one run. The median counts.

use std::env;
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use mailcheck::evidence::Evidence;

type Outcome<T> = Result<T, Box<dyn Error>>;

const ENDPOINTS: usize = 1_000;

fn main() -> Outcome<()> {
    let times = env::args().nth(1).map_or(Ok(21), |text| text.parse())?;
    let runs = saved_runs()?;
    let one = one_run(&runs)?;
    let alone = median(times, || runs.clone());
    let together = median(times, || vec![one.clone()]);
    let mut out = io::stdout().lock();
    writeln!(out, "{ENDPOINTS} endpoints in runs of their own: {} ms", milliseconds(alone))?;
    writeln!(out, "{ENDPOINTS} endpoints in one run: {} ms", milliseconds(together))?;
    Ok(())
}

/// Saved runs until there are enough endpoints.
fn saved_runs() -> Outcome<Vec<Evidence>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir("fixtures/evidence")? {
        paths.push(entry?.path());
    }
    paths.sort();
    let saved = paths.iter().map(|path| Ok(Evidence::from_json(&fs::read_to_string(path)?)?));
    let saved = saved.collect::<Outcome<Vec<_>>>()?;
    let mut runs = Vec::new();
    let mut endpoints = 0;
    for run in saved.iter().cycle() {
        if endpoints >= ENDPOINTS {
            break;
        }
        endpoints += run.endpoints.len();
        runs.push(run.clone());
    }
    Ok(runs)
}

/// All the endpoints as those of the first run.
fn one_run(runs: &[Evidence]) -> Outcome<Evidence> {
    let (first, others) = runs.split_first().ok_or("no runs")?;
    let mut all = first.clone();
    for run in others {
        let before = all.endpoints.len();
        all.endpoints.extend(run.endpoints.iter().cloned());
        all.observations.extend(run.observations.iter().cloned().map(|mut seen| {
            seen.place.endpoint = seen.place.endpoint.map(|index| index + before);
            seen
        }));
    }
    Ok(all)
}

/// The median time of judging, without that of copying what is judged.
fn median(times: usize, make: impl Fn() -> Vec<Evidence>) -> Duration {
    let time = || {
        let runs = make();
        let began = Instant::now();
        let reports: Vec<_> = runs.into_iter().map(mailcheck::judge).collect();
        let took = began.elapsed();
        black_box(reports);
        took
    };
    let mut took: Vec<Duration> = (0..times.max(1)).map(|_| time()).collect();
    took.sort_unstable();
    took.get(took.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1_000.0)
}
