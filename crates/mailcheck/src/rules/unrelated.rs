//! Whether hosts have nothing to do with each other.

use crate::model::Host;

/// Whether two of these hosts belong to different owners by their names. The list of public suffixes
/// would tell customers of one hoster apart, who share its servers; here whoever may be one is one.
pub(super) fn unrelated<'a>(hosts: impl IntoIterator<Item = &'a Host>) -> bool {
    let mut owners = hosts.into_iter().filter_map(owner);
    let Some(first) = owners.next() else { return false };
    owners.any(|owner| owner != first)
}

/// The last two labels of a name, or three where the second is one that registries give out names below.
/// Nothing is known of the owners of addresses.
fn owner(host: &Host) -> Option<&str> {
    if host.ip().is_some() {
        return None;
    }
    let name = host.as_str();
    let mut dots = name.rmatch_indices('.').map(|(at, _dot)| at);
    let (last, second) = (dots.next(), dots.next());
    let (Some(last), Some(second)) = (last, second) else { return Some(name) };
    let label = name.get(second + 1..last)?;
    let is_registry = name.len() - last == ".jp".len() && REGISTRIES.contains(&label);
    let start = if is_registry { dots.next() } else { Some(second) };
    Some(start.and_then(|dot| name.get(dot + 1..)).unwrap_or(name))
}

/// Second labels below the countries' domains that registries give out names below
/// (<https://jprs.jp/about/jp-dom/type.html>, <https://www.nominet.uk/uk-domains/> and others alike).
const REGISTRIES: &[&str] =
    &["ac", "ad", "co", "com", "ed", "edu", "go", "gov", "gr", "lg", "ne", "net", "or", "org"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_are_told_apart_by_their_names() {
        for (hosts, expected) in [
            (&["imap.example.org", "smtp.example.org"][..], false),
            (&["imap.example.org", "smtp.example.net"], true),
            (&["imap.example.co.jp", "smtp.sample.co.jp"], true),
            (&["imap.example.co.jp", "smtp.example.co.jp", "example.co.jp"], false),
            (&["imap.gmx.de", "mail.gmx.de"], false),
            (&["imap.example.org", "192.0.2.1"], false),
            (&["localhost", "imap.example.org"], true),
            (&["imap.example.org"], false),
            (&[], false),
        ] {
            let hosts: Vec<Host> =
                hosts.iter().map(|host| host.parse().expect("is a host")).collect();
            assert_eq!(unrelated(&hosts), expected, "{hosts:?}");
        }
    }
}
