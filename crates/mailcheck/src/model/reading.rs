//! Text of servers that do not speak UTF-8: how it reads, where that can be told.

use encoding_rs::{EUC_JP, GBK, ISO_2022_JP, SHIFT_JIS};

use super::ServerText;

/// An encoding in which servers of East Asia wrote before UTF-8.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Encoding {
    /// EUC-JP.
    EucJp,
    /// GBK.
    Gbk,
    /// ISO-2022-JP (RFC 1468).
    Iso2022Jp,
    /// `Shift_JIS`.
    ShiftJis,
}

impl Encoding {
    /// Every encoding.
    pub const ALL: [Self; 4] = [Self::EucJp, Self::Gbk, Self::Iso2022Jp, Self::ShiftJis];

    /// The name that IANA gave it.
    pub fn name(self) -> &'static str {
        match self {
            Self::EucJp => "EUC-JP",
            Self::Gbk => "GBK",
            Self::Iso2022Jp => "ISO-2022-JP",
            Self::ShiftJis => "Shift_JIS",
        }
    }

    fn decoder(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::EucJp => EUC_JP,
            Self::Gbk => GBK,
            Self::Iso2022Jp => ISO_2022_JP,
            Self::ShiftJis => SHIFT_JIS,
        }
    }
}

/// A text as it reads in an encoding.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Reading {
    /// The encoding.
    pub encoding: Encoding,
    /// The text, made safe as every text of a server.
    pub text: ServerText,
}

impl ServerText {
    /// How this text reads, where it is no UTF-8 and one encoding alone makes sense of it.
    ///
    /// Kana are what Japanese is told by: without any, only characters that the other language does
    /// not use in ordinary text decide, and where both could be meant there is no reading.
    ///
    /// # Examples
    ///
    /// ```
    /// use mailcheck::model::{Encoding, ServerText};
    /// let text = ServerText::from_bytes(b"535 \xc7\xa7\xbe\xda\xa4\xcb\xbc\xba\xc7\xd4\xa4\xb7\xa4\xde\xa4\xb7\xa4\xbf");
    /// let reading = text.reading().expect("one encoding fits");
    /// assert_eq!(reading.encoding, Encoding::EucJp);
    /// assert_eq!(ServerText::from("plain").reading(), None);
    /// ```
    pub fn reading(&self) -> Option<Reading> {
        let octets = self.octets()?;
        let mut plausible = Encoding::ALL.into_iter().filter_map(|encoding| {
            let text = decode(&octets, encoding)?;
            is_plausible(&octets, &text, encoding).then_some((encoding, text))
        });
        let (encoding, text) = plausible.next()?;
        let is_the_only_one = plausible.next().is_none();
        is_the_only_one.then(|| Reading { encoding, text: text.into() })
    }

    /// How this text reads in each encoding in which it is valid, whether or not it makes sense.
    /// None where it is ASCII or UTF-8.
    pub fn readings(&self) -> Vec<Reading> {
        let Some(octets) = self.octets() else { return Vec::new() };
        let read = |encoding| {
            let text = decode(&octets, encoding)?;
            Some(Reading { encoding, text: text.into() })
        };
        Encoding::ALL.into_iter().filter_map(read).collect()
    }

    /// The octets as they came, as far as can be told from what was made visible; `None` where
    /// nothing was that another encoding could explain.
    fn octets(&self) -> Option<Vec<u8>> {
        let text = self.as_str();
        let text = text.strip_suffix('…').unwrap_or(text);
        if !text.contains("\\x") && !text.contains(ESCAPE) {
            return None;
        }
        let mut octets = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let hidden = if rest.starts_with(ESCAPE) {
                Some((0x1b, ESCAPE.len()))
            } else {
                let digits = rest.strip_prefix("\\x").and_then(|rest| rest.get(..2));
                let octet = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                // ASCII is never written like this, so a lower one is the server's own words.
                octet.filter(|octet| *octet >= 0x80).map(|octet| (octet, "\\xNN".len()))
            };
            let length = if let Some((octet, length)) = hidden {
                octets.push(octet);
                length
            } else {
                octets.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                letter.len_utf8()
            };
            rest = rest.get(length..)?;
        }
        Some(octets)
    }
}

fn decode(octets: &[u8], encoding: Encoding) -> Option<String> {
    let is_shifted = octets.contains(&0x1b);
    if is_shifted != (encoding == Encoding::Iso2022Jp) {
        return None;
    }
    let text = encoding.decoder().decode_without_bom_handling_and_without_replacement(octets)?;
    (!text.is_ascii()).then(|| text.into_owned())
}

