//! Look-ups of addresses, each made once for all who ask.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;

use super::Net;
use crate::evidence::{Family, LookupFailure, Via};
use crate::model::Host;

/// What one look-up gave: addresses or why there are none, who gave them, and the milliseconds it took.
pub(crate) type Found = (Result<Vec<IpAddr>, LookupFailure>, Via, u64);

type Cells = BTreeMap<(Host, Family), Arc<OnceCell<Found>>>;

/// The look-ups of a run.
pub(crate) struct Lookups<'a, N> {
    pub(crate) net: &'a N,
    timeout: Duration,
    cells: Mutex<Cells>,
}

impl<'a, N: Net> Lookups<'a, N> {
    pub(crate) fn new(net: &'a N, timeout: Duration) -> Self {
        Self { net, timeout, cells: Mutex::default() }
    }

    /// Looks a host up, once for all who ask.
    pub(crate) async fn lookup(&self, host: &Host, family: Family) -> Found {
        let cell = {
            let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(cells.entry((host.clone(), family)).or_default())
        };
        let ask = || async {
            let began = self.net.elapsed();
            let answer = tokio::time::timeout(self.timeout, self.net.lookup(host, family));
            let none = |_elapsed| (Err(LookupFailure::NoAnswer), Via::Dns);
            let (mut outcome, via) = answer.await.unwrap_or_else(none);
            if let Ok(ips) = &mut outcome {
                // Two connections to one address could not be told apart.
                let mut seen = BTreeSet::new();
                ips.retain(|ip| seen.insert(*ip));
            }
            let took = self.net.elapsed().saturating_sub(began);
            (outcome, via, u64::try_from(took.as_millis()).unwrap_or(u64::MAX))
        };
        cell.get_or_init(ask).await.clone()
    }
}
