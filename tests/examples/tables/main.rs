//! Writes `docs/replies-table.md`, `docs/scenarios-table.md` and `docs/presets-rules.md`: what is told of every
//! reply of the catalogue, of every scenario and by every rule for preset files. After a change of rules,
//! words, replies or scenarios:
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
