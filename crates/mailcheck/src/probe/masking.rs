//! Secrets that a server says back are masked before anything is kept or shown.

use zeroize::Zeroizing;

/// A secret, and how many octets of it in a row give it away.
pub(super) struct Kept {
    secret: Zeroizing<String>,
    least: usize,
    /// Where each part of so many octets begins, in the order of the parts.
    parts: Vec<usize>,
}

impl Kept {
    pub(super) fn new(secret: &str, least: usize) -> Self {
        let part = |at: &usize| secret.as_bytes().get(*at..at + least);
        let mut parts: Vec<usize> = (0..=secret.len().saturating_sub(least)).collect();
        parts.sort_by_key(part);
        Self { secret: Zeroizing::new(secret.to_owned()), least, parts }
    }

    fn has_part(&self, octets: &[u8]) -> bool {
        let secret = self.secret.as_bytes();
        let part = |at: &usize| secret.get(*at..at + self.least);
        self.parts.binary_search_by_key(&Some(octets), part).is_ok()
    }
}

/// Replaces every part of a secret that has at least so many octets, and shorter ones where the
/// secret may have been parted by the end of a line.
pub(super) fn mask(line: &mut Vec<u8>, kept: &Kept) {
    let (secret, least) = (kept.secret.as_bytes(), kept.least);
    let mut hidden = vec![false; line.len()];
    let mut hide = |from: usize, octets: usize| {
        hidden.iter_mut().skip(from).take(octets).for_each(|it| *it = true);
    };
    for (at, part) in line.windows(least).enumerate() {
        if kept.has_part(part) {
            hide(at, least);
        }
    }
    for at in 0..line.len() {
        if let Some(octets) = percent_encoded(line.get(at..).unwrap_or_default(), secret) {
            hide(at, octets);
        }
    }
    let text = line.trim_ascii_end();
    let begins = |octets: &usize| secret.get(..*octets).is_some_and(|part| text.ends_with(part));
    if let Some(octets) = (MIN_SECRET_OCTETS..secret.len()).rev().find(begins) {
        hide(text.len() - octets, octets);
    }
    let start = text.len() - without_codes(text).len();
    let text = without_codes(text);
    let ends = |octets: &usize| {
        secret.get(secret.len() - octets..).is_some_and(|part| text.starts_with(part))
    };
    if let Some(octets) = (MIN_SECRET_OCTETS..secret.len()).rev().find(ends) {
        hide(start, octets);
    }
    if !hidden.contains(&true) {
        return;
    }
    let mut masked = Vec::with_capacity(line.len());
    for run in line.iter().zip(hidden).collect::<Vec<_>>().chunk_by(|one, next| one.1 == next.1) {
        if run.first().is_some_and(|(_octet, is_hidden)| *is_hidden) {
            masked.extend_from_slice(b"***");
        } else {
            masked.extend(run.iter().map(|(octet, _is_hidden)| **octet));
        }
    }
    *line = masked;
}

/// With how many octets the text begins that stand for the whole secret, some of them as web addresses
/// and forms have them: `%` and two hexadecimal digits, and `+` for a space.
///
/// Source: RFC 3986 §2.1; URL Standard, `application/x-www-form-urlencoded`.
fn percent_encoded(text: &[u8], secret: &[u8]) -> Option<usize> {
    let mut rest = text;
    for octet in secret {
        rest = match rest {
            [b'%', high, low, rest @ ..] if hexadecimal(*high, *low) == Some(*octet) => rest,
            [b'+', rest @ ..] if *octet == b' ' => rest,
            [plain, rest @ ..] if plain == octet => rest,
            _other => return None,
        };
    }
    Some(text.len() - rest.len())
}

fn hexadecimal(high: u8, low: u8) -> Option<u8> {
    let digit = |octet: u8| char::from(octet).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// What stands behind SMTP's code and enhanced code, if there are any.
fn without_codes(line: &[u8]) -> &[u8] {
    let is_code = |word: &[u8]| word.iter().all(|octet| octet.is_ascii_digit() || *octet == b'.');
    let text = match line.split_at_checked(4) {
        Some((code, text)) if code.get(..3).is_some_and(is_code) => text,
        Some(_) | None => return line,
    };
    let word = text.split(|octet| *octet == b' ').next().unwrap_or_default();
    let rest = if is_code(word) { text.get(word.len()..) } else { None };
    rest.unwrap_or(text).trim_ascii_start()
}

/// So many octets of base64 in a row are no coincidence.
pub(super) const MIN_ENCODED_OCTETS: usize = 8;
/// Shorter than this a secret cannot be told from ordinary words.
pub(super) const MIN_SECRET_OCTETS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_said_back_is_masked() {
        let (plain, password) = ("AHlvdUBtYWlsLnRlc3QAc2VjcmV0", "s3cret word");
        for (secret, least, line, expected) in [
            (
                plain,
                8,
                format!("a1 BAD no AUTHENTICATE PLAIN {plain} or {plain}"),
                "a1 BAD no AUTHENTICATE PLAIN *** or ***",
            ),
            (plain, 8, "535-5.7.8 no AHlvdUBtYWls\r\n".to_owned(), "535-5.7.8 no ***\r\n"),
            (plain, 8, "535 5.7.8 at LnRlc3QAc2VjcmV0 no".to_owned(), "535 5.7.8 at *** no"),
            (plain, 8, "535 cmV0".to_owned(), "535 ***"),
            (password, 11, "a1 BAD \"s3cret word\"".to_owned(), "a1 BAD \"***\""),
            (password, 11, "535-5.7.8 no s3cret \r\n".to_owned(), "535-5.7.8 no *** \r\n"),
            (password, 11, "535 5.7.8 word\r\n".to_owned(), "535 5.7.8 ***\r\n"),
            (password, 11, "535 wrong password".to_owned(), "535 wrong password"),
            (password, 11, "535 see /?p=s3cret%20word&x".to_owned(), "535 see /?p=***&x"),
            (password, 11, "535 see /?p=s3cret+word&x".to_owned(), "535 see /?p=***&x"),
            ("p%s/ö!", 7, "BAD p%25s%2f%C3%b6! no".to_owned(), "BAD *** no"),
            ("p%s/ö!", 7, "BAD p%25s%2x%C3%b6! no".to_owned(), "BAD p%25s%2x%C3%b6! no"),
        ] {
            let mut line = line.into_bytes();
            mask(&mut line, &Kept::new(secret, least));
            assert_eq!(String::from_utf8_lossy(&line), expected);
        }
    }
}