/// Whether a text reads like one that somebody wrote in this encoding.
fn is_plausible(octets: &[u8], text: &str, encoding: Encoding) -> bool {
    let foreign = || text.chars().filter(|letter| !letter.is_ascii());
    let is_written =
        foreign().all(|letter| is_kana(letter) || is_ideograph(letter) || is_mark(letter));
    let has_kana = foreign().any(is_kana);
    is_written
        && match encoding {
            Encoding::EucJp => has_kana || lead_octets(octets).all(|lead| lead <= JIS_COMMON),
            Encoding::Gbk => {
                !has_kana && lead_octets(octets).all(|lead| (0xa1..=GB_COMMON).contains(&lead))
            }
            // Its escapes are a signature of their own.
            Encoding::Iso2022Jp => true,
            Encoding::ShiftJis => has_kana || sjis_leads(octets).all(|lead| lead <= SJIS_COMMON),
        }
}

/// The first octets of the pairs, where both octets of a pair have the high bit set.
fn lead_octets(octets: &[u8]) -> impl Iterator<Item = u8> + '_ {
    pairs(octets, |octet| octet >= 0x80)
}

/// The first octets of the pairs of `Shift_JIS`.
fn sjis_leads(octets: &[u8]) -> impl Iterator<Item = u8> + '_ {
    pairs(octets, |octet| matches!(octet, 0x81..=0x9f | 0xe0..=0xfc))
}

fn pairs(octets: &[u8], is_lead: fn(u8) -> bool) -> impl Iterator<Item = u8> + '_ {
    let mut is_trail = false;
    octets.iter().copied().filter(move |octet| {
        let is_first = !is_trail && is_lead(*octet);
        is_trail = is_first;
        is_first
    })
}

/// Hiragana and katakana; half-width katakana are what `Shift_JIS` makes of anything.
fn is_kana(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fc}')
}

fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3005}'..='\u{3007}' | '\u{4e00}'..='\u{9fff}')
}

/// Punctuation and full-width forms.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{301f}'
        | '\u{ff01}'..='\u{ff60}')
}

/// How an escape looks once it was made visible.
const ESCAPE: &str = "\\u{1b}";
/// The last row of JIS X 0208's first level, the kanji of ordinary text, in EUC-JP.
const JIS_COMMON: u8 = 0xcf;
/// The same in `Shift_JIS`.
const SJIS_COMMON: u8 = 0x98;
/// The last row of GB 2312's first level, the hanzi of ordinary text.
const GB_COMMON: u8 = 0xd7;

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str, encoding: Encoding) -> ServerText {
        ServerText::from_bytes(&encoding.decoder().encode(text).0)
    }

    #[test]
    fn ordinary_sentences_are_read() {
        let japanese = "535 認証に失敗しました。ユーザー名とパスワードを確認してください。";
        let chinese = "535 Error: 请使用授权码登录。详情请看";
        for (text, encoding) in [
            (japanese, Encoding::EucJp),
            (japanese, Encoding::Iso2022Jp),
            (japanese, Encoding::ShiftJis),
            (chinese, Encoding::Gbk),
            ("用户被锁定", Encoding::Gbk),
            ("NO ログインできません (再試行)", Encoding::ShiftJis),
        ] {
            let reading = encoded(text, encoding).reading();
            let reading = reading.map(|reading| (reading.encoding, reading.text.to_string()));
            assert_eq!(reading, Some((encoding, text.to_owned())));
        }
    }

    #[test]
    fn what_could_be_either_is_not_read() {
        // Characters of both languages' ordinary text, and no kana.
        let text = encoded("利用停止", Encoding::EucJp);
        assert_eq!(text.reading(), None, "{:?}", text.readings());
        assert!(text.readings().iter().any(|reading| reading.text.as_str() == "利用停止"));
    }

    #[test]
    fn what_needs_no_reading_has_none() {
        for text in ["plain", "ü メール", r"C:\xff", "\u{9b}"] {
            assert_eq!(ServerText::from(text).reading(), None, "{text}");
        }
        // Latin letters are none of these encodings.
        assert_eq!(ServerText::from_bytes(b"Identifiant refus\xe9").reading(), None);
        assert_eq!(ServerText::from_bytes(b"\xff\xfe\x00").reading(), None);
    }

    #[test]
    fn readings_are_as_safe_as_texts() {
        let text = ServerText::from_bytes(b"\xa4\xa2\x1b[31m\xa4\xa4\x07");
        for reading in text.readings() {
            assert!(!reading.text.as_str().chars().any(char::is_control), "{reading:?}");
        }
        let cut = ServerText::from_bytes(&b"\xa4\xa2".repeat(5_000));
        assert!(cut.readings().iter().all(|reading| reading.text.as_str().len() < 4_000));
    }

    /// The reply of QQ that was observed.
    #[test]
    fn qq_is_read() {
        let text = ServerText::from_bytes(
            b"535 Error: \xc7\xeb\xca\xb9\xd3\xc3\xca\xda\xc8\xa8\xc2\xeb\xb5\xc7\xc2\xbc",
        );
        let reading = text.reading().expect("is Chinese");
        assert_eq!(reading.text, ServerText::from("535 Error: 请使用授权码登录"));
    }
}
