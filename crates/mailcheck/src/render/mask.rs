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

    /// The names of a run: the mail address, the log-in name, and what stands before their @.
    pub(super) fn of(evidence: &Evidence) -> Self {
        let account = &evidence.account;
        let whole = [&account.address, &account.username].into_iter().flatten();
        let local = |name: &String| name.split('@').next().unwrap_or_default().to_lowercase();
        let names = whole.map(local).filter(|name| !name.is_empty()).collect();
        let servers = evidence.observations.iter().filter_map(|seen| seen.place.ip).collect();
        Self { names, servers, is_on: true }
    }

    pub(super) fn is_on(&self) -> bool {
        self.is_on
    }

    /// The text with every name as its first letter and `***`, and every address that is no server's as
    /// `(IP)`. A name counts as a whole word only: that of one letter would leave nothing readable.
    pub(super) fn over(&self, text: &str) -> String {
        if !self.is_on {
            return text.to_owned();
        }
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
        match bare.chars().next() {
            Some(first) if is_name => format!("{first}***{end}"),
            Some(_) | None => word.to_owned(),
        }
    }
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
        let mut account = Account::default();
        account.address = Some("Taro.Yamada@ocn.example".to_owned());
        account.username = Some("ty12".to_owned());
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
        ] {
            assert_eq!(mask().over(text), expected);
        }
    }

    #[test]
    fn nothing_is_masked_if_nobody_wants_it() {
        assert_eq!(Mask::nothing().over("taro@203.0.113.9"), "taro@203.0.113.9");
    }
}
