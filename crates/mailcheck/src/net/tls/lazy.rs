//! The TLS of a run, made ready once.

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::Tls;
use crate::net::Roots;

/// TLS that is made ready when it is first needed. Reading the system's roots takes longer than a round
/// trip at home, so a run begins with it. Runs with the same roots share it.
pub(crate) struct LazyTls {
    roots: Roots,
    cell: OnceCell<Arc<Tls>>,
}

impl LazyTls {
    pub(crate) fn new(roots: Roots) -> Self {
        Self { roots, cell: OnceCell::new() }
    }

    pub(crate) async fn get(&self) -> &Tls {
        let load = || async {
            if let Some(ready) = self.roots.ready() {
                return ready;
            }
            let roots = self.roots.clone();
            let ready = tokio::task::spawn_blocking(move || roots.tls()).await;
            // The task neither panics nor is it aborted; without roots nothing is trusted.
            ready.unwrap_or_else(|_| Arc::new(Tls::new(Arc::new(rustls::RootCertStore::empty()))))
        };
        self.cell.get_or_init(load).await
    }
}
