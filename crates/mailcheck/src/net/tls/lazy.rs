//! The TLS of a run, made ready once.

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::Tls;
use crate::net::Roots;

/// TLS that is made ready when it is first needed. Reading the system's roots takes longer than a round
/// trip at home, so a run begins with it.
pub(crate) struct LazyTls {
    roots: Roots,
    cell: OnceCell<Tls>,
}

impl LazyTls {
    pub(crate) fn new(roots: Roots) -> Self {
        Self { roots, cell: OnceCell::new() }
    }

    pub(crate) async fn get(&self) -> &Tls {
        let load = || async {
            let roots = self.roots.clone();
            let ready = tokio::task::spawn_blocking(move || Tls::new(roots.load())).await;
            // The task neither panics nor is it aborted; without roots nothing is trusted.
            ready.unwrap_or_else(|_| Tls::new(Arc::new(rustls::RootCertStore::empty())))
        };
        self.cell.get_or_init(load).await
    }
}
