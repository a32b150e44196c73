//! `mailcheck explain`: what a text means, out of what is known beforehand.

mod rules;

use std::io::{self, IsTerminal as _, Read as _};

use mailcheck::explain::{MAX_OCTETS, decode, explain, findings};
use mailcheck::render::{Style, explanation_json, explanation_text};
use mailcheck_presets::lint;

use crate::args::{Explain, Plain};
use crate::complaint::{Complaint, Message, note};
use crate::exit::Ending;
use crate::output::{self, Sink};
use crate::reasons;

/// Why there is nothing to explain.
#[derive(Debug)]
enum ReadTextError {
    Nothing,
    Empty,
    Binary,
    Read(io::Error),
}

impl From<ReadTextError> for Complaint {
    fn from(why: ReadTextError) -> Self {
        let message = match &why {
            ReadTextError::Nothing => Message::new("explain-nothing"),
            ReadTextError::Empty => Message::new("explain-empty"),
            ReadTextError::Binary => Message::new("explain-binary"),
            ReadTextError::Read(why) => {
                Message::new("explain-unreadable").with("why", reasons::of(why))
            }
        };
        message.into()
    }
}

pub(crate) fn run(call: &Explain) -> Result<Ending, Complaint> {
    if call.list {
        let ids = findings().chain(lint::all().iter().map(|rule| rule.id));
        return output::print(&ids.map(|id| id.to_owned() + "\n").collect::<String>());
    }
    let text = text(call)?;
    // Windows puts a byte order mark before text that is piped.
    if text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}').is_empty() {
        return Err(ReadTextError::Empty.into());
    }
    let lang = output::lang(call.show.lang);
    let style = Style::new(lang).colour(output::is_stdout_coloured(call.show.color));
    if let Some(rule) = rules::named(&text) {
        let told = match call.show.format {
            Plain::Json => rules::json(rule, text.trim(), lang),
            Plain::Text => rules::text(rule, &style),
        };
        return output::print(&told);
    }
    let mut explained = explain(&text);
    explained.nearest = explained.nearest.or_else(|| rules::nearest(&text));
    let told = match call.show.format {
        Plain::Json => explanation_json(&explained, lang),
        Plain::Text => explanation_text(&explained, &style),
    };
    Sink::open(None)?.write(&told)?;
    Ok(if explained.is_known() { Ending::Done } else { Ending::CouldNotTell })
}

/// The arguments as one text, else standard input; of that no more than is looked at.
fn text(call: &Explain) -> Result<String, ReadTextError> {
    let is_dash = call.text.len() == 1 && call.text.iter().all(|word| word == "-");
    if !call.text.is_empty() && !is_dash {
        return Ok(call.text.join(" "));
    }
    let stdin = io::stdin();
    if call.text.is_empty() && stdin.is_terminal() {
        return Err(ReadTextError::Nothing);
    }
    let mut octets = Vec::new();
    // One more than is looked at tells that there is more.
    let limit = u64::try_from(MAX_OCTETS).unwrap_or(u64::MAX).saturating_add(1);
    stdin.lock().take(limit).read_to_end(&mut octets).map_err(ReadTextError::Read)?;
    if octets.len() > MAX_OCTETS {
        let kib = (MAX_OCTETS >> 10).to_string();
        note(&Message::new("explain-cut").with("kib", kib));
    }
    decode(&octets).ok_or(ReadTextError::Binary)
}
