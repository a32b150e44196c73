//! Masking: what names a person is made unreadable before a report goes to others.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::evidence::Evidence;

/// What is to be masked, and what stays.
#[derive(Clone, Debug)]
pub(super) struct Mask {
    /// In lower case.
    names: BTreeSet<String>,
    /// The servers' own addresses, which the helpdesk needs.
    servers: BTreeSet<IpAddr>,
    is_on: bool,
}

impl Mask {
    pub(super) fn nothing() -> Self {
        Self { names: BTreeSet::new(), servers: BTreeSet::new(), is_on: false }
    }

    /// The names of a run: the mail address, the log-in name, what stands before their @, and the
    /// address with a dot in place of its @, as some providers want it.
    pub(super) fn of(evidence: &Evidence) -> Self {
        let account = &evidence.account;
        let whole = [&account.address, &account.username].into_iter().flatten();
        let local = |name: &String| {
            name.rsplit_once('@').map_or(name.as_str(), |(local, _)| local).to_lowercase()
        };
        let dotted = account.address.iter().map(|address| address.replace('@', ".").to_lowercase());
        let names = whole.map(local).chain(dotted).filter(|name| !name.is_empty()).collect();
        let servers = evidence.observations.iter().filter_map(|seen| seen.place.ip).collect();
        Self { names, servers, is_on: true }
    }

    pub(super) fn is_on(&self) -> bool {
        self.is_on
    }

    /// The text with every name and every part before an @ as its first letter and `***`, and every IP
    /// address that is no server's as `(IP)`. A name counts as a whole word only: that of one letter
    /// would leave nothing readable.
    pub(super) fn over(&self, text: &str) -> String {
        if !self.is_on {
            return text.to_owned();
        }
        let text = without_local_parts(&self.without_names(text));
        let mut masked = String::with_capacity(text.len());
        let mut word = String::new();
        for letter in text.chars() {
            if is_of_word(letter) {
                word.push(letter);
                continue;
            }
            masked.push_str(&self.word(&word));
            word.clear();
            masked.push(letter);
        }
        masked.push_str(&self.word(&word));
        masked
    }

    /// Names with marks and spaces in them, which are no single word.
    fn without_names(&self, text: &str) -> String {
        let marked = self.names.iter().filter(|name| !name.chars().all(is_of_word));
        marked.fold(text.to_owned(), |text, name| without(&text, name))
    }

    /// One run of letters that names are made of, with the full stops at its end apart.
    fn word(&self, word: &str) -> String {
        let bare = word.trim_end_matches(['.', ':']);
        let end = word.get(bare.len()..).unwrap_or_default();
        if let Ok(ip) = bare.parse::<IpAddr>() {
            let shown = if self.servers.contains(&ip) { bare } else { "(IP)" };
            return format!("{shown}{end}");
        }
        let lower = bare.to_lowercase();
        let is_name = self.names.contains(&lower);
        if is_name { format!("{}{end}", short(bare)) } else { word.to_owned() }
    }
}

/// The text with this name, which is in lower case, made short wherever it stands.
fn without(text: &str, name: &str) -> String {
    let lower = text.to_lowercase();
    // Few letters have another length in lower case; then the case has to be the same.
    let sought = if lower.len() == text.len() { lower.as_str() } else { text };
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for (start, _) in sought.match_indices(name) {
        masked.push_str(text.get(done..start).unwrap_or_default());
        done = start + name.len();
        masked.push_str(&short(text.get(start..done).unwrap_or_default()));
    }
    masked.push_str(text.get(done..).unwrap_or_default());
    masked
}

/// What is left of a name.
fn short(name: &str) -> String {
    format!("{}***", name.chars().next().unwrap_or('*'))
}

/// The same for what stands before an @, whoever's address it is.
fn without_local_parts(text: &str) -> String {
    let ends = |letter: char| letter.is_whitespace() || "<>(),;:\"[]".contains(letter);
    let mut masked = String::with_capacity(text.len());
    let mut pieces = text.split('@').peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            masked.push_str(piece);
            break;
        }
        let start = piece.rfind(ends).map_or(0, |at| {
            at + piece.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        let (before, local) = piece.split_at(start);
        masked.push_str(before);
        if !local.is_empty() {
            masked.push_str(&short(local));
        }
        masked.push('@');
    }
    masked
}

/// What local parts are usually made of, and addresses of both families (RFC 5321 §4.1.2, `Dot-string`
/// without the marks that servers put around names).
fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '+' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Account;

    fn mask() -> Mask {
        let address = Some("Taro.Yamada@ocn.example".to_owned());
        let account = Account { address, username: Some("ty12".to_owned()), ..Account::default() };
        let mut mask = Mask::of(&Evidence::new(jiff::Timestamp::UNIX_EPOCH, account));
        mask.servers.insert("192.0.2.1".parse().expect("is an address"));
        mask
    }

    #[test]
    fn names_and_foreign_addresses_are_masked() {
        for (text, expected) in [
            ("taro.yamada@ocn.example", "t***@ocn.example"),
            ("535 <Taro.Yamada@ocn.example>: no", "535 <T***@ocn.example>: no"),
            ("user=TY12, ty123", "user=T***, ty123"),
            ("connect 192.0.2.1: refused", "connect 192.0.2.1: refused"),
            ("client [203.0.113.9] blocked.", "client [(IP)] blocked."),
            ("from 2001:db8::7.", "from (IP)."),
            ("12:34:56 +09:00", "12:34:56 +09:00"),
            ("sorry o'brien|x@a.example, no", "sorry o***@a.example, no"),
            ("log-in of Taro Yamada refused", "log-in of Taro Yamada refused"),
            ("a @ b", "a @ b"),
        ] {
            assert_eq!(mask().over(text), expected);
        }
    }

    #[test]
    fn names_with_marks_and_spaces_are_masked() {
        for name in ["o'brien", "a b", "a***b", "you|x", "!#$%&'*/=?^{}|~`", "あなた"] {
            let (address, username) = (Some(format!("{name}@ocn.example")), Some(name.to_owned()));
            let account = Account { address, username, ..Account::default() };
            let mask = Mask::of(&Evidence::new(jiff::Timestamp::UNIX_EPOCH, account));
            let text = format!("535 {name}: no, {name}@ocn.example");
            assert!(!mask.over(&text).contains(name), "{}", mask.over(&text));
        }
    }

    #[test]
    fn nothing_is_masked_if_nobody_wants_it() {
        assert_eq!(Mask::nothing().over("taro@203.0.113.9"), "taro@203.0.113.9");
    }
}
