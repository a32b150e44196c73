//! The rules about claims have their words. What they find is tested with servers, in `tests/tests/presets_probe.rs`.

use std::collections::BTreeSet;

use mailcheck::render::{Lang, Words};

use super::all;

#[test]
fn every_claim_has_its_words_in_every_language() {
    for lang in Lang::ALL {
        let words = Words::new(lang).and(crate::words);
        for claim in all() {
            for part in ["title", "cause", "action"] {
                let key = claim.id.replace('.', "-");
                assert!(words.find(&key, Some(part), &[]).is_some(), "{lang:?}: {key}.{part}");
            }
        }
    }
}

#[test]
fn no_id_is_there_twice() {
    let ids = all().iter().map(|claim| claim.id).chain(crate::lint::all().iter().map(|it| it.id));
    let all_ids: Vec<&str> = ids.collect();
    assert_eq!(all_ids.iter().collect::<BTreeSet<_>>().len(), all_ids.len(), "{all_ids:?}");
}
