//! Writes `docs/replies-table.md` and `docs/scenarios-table.md`: what is told of every reply of the
//! catalogue and of every scenario. After a change of rules, words, replies or scenarios:
//!
//! `cargo run -q -p mailcheck-tests --example tables`

mod pages;

use std::error::Error;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> Result<(), Box<dyn Error>> {
    for page in pages::all().await? {
        std::fs::write(page.path(), page.text)?;
    }
    Ok(())
}
