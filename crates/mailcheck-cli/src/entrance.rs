//! `mailcheck entrance`: whether a web address is an official entrance of a mail provider.

pub(crate) mod args;

use mailcheck::entrance::{Verdict, judge};
use mailcheck::probe::Visitor;
use mailcheck::render::{Style, entrance_json, entrance_text};

use crate::args::{Plain, When};
use crate::complaint::Complaint;
use crate::exit::Ending;
use crate::output::{self, Sink};
use crate::run;
use crate::stop::Stop;
use args::Entrance;

pub(crate) fn run(call: Entrance) -> Result<Ending, Complaint> {
    let Entrance { url, provider, most_redirects, network, show, file } = call;
    let sink = Sink::open(file.as_deref())?;
    let mut visitor = Visitor::new().roots(run::roots(&network)?).deadline(network.deadline);
    visitor = visitor.most_redirects(usize::from(most_redirects));
    if let Some(timeout) = network.timeout {
        visitor = visitor.timeout(timeout);
    }
    let net = run::internet(&network)?;
    let (visit, signal) = run::runtime()?.block_on(async {
        let stop = Stop::listen();
        let visit = visitor.stop(stop.token()).go(&url, &net).await;
        (visit, stop.token().is_cancelled().then(|| stop.signal()))
    });
    let judged = judge(&visit, provider);
    let lang = output::lang(show.lang);
    let told = match show.format {
        Plain::Json => entrance_json(&url.to_string(), &judged, lang),
        Plain::Text => {
            let colour = file.is_none() && output::is_stdout_coloured(show.color);
            let colour = colour || show.color == When::Always;
            entrance_text(&url.to_string(), &judged, &Style::new(lang).colour(colour))
        }
    };
    sink.write(&told)?;
    if let Some(signal) = signal {
        return Ok(Ending::Interrupted(signal));
    }
    #[expect(clippy::wildcard_enum_match_arm, reason = "the list is the library's")]
    let ending = match judged.verdict {
        Verdict::OnTheList => Ending::Done,
        Verdict::NotOnTheList => Ending::Problem,
        _not_known => Ending::CouldNotTell,
    };
    Ok(ending)
}
