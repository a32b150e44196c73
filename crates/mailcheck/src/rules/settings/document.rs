//! Documents of the mail domain that mail programs cannot read.

use super::super::concerned::quoted;
use super::super::rule::{Judge, Rule};
use super::published;
use crate::evidence::{Asked, Deviation, Evidence, SourceOutcome, Unusable};
use crate::model::ServerText;
use crate::report::{Advice, Severity, Who};

/// The mail domain publishes a document, and mail programs can make nothing of it, or of a server in it.
pub(in super::super) static BROKEN_DOCUMENT: Rule = Rule {
    id: "settings.broken-document",
    severity: Severity::Warning,
    reference: "draft-ietf-mailmaint-autoconfig §3",
    judge: Judge::Run(|evidence| {
        let broken: Vec<Broken<'_>> = evidence
            .answers()
            .filter(|asked| published::is_of_the_domain(asked.source))
            .filter_map(|asked| broken(evidence, asked))
            .collect();
        let first = broken.iter().min_by_key(|it| it.how)?;
        let advice = Advice::new(Who::Provider)
            .case(first.how.name())
            .arg("source", published::name(first.asked))
            .arg("location", published::location(first.asked))
            .arg("line", i64::from(first.line))
            .arg("kind", first.kind)
            .arg("text", quoted(&first.text));
        Some(advice.evidence(broken.iter().map(Broken::shown)))
    }),
};

/// What is wrong with a document, the worst first.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum How {
    /// It is not the one that DNS vouches for.
    Digest,
    /// It cannot be read at all.
    Malformed,
    /// No server in it can be used.
    NoServer,
    /// A server in it has to be left out.
    Section,
    /// It is a page for people.
    WebPage,
}

impl How {
    fn name(self) -> &'static str {
        match self {
            Self::Digest => "digest",
            Self::Malformed => "malformed",
            Self::NoServer => "no-server",
            Self::Section => "section",
            Self::WebPage => "web-page",
        }
    }
}

struct Broken<'a> {
    how: How,
    asked: &'a Asked,
    /// Where in the document, 0 where that is not told.
    line: u32,
    /// The kind of deviation, empty where it is the whole document.
    kind: &'a str,
    /// What is wrong, in the reader's or the document's words.
    text: String,
}

impl Broken<'_> {
    fn shown(&self) -> ServerText {
        let Self { asked, line, text, .. } = self;
        let place = if *line == 0 { String::new() } else { format!(":{line}") };
        let what = if text.is_empty() { String::new() } else { format!(": {text}") };
        ServerText::from(format!("{}{place}{what}", asked.location).as_str())
    }
}

fn broken<'a>(evidence: &Evidence, asked: &'a Asked) -> Option<Broken<'a>> {
    let whole =
        |how, text: &str| Some(Broken { how, asked, line: 0, kind: "", text: text.to_owned() });
    // What is more than anybody needs is left out everywhere.
    let is_loss = |it: &&Deviation| it.dropped && !it.kind.starts_with("too-many");
    let section = |how| {
        let it = asked.deviations.iter().find(is_loss)?;
        let text = format!("{}: {}", it.kind, it.text);
        Some(Broken { how, asked, line: it.line, kind: &it.kind, text })
    };
    match &asked.outcome {
        SourceOutcome::Found => section(How::Section),
        SourceOutcome::Unusable { why } => match why {
            Unusable::DigestMismatch => whole(How::Digest, ""),
            Unusable::Malformed { text } => whole(How::Malformed, text),
            Unusable::NoServer => section(How::NoServer).or_else(|| whole(How::NoServer, "")),
            // Web servers show some page for any address. It is worth a word where there is nothing else.
            Unusable::HtmlPage => {
                let is_alone = published::answers(evidence).is_empty();
                if is_alone { whole(How::WebPage, "") } else { None }
            }
            Unusable::CaptivePortal | Unusable::WantsLogin | Unusable::WildcardDns => None,
        },
        SourceOutcome::Failed { .. }
        | SourceOutcome::NotFetched { .. }
        | SourceOutcome::NotOffered
        | SourceOutcome::Nothing
        | SourceOutcome::SentElsewhere { .. }
        | SourceOutcome::Skipped => None,
    }
}
