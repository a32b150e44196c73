//! The pages with tables, as the program writes them and the test wants them.

mod grouped;
pub(crate) mod heard;
pub(crate) mod looked;
mod markdown;
mod presets_rules;
mod replies;
mod scenarios;
mod told;

use std::error::Error;
use std::path::{Path, PathBuf};

/// A page in `docs`.
pub(crate) struct Page {
    pub(crate) name: &'static str,
    pub(crate) text: String,
}

impl Page {
    pub(crate) fn path(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(self.name)
    }
}

/// Every page. It needs a runtime whose clock is paused.
pub(crate) async fn all() -> Result<[Page; 3], Box<dyn Error>> {
    Ok([
        Page { name: "presets-rules.md", text: presets_rules::page()? },
        Page { name: "replies-table.md", text: replies::page()? },
        Page { name: "scenarios-table.md", text: scenarios::page().await? },
    ])
}
