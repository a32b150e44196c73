//! Sets of message numbers (RFC 9051 §9, `sequence-set`).

/// Ranges that neither overlap nor touch, in order; or what the last SEARCH saved.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Set {
    Numbers(Vec<(u32, u32)>),
    Saved,
}

impl Set {
    /// Reads a set; `last` is what `*` stands for.
    pub(super) fn parse(text: &[u8], last: u32) -> Option<Self> {
        if text == b"$" {
            return Some(Self::Saved);
        }
        let number = |text: &str| match text {
            "*" => Some(last),
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok().filter(|&number| number > 0)
            }
            _ => None,
        };
        let range = |text: &str| {
            let (from, to) = text.split_once(':').unwrap_or((text, text));
            let (from, to) = (number(from)?, number(to)?);
            Some((from.min(to), from.max(to)))
        };
        let ranges: Option<Vec<_>> = str::from_utf8(text).ok()?.split(',').map(range).collect();
        Some(Self::Numbers(merged(ranges?)))
    }

    /// The highest number that is in the set by name.
    pub(super) fn highest(&self) -> Option<u32> {
        match self {
            Self::Numbers(ranges) => ranges.last().map(|range| range.1),
            Self::Saved => None,
        }
    }

    /// Whether the number is in the set; [`Set::Saved`] has none.
    pub(super) fn contains(&self, number: u32) -> bool {
        let Self::Numbers(ranges) = self else { return false };
        let at = ranges.partition_point(|range| range.1 < number);
        ranges.get(at).is_some_and(|range| range.0 <= number)
    }
}

/// Numbers in order, written as a set.
pub(super) fn written(numbers: &[u32]) -> String {
    let ranges = merged(numbers.iter().map(|&number| (number, number)).collect());
    let range = |(from, to): (u32, u32)| {
        if from == to { from.to_string() } else { format!("{from}:{to}") }
    };
    ranges.into_iter().map(range).collect::<Vec<_>>().join(",")
}

fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (from, to) in ranges {
        match merged.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            Some(_) | None => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_read_in_any_order() {
        let set = Set::parse(b"7,5:3,*:9,4", 12).unwrap();
        assert_eq!(set, Set::Numbers(vec![(3, 5), (7, 7), (9, 12)]));
        assert_eq!(set.highest(), Some(12));
        let inside: Vec<u32> = (1..14).filter(|&number| set.contains(number)).collect();
        assert_eq!(inside, [3, 4, 5, 7, 9, 10, 11, 12]);
        assert_eq!(written(&inside), "3:5,7,9:12");
        assert_eq!(written(&[]), "");
    }

    #[test]
    fn what_is_no_set_is_not_read() {
        for text in ["", "0", "1,", "a", "1:2:3", "-1", "4294967296", "+1"] {
            assert_eq!(Set::parse(text.as_bytes(), 5), None, "{text}");
        }
    }
}
