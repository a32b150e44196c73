//! The operating system's own name of itself, for the helpdesk.

use std::fs;

/// Such as `Debian GNU/Linux 12 (bookworm)`; where it does not say, the family that this program was
/// built for.
///
/// Source: os-release(5).
pub(crate) fn name() -> String {
    let places = ["/etc/os-release", "/usr/lib/os-release"];
    let text = places.into_iter().find_map(|place| fs::read_to_string(place).ok());
    text.as_deref().and_then(pretty_name).unwrap_or_else(|| std::env::consts::OS.to_owned())
}

fn pretty_name(text: &str) -> Option<String> {
    let value = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?.trim();
    let bare = value.trim_matches(|letter| matches!(letter, '"' | '\''));
    (!bare.is_empty()).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_says_its_name() {
        let text = "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n";
        assert_eq!(pretty_name(text).as_deref(), Some("Debian GNU/Linux 12 (bookworm)"));
        assert_eq!(pretty_name("ID=x\nPRETTY_NAME=\n"), None);
        assert!(!name().is_empty());
    }
}
