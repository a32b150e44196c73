//! The pages with tables are those that the program writes, and what they tell blames nobody's
//! credential for what is no word about it.

#[path = "../examples/tables/pages/mod.rs"]
mod pages;

use std::error::Error;

type Outcome = Result<(), Box<dyn Error>>;

/// After a change of rules, words, replies or scenarios: `cargo run -q -p mailcheck-tests --example tables`
#[tokio::test(start_paused = true)]
async fn the_tables_are_fresh() -> Outcome {
    for page in pages::all().await? {
        let written = std::fs::read_to_string(page.path())?;
        let (old, new) = (written.lines(), page.text.lines());
        let line = old.zip(new).position(|(old, new)| old != new);
        let is_fresh = written == page.text;
        let again = "make it anew: cargo run -q -p mailcheck-tests --example tables";
        assert!(is_fresh, "docs/{} differs from line {line:?} on; {again}", page.name);
    }
    Ok(())
}
