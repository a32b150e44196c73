//! The words of every language, out of Fluent files. What is missing falls back to English, then to
//! its own name: a report is told whatever happens.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::OnceLock;
use std::time::Duration;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

use crate::report::{Advice, Arg, Finding, Who};

/// A language that reports can be told in.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Ja];

    /// The language's tag (BCP 47).
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// The language of a locale as `LC_ALL`, `LC_MESSAGES` and `LANG` name it; `None` when it is none
    /// that we speak.
    ///
    /// Source: POSIX.1-2024 §8.2, `language[_territory][.codeset][@modifier]`.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::render::Lang;
    /// assert_eq!(Lang::from_locale("ja_JP.UTF-8"), Some(Lang::Ja));
    /// assert_eq!(Lang::from_locale("C.UTF-8"), Some(Lang::En));
    /// assert_eq!(Lang::from_locale("fr_FR"), None);
    /// ```
    pub fn from_locale(locale: &str) -> Option<Self> {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language == "C" || language == "POSIX" {
            return Some(Self::En);
        }
        language.parse().ok()
    }

    fn tag(self) -> LanguageIdentifier {
        self.name().parse().unwrap_or_default()
    }

    fn sources(self) -> [&'static str; 8] {
        match self {
            Self::En => [
                include_str!("../../locales/en/ui.ftl"),
                include_str!("../../locales/en/findings.ftl"),
                include_str!("../../locales/en/compare.ftl"),
                include_str!("../../locales/en/support.ftl"),
                include_str!("../../locales/en/explain.ftl"),
                include_str!("../../locales/en/clients.ftl"),
                include_str!("../../locales/en/discovery.ftl"),
                include_str!("../../locales/en/entrance.ftl"),
            ],
            Self::Ja => [
                include_str!("../../locales/ja/ui.ftl"),
                include_str!("../../locales/ja/findings.ftl"),
                include_str!("../../locales/ja/compare.ftl"),
                include_str!("../../locales/ja/support.ftl"),
                include_str!("../../locales/ja/explain.ftl"),
                include_str!("../../locales/ja/clients.ftl"),
                include_str!("../../locales/ja/discovery.ftl"),
                include_str!("../../locales/ja/entrance.ftl"),
            ],
        }
    }
}

impl FromStr for Lang {
    type Err = ParseLangError;

    fn from_str(text: &str) -> Result<Self, ParseLangError> {
        Self::ALL
            .into_iter()
            .find(|lang| lang.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| ParseLangError::Unknown { text: text.to_owned() })
    }
}

/// Why a text is not a language of ours.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseLangError {
    /// It is none that we speak.
    #[error("the language {text:?} is unknown; use en or ja")]
    Unknown {
        /// What was given.
        text: String,
    },
}

/// The words of one language.
///
/// # Examples
///
/// ```
/// use mailcheck::render::{Lang, Words};
/// use std::time::Duration;
/// assert_eq!(Words::new(Lang::En).wait(Duration::from_secs(300)), "5 minutes");
/// assert_eq!(Words::new(Lang::Ja).wait(Duration::from_secs(300)), "5 分");
/// ```
pub struct Words {
    lang: Lang,
    /// Whose clock dates are told by.
    zone: TimeZone,
    /// What programs add of their own.
    more: Vec<fn(Lang) -> &'static str>,
    bundle: FluentBundle<FluentResource>,
    /// English, read when it is first needed.
    fallback: OnceLock<FluentBundle<FluentResource>>,
}

impl Words {
    /// Reads the words of one language; that of no other. Dates are told in UTC.
    pub fn new(lang: Lang) -> Self {
        let (bundle, fallback) = (bundle(lang), OnceLock::new());
        Self { lang, zone: TimeZone::UTC, more: Vec::new(), bundle, fallback }
    }

    /// Adds a program's own texts, as the content of a Fluent file for each language.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::render::{Lang, Words};
    /// let words = Words::new(Lang::Ja).and(|lang| match lang {
    ///     Lang::Ja => "hello = こんにちは",
    ///     _ => "hello = Hello",
    /// });
    /// assert_eq!(words.ui("hello", &[]), "こんにちは");
    /// ```
    #[must_use]
    pub fn and(mut self, more: fn(Lang) -> &'static str) -> Self {
        add(&mut self.bundle, more(self.lang));
        self.more.push(more);
        self.fallback = OnceLock::new();
        self
    }

    /// Tells dates by the clocks of a time zone.
    #[must_use]
    pub fn zone(mut self, zone: TimeZone) -> Self {
        self.zone = zone;
        self
    }

    /// Which language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// What a finding is called.
    pub fn title(&self, finding: &Finding) -> String {
        self.part(finding, "title")
    }

