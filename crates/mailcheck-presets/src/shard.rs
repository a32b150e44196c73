//! A part of the work, so that several machines do all of it together and none of it twice.

use std::path::Path;
use std::str::FromStr;

use mailcheck::model::Host;

use crate::report::spelt;

/// One of several parts of the work.
///
/// What falls to it is told by a hash of its name, so it is the same on every machine, and stays the same when
/// others come or go.
///
/// # Examples
///
/// ```
/// use mailcheck_presets::Shard;
/// let shards: Vec<Shard> = ["1/3", "2/3", "3/3"].iter().map(|it| it.parse()).collect::<Result<_, _>>()?;
/// let path = "presets/example.org.xml".as_ref();
/// assert_eq!(shards.iter().filter(|shard| shard.has_file(path)).count(), 1);
/// # Ok::<(), mailcheck_presets::ParseShardError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Shard {
    /// From 0.
    index: u64,
    of: u64,
}

/// Why a text is no part of the work.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("it must be a number of the first part to the last, and how many there are: 1/4 to 4/4")]
#[non_exhaustive]
pub struct ParseShardError;

impl FromStr for Shard {
    type Err = ParseShardError;

    fn from_str(text: &str) -> Result<Self, ParseShardError> {
        let (number, of) = text.split_once('/').ok_or(ParseShardError)?;
        let read = |digits: &str| digits.parse::<u64>().map_err(|_| ParseShardError);
        let (number, of) = (read(number)?, read(of)?);
        let index = number.checked_sub(1).ok_or(ParseShardError)?;
        if index < of && of <= MOST_SHARDS { Ok(Self { index, of }) } else { Err(ParseShardError) }
    }
}

impl Shard {
    /// Whether a file is to be judged here. Files of other shards are read all the same, for some rules look at
    /// all of them.
    pub fn has_file(self, path: &Path) -> bool {
        self.has(&spelt(path))
    }

    /// Whether a server is to be looked at here. All servers of one registrable domain fall to one shard, so that
    /// they are not bothered by several at once.
    pub fn has_host(self, host: &Host) -> bool {
        match host.registrable() {
            Some(domain) => self.has(domain.as_str()),
            None => self.has(host.as_str()),
        }
    }

    fn has(self, name: &str) -> bool {
        stable_hash(name) % self.of == self.index
    }
}

/// A number that is the same for a text on every machine and in every version: FNV-1a, 64 bits, its higher half
/// stirred into the lower one.
///
/// Source: draft-eastlake-fnv.
pub(crate) fn stable_hash(text: &str) -> u64 {
    let hash = text
        .bytes()
        .fold(OFFSET_BASIS, |hash, octet| (hash ^ u64::from(octet)).wrapping_mul(PRIME));
    hash ^ (hash >> 32)
}

/// The start and the factor of FNV-1a with 64 bits (draft-eastlake-fnv §5).
const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// More parts than any CI has machines.
const MOST_SHARDS: u64 = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_shard_is_refused() {
        for text in ["", "1", "0/2", "3/2", "-1/2", "1/0", "1/2/3", "a/b", "1/10001", " 1/2"] {
            assert_eq!(text.parse::<Shard>(), Err(ParseShardError), "{text}");
        }
    }

    /// Known answers of FNV-1a, before the halves are stirred.
    #[test]
    fn hashes_stay_the_same() {
        for (text, fnv) in [("", 0xcbf2_9ce4_8422_2325_u64), ("foobar", 0x8594_4171_f739_67e8)] {
            assert_eq!(stable_hash(text), fnv ^ (fnv >> 32), "{text}");
        }
    }

    #[test]
    fn shards_are_apart_and_together_all() {
        for of in [1_u64, 2, 3, 7] {
            let shards: Vec<Shard> = (0..of).map(|index| Shard { index, of }).collect();
            let mut sizes = vec![0_usize; shards.len()];
            for number in 0..1_000 {
                let host: Host = format!("imap.example-{number}.org").parse().expect("is a host");
                let mine: Vec<usize> =
                    (0..shards.len()).filter(|at| shards[*at].has_host(&host)).collect();
                assert_eq!(mine.len(), 1, "{host}");
                sizes[mine[0]] += 1;
                let other: Host = format!("smtp.example-{number}.org").parse().expect("is a host");
                assert!(shards[mine[0]].has_host(&other), "{other} is apart from {host}");
            }
            let least = sizes.iter().min().expect("has shards");
            assert!(least * shards.len() > 700, "{sizes:?}");
        }
    }

    #[test]
    fn a_path_is_the_same_however_it_is_spelt() {
        let shards: Vec<Shard> = (0..7).map(|index| Shard { index, of: 7 }).collect();
        for number in 0..50 {
            let (plain, dotted) = (format!("a/{number}.xml"), format!("./a/{number}.xml"));
            for shard in &shards {
                assert_eq!(shard.has_file(plain.as_ref()), shard.has_file(dotted.as_ref()));
            }
        }
    }
}
