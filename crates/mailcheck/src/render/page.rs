//! Lines of a fixed width, in colour or not. Everything that the text format shows passes here, and
//! is escaped here. Programs and other crates write what is to look the same by it.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Paint};
use textwrap::core::{Word, display_width};
use textwrap::{Options, WordSeparator, WordSplitter};

use super::escape;

/// What a piece of text is, which decides its colour.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Role {
    /// Keeps mail from working.
    Bad,
    /// All is well.
    Good,
    /// A heading.
    Heading,
    /// The name of what follows.
    Label,
    /// Good to know.
    Note,
    /// Ordinary text.
    Plain,
    /// Will bite some day.
    Warn,
}

impl Role {
    fn paint(self) -> Paint {
        match self {
            Self::Bad => AnsiColor::Red.on_default().bold(),
            Self::Good => AnsiColor::Green.on_default().bold(),
            Self::Heading => Paint::new().bold(),
            Self::Label => AnsiColor::Cyan.on_default(),
            Self::Note => AnsiColor::Blue.on_default().bold(),
            Self::Plain => Paint::new(),
            Self::Warn => AnsiColor::Yellow.on_default().bold(),
        }
    }
}

/// Lines written so far. Whatever is said is escaped.
///
/// # Examples
///
/// ```
/// use mailcheck::render::{Page, Role};
/// let mut page = Page::new(80, false);
/// page.say(Role::Heading, "mail.example.org");
/// page.entry("  port", 8, "993\u{7}");
/// assert_eq!(page.into_text(), "mail.example.org\n  port  993\\u{7}\n");
/// ```
#[derive(Debug)]
pub struct Page {
    width: usize,
    colour: bool,
    out: String,
}

impl Page {
    /// An empty page with lines of so many columns, in colour or not.
    pub fn new(width: usize, colour: bool) -> Self {
        Self { width: width.max(NARROWEST), colour, out: String::new() }
    }

    /// Columns of a line.
    pub fn width(&self) -> usize {
        self.width
    }

    /// What was written.
    pub fn into_text(self) -> String {
        self.out
    }

    /// Leaves a line empty, unless there is nothing above it.
    pub fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Writes text in one role.
    pub fn say(&mut self, role: Role, text: &str) {
        self.paragraph((role, ""), 0, (role, text));
    }

    /// Writes a lead and, `column` columns from the left, what it introduces. Empty text is nothing to
    /// introduce.
    pub fn entry(&mut self, lead: &str, column: usize, text: &str) {
        self.paragraph((Role::Label, lead), column, (Role::Plain, text));
    }

    /// The same with the roles named; lines after the first begin at `column`.
    pub fn paragraph(
        &mut self,
        (lead_role, lead): (Role, &str),
        column: usize,
        (role, text): (Role, &str),
    ) {
        if text.is_empty() {
            return;
        }
        let lead = pad(&escape(lead), column);
        let text = escape(text);
        for (number, line) in lines(&text, self.width, &lead, column).iter().enumerate() {
            let line: &str = line;
            match line.strip_prefix(&lead) {
                Some("") if number == 0 => self.push(lead_role, lead.trim_end()),
                Some(rest) if number == 0 => {
                    self.push(lead_role, &lead);
                    self.push(role, rest);
                }
                Some(_) | None => self.push(role, line),
            }
            self.out.push('\n');
        }
    }

    /// The choke point: no other function adds text to the page.
    fn push(&mut self, role: Role, text: &str) {
        let text = escape(text);
        let paint = role.paint();
        if !self.colour || text.trim().is_empty() || paint.is_plain() {
            self.out.push_str(&text);
            return;
        }
        // Writing to a String cannot fail.
        let _infallible = write!(self.out, "{paint}{text}{paint:#}");
    }
}

/// The lines of a text, the first behind a lead, the others from a column on.
fn lines<'a>(text: &'a str, width: usize, lead: &'a str, column: usize) -> Vec<Cow<'a, str>> {
    let indent = " ".repeat(column);
    let options = Options::new(width)
        .initial_indent(lead)
        .subsequent_indent(&indent)
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options)
}