    /// Why it is so.
    pub fn cause(&self, finding: &Finding) -> String {
        self.part(finding, "cause")
    }

    /// What to do first.
    pub fn action(&self, finding: &Finding) -> String {
        self.part(finding, "action")
    }

    /// What it may be due to, the likeliest first; empty when the cause is certain.
    pub fn causes(&self, finding: &Finding) -> Vec<String> {
        let args = self.args(&finding.advice);
        finding.advice.causes.iter().map(|id| self.message(id, None, &args)).collect()
    }

    /// Who can act.
    pub fn who(&self, who: Who) -> String {
        self.ui(&format!("who-{}", who.name()), &[])
    }

    /// A length of time, in the largest unit that divides it. Nobody counts many seconds, so these
    /// are rounded up to minutes.
    pub fn wait(&self, wait: Duration) -> String {
        let mut seconds = wait.as_secs();
        if seconds > MOST_SECONDS {
            seconds = seconds.div_ceil(60).saturating_mul(60);
        }
        let (unit, length) = [("days", 86_400), ("hours", 3_600), ("minutes", 60)]
            .into_iter()
            .find(|(_, length)| seconds >= *length && seconds.is_multiple_of(*length))
            .unwrap_or(("seconds", 1));
        let count = i64::try_from(seconds / length).unwrap_or(i64::MAX);
        self.ui(unit, &[("count", Arg::Number(count))])
    }

    /// A point in time, to the minute, by the clocks of the time zone, and how far they are from UTC
    /// then.
    pub fn date(&self, at: Timestamp) -> String {
        if at.to_zoned(self.zone.clone()).offset().is_zero() {
            return self.stamp(at, "%Y-%m-%d %H:%M (UTC)", "%Y年%-m月%-d日 %H:%M（UTC）");
        }
        self.stamp(at, "%Y-%m-%d %H:%M (UTC%:z)", "%Y年%-m月%-d日 %H:%M（UTC%:z）")
    }

    /// A day of the time zone.
    pub fn day(&self, at: Timestamp) -> String {
        self.stamp(at, "%Y-%m-%d", "%Y年%-m月%-d日")
    }

    /// Several texts as one.
    pub fn list(&self, texts: &[String]) -> String {
        texts.join(self.comma())
    }

    /// Sentences, one behind the other.
    pub(super) fn sentences(&self, texts: &[String]) -> String {
        let gap = match self.lang {
            Lang::En => " ",
            Lang::Ja => "",
        };
        texts.join(gap)
    }

    /// A text of the program itself.
    pub fn ui(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.message(key, None, &self.values(args))
    }

    /// A text of the program itself, or one part of it, if this language has it.
    pub fn find(
        &self,
        key: &str,
        part: Option<&str>,
        args: &[(&'static str, Arg)],
    ) -> Option<String> {
        let text = format(&self.bundle, key, part, &self.values(args))?;
        Some(self.one_line(&text))
    }

    /// One part of a text of the program itself.
    pub(super) fn attribute(&self, key: &str, part: &str, args: &[(&'static str, Arg)]) -> String {
        self.message(key, Some(part), &self.values(args))
    }

    fn values<'a>(&self, args: &'a [(&'static str, Arg)]) -> FluentArgs<'a> {
        let mut values = FluentArgs::new();
        for (name, value) in args {
            values.set(*name, self.value(value));
        }
        values
    }

    fn stamp(&self, at: Timestamp, en: &str, ja: &str) -> String {
        let format = match self.lang {
            Lang::En => en,
            Lang::Ja => ja,
        };
        at.to_zoned(self.zone.clone()).strftime(format).to_string()
    }

    fn comma(&self) -> &'static str {
        match self.lang {
            Lang::En => ", ",
            Lang::Ja => "、",
        }
    }

    fn part(&self, finding: &Finding, part: &str) -> String {
        let key = finding.id.replace('.', "-");
        self.message(&key, Some(part), &self.args(&finding.advice))
    }

    fn args<'a>(&self, advice: &'a Advice) -> FluentArgs<'a> {
        let mut args = FluentArgs::new();
        args.set("case", advice.case);
        for (name, value) in &advice.args {
            args.set(*name, self.value(value));
        }
        if let Some(wait) = advice.wait {
            args.set("wait", self.wait(wait.length));
        }
        args
    }

    fn value<'a>(&self, value: &'a Arg) -> FluentValue<'a> {
        match value {
            Arg::Date(at) => self.date(*at).into(),
            Arg::List(texts) => self.list(texts).into(),
            Arg::Name { en, ja } => {
                let name = match self.lang {
                    Lang::En => en,
                    Lang::Ja => ja,
                };
                FluentValue::String(Cow::Borrowed(name))
            }
            Arg::Number(number) => (*number).into(),
            Arg::Text(text) => FluentValue::String(Cow::Borrowed(text)),
        }
    }

    fn message(&self, key: &str, part: Option<&str>, args: &FluentArgs<'_>) -> String {
        let english = || {
            self.fallback.get_or_init(|| {
                let mut english = bundle(Lang::En);
                for more in &self.more {
                    add(&mut english, more(Lang::En));
                }
                english
            })
        };
        let text = format(&self.bundle, key, part, args).or_else(|| match self.lang {
            Lang::En => None,
            Lang::Ja => format(english(), key, part, args),
        });
        let text = text.unwrap_or_else(|| match part {
            Some(part) => format!("{key}.{part}"),
            None => key.to_owned(),
        });
        self.one_line(&text)
    }

    /// The files break long texts into lines; what they say is one.
    fn one_line(&self, text: &str) -> String {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut whole = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            let is_ascii = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii());
            let ends = is_ascii(whole.chars().next_back()) || is_ascii(line.chars().next());
            if ends || self.lang == Lang::En {
                whole.push(' ');
            }
            whole.push_str(line);
        }
        whole
    }

    /// Other words in place of the language's own.
    #[cfg(test)]
    pub(super) fn with(lang: Lang, source: &str) -> Self {
        let mut words = Self::new(lang);
        let resource = FluentResource::try_new(source.to_owned()).expect("is Fluent");
        words.bundle.add_resource_overriding(resource);
        words
    }
}

