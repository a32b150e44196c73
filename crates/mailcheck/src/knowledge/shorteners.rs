//! Hosts that make long web addresses short.

use crate::model::Host;

/// Whether addresses at this host stand for others that cannot be told from them.
///
/// # Examples
///
/// ```
/// use mailcheck::knowledge::shorteners;
/// assert!(shorteners::has(&"bit.ly".parse()?));
/// assert!(!shorteners::has(&"bit.ly.example".parse()?));
/// # Ok::<(), mailcheck::model::ParseHostError>(())
/// ```
pub fn has(host: &Host) -> bool {
    let name = host.as_str();
    let name = name.strip_prefix("www.").unwrap_or(name);
    FILE.lines().any(|line| line == name)
}

/// One host a line; what begins with `#` is none.
const FILE: &str = include_str!("../../data/shorteners.txt");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_host_and_they_are_in_order() {
        let lines = FILE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let names: Vec<&str> = lines.collect();
        assert!(names.len() > 20 && names.is_sorted(), "{names:?}");
        for name in names {
            let host: Host = name.parse().expect(name);
            assert!(host.as_str() == name && has(&host), "{name}");
        }
    }
}