/// Breaks one line of text where it is wider than so many columns. Wide characters take two; host names
/// and options stay whole. What follows the first break begins at `column`, and what stands before that
/// column in the line stays as it is.
///
/// # Examples
///
/// ```
/// use mailcheck::render::wrapped;
/// assert_eq!(wrapped("  -4  IPv4 だけを使います", 20, 6), "  -4  IPv4 だけを使\n      います");
/// ```
pub fn wrapped(line: &str, width: usize, column: usize) -> String {
    let mut columns = 0;
    let split = line.char_indices().find(|(_, letter)| {
        let is_there = columns >= column;
        columns += display_width(letter.encode_utf8(&mut [0; 4]));
        is_there
    });
    let (lead, text) = line.split_at(split.map_or(line.len(), |(at, _)| at));
    lines(text, width, lead, column).join("\n")
}

/// Fills up to a column with spaces; wide characters take two.
///
/// # Examples
///
/// ```
/// use mailcheck::render::pad;
/// assert_eq!(pad("結果", 6) + ":", "結果  :");
/// ```
pub fn pad(text: &str, column: usize) -> String {
    format!("{text}{}", " ".repeat(column.saturating_sub(display_width(text))))
}

/// Where a line may end: at spaces, and between wide characters as Unicode allows (UAX 14), which
/// keeps closing marks with what they close. Never inside ASCII text, for host names, options and
/// addresses are to be copied, nor inside a word in katakana, nor between a number and its part of a
/// date.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    // Words are measured at the end, each once, for somebody may send a word without end.
    let mut pieces: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for piece in WordSeparator::UnicodeBreakProperties.find_words(line) {
        let length = piece.word.len() + piece.whitespace.len();
        let before = line.get(start..end).and_then(|text| text.chars().next_back());
        let joins = before.zip(piece.word.chars().next()).is_some_and(|(before, next)| {
            is_ascii_word(before, next) || is_katakana(before, next) || is_date(before, next)
        });
        if joins {
            pieces.pop();
        } else {
            start = end;
        }
        end += length;
        pieces.extend(line.get(start..end));
    }
    Box::new(pieces.into_iter().map(Word::from))
}

fn is_ascii_word(before: char, next: char) -> bool {
    before.is_ascii() && before != ' ' && next.is_ascii()
}

fn is_katakana(before: char, next: char) -> bool {
    [before, next].iter().all(|letter| matches!(letter, '\u{30a1}'..='\u{30fa}' | '\u{30fc}'))
}

fn is_date(before: char, next: char) -> bool {
    before.is_ascii_digit() && matches!(next, '年' | '月' | '日')
}

/// Below this, labels would leave no room for text.
const NARROWEST: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_stay_whole_and_wide_characters_count_twice() {
        let mut page = Page::new(40, false);
        page.entry("  do", 8, "Use imap.some-long-name.example.org/starttls or nothing.");
        page.entry("  対処", 8, "「接続の保護」を確認してください。ポート番号は993です。");
        let text = page.into_text();
        assert!(text.contains("imap.some-long-name.example.org/"), "{text}");
        assert!(text.lines().all(|line| display_width(line) <= 40), "{text}");
        assert!(text.lines().all(|line| !line.trim_start().starts_with(['。', '」'])), "{text}");
    }

    #[test]
    fn numbers_stay_with_their_part_of_a_date() {
        for lead in 1..30 {
            let mut page = Page::new(40, false);
            page.say(Role::Plain, &format!("{}2026年6月15日です。", "あ".repeat(lead)));
            let text = page.into_text();
            assert!(
                text.lines().all(|line| !line.ends_with(|it: char| it.is_ascii_digit())),
                "{text}"
            );
        }
    }

    #[test]
    fn colour_is_around_text_that_is_escaped() {
        let mut page = Page::new(80, true);
        page.say(Role::Bad, "a\u{1b}[0mb\n");
        assert_eq!(page.into_text(), "\u{1b}[1m\u{1b}[31ma\\u{1b}[0mb\\u{a}\u{1b}[0m\n");
    }
}