/// Longest wait that is told in seconds.
const MOST_SECONDS: u64 = 120;

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.tag()]);
    bundle.set_use_isolating(false);
    for source in lang.sources() {
        add(&mut bundle, source);
    }
    bundle
}

/// Adds a file. What can be read of one with a mistake is better than nothing; a test finds mistakes.
fn add(bundle: &mut FluentBundle<FluentResource>, source: &str) {
    let resource =
        FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable, _mistakes)| readable);
    bundle.add_resource_overriding(resource);
}

fn format(
    bundle: &FluentBundle<FluentResource>,
    key: &str,
    part: Option<&str>,
    args: &FluentArgs<'_>,
) -> Option<String> {
    let message = bundle.get_message(key)?;
    let pattern = match part {
        Some(part) => message.get_attribute(part)?.value(),
        None => message.value()?,
    };
    // A missing argument shows as `{$name}`; a test of the words finds it.
    Some(bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Severity, WaitSource};

    #[test]
    fn files_have_no_mistakes_and_the_same_keys() {
        let mut keys = Vec::new();
        for lang in Lang::ALL {
            for source in lang.sources() {
                let resource = FluentResource::try_new(source.to_owned());
                assert!(resource.is_ok(), "{lang:?}: {:?}", resource.map_err(|(_, why)| why));
            }
            let [ui, ..] = lang.sources();
            let key = |line: &str| line.split_once(" = ").map(|(key, _)| key.to_owned());
            let named = ui.lines().filter(|line| line.starts_with(|c: char| c.is_lowercase()));
            keys.push(named.filter_map(key).collect::<Vec<_>>());
        }
        assert!(keys.iter().all(|other| *other == keys[0]), "{keys:#?}");
    }

    /// Half-width words stand apart from Japanese ones, and brackets are full-width, as the head of
    /// `ja/findings.ftl` says.
    #[test]
    fn japanese_keeps_its_house_style() {
        let half = |letter: char| letter.is_ascii_graphic() && letter != ':';
        let full = |letter: char| letter.is_alphabetic() && !letter.is_ascii();
        let apart = |a: char, b: char| (half(a) && full(b)) || (full(a) && half(b));
        let mut seen = 0;
        for line in Lang::Ja.sources().into_iter().flat_map(str::lines) {
            let line = line.trim();
            if line.starts_with('#') || line.ends_with("->") {
                continue;
            }
            let line = line.split_once(" = ").map_or(line, |(_key, value)| value);
            // What stands for a date ends in a bracket or a word, all else in half-width letters.
            let mut said = String::new();
            for piece in line.split_inclusive('}') {
                let (text, name) = piece.split_once("{ $").unwrap_or((piece, ""));
                let is_date = ["begin", "date", "end", "server-date", "today", "until"]
                    .contains(&name.trim_end_matches(" }"));
                said += text;
                said += if is_date {
                    "1）"
                } else if name.is_empty() {
                    ""
                } else {
                    "x"
                };
            }
            let letters: Vec<char> = said.chars().collect();
            let wrong = letters.windows(2).find(|pair| apart(pair[0], pair[1]));
            assert_eq!(wrong, None, "{line}");
            assert!(!said.contains(['(', ')']), "{line}");
            assert!(!said.contains("） ") && !said.contains(" （"), "{line}");
            seen += usize::from(letters.iter().any(|letter| full(*letter)));
        }
        assert!(seen > 200, "only {seen} lines were read");
    }

    #[test]
    fn a_program_adds_words_of_its_own() {
        let more = |lang| match lang {
            Lang::En => "own = own\nonly-english = English",
            Lang::Ja => "own = 自前\n    .part = { $n } 個",
        };
        let words = Words::new(Lang::Ja).and(more);
        assert_eq!(words.ui("own", &[]), "自前");
        assert_eq!(words.ui("only-english", &[]), "English");
        assert_eq!(words.find("only-english", None, &[]), None);
        let args = [("n", Arg::Number(2))];
        assert_eq!(words.find("own", Some("part"), &args).as_deref(), Some("2 個"));
        assert_eq!(words.find("own", Some("other"), &args), None);
    }

    #[test]
    fn what_is_missing_has_a_name() {
        let words = Words::new(Lang::Ja);
        assert_eq!(words.ui("no-such-key", &[]), "no-such-key");
        let finding = Finding::new(
            "no-such.finding",
            Severity::Error,
            None,
            Advice::new(Who::You).causes(&["no-such-cause"]),
            "",
        );
        assert_eq!(words.title(&finding), "no-such-finding.title");
        assert_eq!(words.causes(&finding), ["no-such-cause"]);
    }

    #[test]
    fn times_are_told() {
        let at: Timestamp = "2026-11-23T04:05:06Z".parse().expect("is a time");
        let (en, ja) = (Words::new(Lang::En), Words::new(Lang::Ja));
        assert_eq!(en.date(at), "2026-11-23 04:05 (UTC)");
        assert_eq!(ja.date(at), "2026年11月23日 04:05（UTC）");
        assert_eq!(ja.day(at), "2026年11月23日");
        for (seconds, expected) in [
            (1, "1 second"),
            (90, "90 seconds"),
            (299, "5 minutes"),
            (1_501, "26 minutes"),
            (3_600, "1 hour"),
            (172_800, "2 days"),
        ] {
            assert_eq!(en.wait(Duration::from_secs(seconds)), expected);
        }
    }

    #[test]
    fn a_wait_says_whose_rule_it_is() {
        let all = [
            WaitSource::Default,
            WaitSource::Ledger,
            WaitSource::Provider,
            WaitSource::Reply,
            WaitSource::Software,
        ];
        for lang in Lang::ALL {
            let mut told = all.map(|whose| {
                let args =
                    [("wait", "W".into()), ("whose", whose.name().into()), ("source", "S".into())];
                let text = Words::new(lang).ui("wait-before", &args);
                let is_named = matches!(whose, WaitSource::Provider | WaitSource::Software);
                assert!(text.contains('W') && text.contains(": S") == is_named, "{text}");
                text
            });
            told.sort();
            assert!(told.windows(2).all(|pair| pair[0] != pair[1]), "{told:#?}");
        }
    }

    #[test]
    fn times_are_those_of_the_zone() {
        let night: Timestamp = "2026-11-23T23:05:06Z".parse().expect("is a time");
        let japan = TimeZone::fixed(jiff::tz::offset(9));
        let (en, ja) = (Words::new(Lang::En), Words::new(Lang::Ja).zone(japan));
        assert_eq!(ja.date(night), "2026年11月24日 08:05（UTC+09:00）");
        assert_eq!(ja.day(night), "2026年11月24日");
        // In summer clocks go by another offset than in winter, in London by none.
        let london = TimeZone::posix("GMT0BST,M3.5.0/1,M10.5.0").expect("is a time zone");
        let en = en.zone(london);
        assert_eq!(en.date(night), "2026-11-23 23:05 (UTC)");
        let summer: Timestamp = "2026-06-15T23:05:06Z".parse().expect("is a time");
        assert_eq!(en.date(summer), "2026-06-16 00:05 (UTC+01:00)");
    }

    #[test]
    fn locales_lead_to_languages() {
        for (locale, expected) in [
            ("ja", Some(Lang::Ja)),
            ("ja_JP.eucJP", Some(Lang::Ja)),
            ("en_GB@euro", Some(Lang::En)),
            ("POSIX", Some(Lang::En)),
            ("", None),
            ("jam_JM", None),
        ] {
            assert_eq!(Lang::from_locale(locale), expected, "{locale}");
        }
    }

    #[test]
    fn broken_lines_are_joined() {
        assert_eq!(
            Words::new(Lang::Ja).one_line("改行は\n消えます。\nIMAP"),
            "改行は消えます。 IMAP"
        );
        assert_eq!(Words::new(Lang::En).one_line("one\n  two"), "one two");
    }
}
