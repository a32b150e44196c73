//! The catalogue against itself.

use std::collections::BTreeSet;

use super::file::read_all;
use super::{all, found};

#[test]
fn every_file_is_read() {
    for messages in read_all() {
        assert!(!messages.unwrap_or_else(|why| panic!("{why}")).is_empty());
    }
    assert!(all().len() >= 150, "only {}", all().len());
    let japanese = all().iter().filter(|message| !message.ja.is_empty()).count();
    assert!(japanese >= 100, "only {japanese}");
}

#[test]
fn every_message_is_complete() {
    let mut ids = BTreeSet::new();
    for message in all() {
        let id = message.id;
        assert!(ids.insert(id), "{id} is there twice");
        assert!(!message.source.trim().is_empty(), "{id} has no source");
        assert!(!message.en.is_empty(), "{id} has no text");
        assert!(!message.means.is_empty(), "{id} means nothing");
        let means: BTreeSet<_> = message.means.iter().map(|it| (it.finding, it.kind)).collect();
        assert_eq!(means.len(), message.means.len(), "{id} means something twice");
        assert!(message.apart.is_none() || means.len() > 1, "{id}: apart from what?");
        let mut texts = BTreeSet::new();
        for text in message.en.iter().chain(message.ja) {
            assert!(texts.insert(text), "{id}: {text} is there twice");
        }
    }
}

/// Each text finds its own message, alone and in the middle of others, and none that means something
/// else takes it away.
#[test]
fn every_text_finds_its_message() {
    let mut wrong = Vec::new();
    for message in all() {
        for text in message.en.iter().chain(message.ja) {
            let text = text.replace('*', " imap.example.org ");
            for text in [text.clone(), format!("Mail: “{text}” (1).\nOK"), text.to_uppercase()]
            {
                let found = found(&text);
                let most = found.iter().map(|it| it.letters).max();
                let best: Vec<_> = found.iter().filter(|it| Some(it.letters) == most).collect();
                let own = best.iter().any(|it| it.message.id == message.id);
                let same = best.iter().all(|it| it.message.means[0] == message.means[0]);
                if !own || !same {
                    let ids: Vec<_> = best.iter().map(|it| it.message.id).collect();
                    wrong.push(format!("{}: {text:?} is {ids:?}", message.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ordinary_sentences_are_no_messages() {
    for text in ["", "Hello, how are you?", "こんにちは。元気ですか。", "0x", "error", "10", "*"]
    {
        let found: Vec<_> = found(text).into_iter().map(|it| it.message.id).collect();
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}
