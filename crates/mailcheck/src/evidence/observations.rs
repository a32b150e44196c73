//! The list of observations, and where in it those of each endpoint are.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::Observation;

/// Observations in the order in which they were made: a `Vec` that also finds those of one endpoint
/// without reading the others, as judging asks for them over and over.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Observations {
    all: Vec<Observation>,
    /// Made by the first question, and again after a change.
    #[serde(skip)]
    by_endpoint: OnceLock<BTreeMap<usize, Vec<usize>>>,
}

impl Observations {
    /// Those of one endpoint, in order.
    pub(super) fn of(&self, endpoint: usize) -> impl Iterator<Item = &Observation> + use<'_> {
        let places = self.by_endpoint.get_or_init(|| {
            let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (place, seen) in self.all.iter().enumerate() {
                if let Some(endpoint) = seen.place.endpoint {
                    places.entry(endpoint).or_default().push(place);
                }
            }
            places
        });
        let places = places.get(&endpoint).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| self.all.get(*place))
    }
}

impl PartialEq for Observations {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Deref for Observations {
    type Target = Vec<Observation>;

    fn deref(&self) -> &Self::Target {
        &self.all
    }
}

impl DerefMut for Observations {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.by_endpoint.take();
        &mut self.all
    }
}

impl From<Vec<Observation>> for Observations {
    fn from(all: Vec<Observation>) -> Self {
        Self { all, by_endpoint: OnceLock::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Fact, Place};

    fn at(at_ms: u64, endpoint: Option<usize>) -> Observation {
        let place = Place { endpoint, ..Place::default() };
        Observation::new(at_ms, place, Fact::Connected { took_ms: 1 })
    }

    fn times(observations: &Observations, endpoint: usize) -> Vec<u64> {
        observations.of(endpoint).map(|seen| seen.at_ms).collect()
    }

    #[test]
    fn those_of_an_endpoint_are_found_also_after_a_change() {
        let all = vec![at(1, Some(1)), at(2, None), at(3, Some(0)), at(4, Some(1))];
        let mut observations = Observations::from(all);
        assert_eq!(times(&observations, 1), [1, 4]);
        assert!(times(&observations, usize::MAX).is_empty());
        observations.push(at(5, Some(1)));
        assert_eq!(times(&observations, 1), [1, 4, 5]);
        for seen in observations.iter_mut() {
            seen.place.endpoint = Some(0);
        }
        assert!(times(&observations, 1).is_empty());
        assert_eq!(times(&observations, 0), [1, 2, 3, 4, 5]);
    }
}
