//! `mailcheck presets diff`: what it says, and how it ends.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use std::fs;
use std::path::PathBuf;

use program::{Scratch, assert_refused, run, stderr, stdout};

/// A folder that is gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("can be made");
        Self(path)
    }

    /// Writes a preset for a domain, and says where.
    fn preset(&self, name: &str, domain: &str, host: &str) -> String {
        let xml = format!(
            "<clientConfig version=\"1.1\">\n<emailProvider id=\"{domain}\">\n<domain>{domain}</domain>\n\
             <incomingServer type=\"imap\">\n<hostname>{host}</hostname>\n<port>993</port>\n\
             <socketType>SSL</socketType>\n</incomingServer>\n</emailProvider>\n</clientConfig>\n"
        );
        self.write(name, xml.as_bytes())
    }

    fn write(&self, name: &str, content: &[u8]) -> String {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("has one")).expect("can be made");
        fs::write(&path, content).expect("can be written");
        path.to_str().expect("is UTF-8").to_owned()
    }

    fn at(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("is UTF-8").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left over with what is built, if it cannot be removed.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn lists_that_differ_are_told_with_both_places() {
    let folder = Folder::new("diff-differ");
    let old = folder.preset("old/a.example.xml", "a.example", "mail.a.example");
    let new = folder.preset("new/a.example.xml", "a.example", "imap.a.example");
    folder.preset("new/b.example.xml", "b.example", "imap.b.example");
    // What is no preset is not meant in a folder.
    folder.write("new/README.md", b"# Presets\n");
    let lists = [folder.at("old"), folder.at("new")];
    let told = run(&["presets", "diff", &lists[0], &lists[1]]);
    assert_eq!(told.status.code(), Some(1), "{}", stderr(&told));
    assert_eq!(stderr(&told), "");
    let text = stdout(&told);
    for part in [
        "imap.a.example:993/tls",
        "mail.a.example:993/tls",
        "no server in common",
        "Only in new: 1 domain\n  b.example",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let joined: String = text.split_whitespace().collect();
    for path in [&old, &new] {
        assert!(joined.contains(&format!("{path}:5:11")), "{path}: {text}");
    }
    let told = run(&["presets", "diff", &old, &new, "--lang", "ja"]);
    assert!(stdout(&told).contains("サーバー名の相違"), "{}", stdout(&told));
    let told = run(&["presets", "diff", &old, &new, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&stdout(&told)).expect("is JSON");
    assert_eq!(json["schema"], "mailcheck-presets-diff/1");
    assert_eq!(json["conflicts"][0]["domains"], serde_json::json!(["a.example"]));
}

#[test]
fn the_exit_status_says_what_came_of_it() {
    let folder = Folder::new("diff-status");
    let one = folder.preset("one/a.example.xml", "a.example", "imap.a.example");
    let two = folder.preset("two/a.example.xml", "a.example", "imap.a.example");
    let more = folder.preset("more/a.example.xml", "a.example", "imap.a.example");
    folder.preset("more/b.example.xml", "b.example", "imap.b.example");
    let other = folder.preset("other/c.example.xml", "c.example", "imap.c.example");
    let broken = folder.write("broken/a.example.xml", b"<clientConfig version=\"1.1\"><a>");
    fs::create_dir_all(folder.0.join("empty")).expect("can be made");
    let (more_list, empty) = (folder.at("more"), folder.at("empty"));
    for (call, status, said) in [
        (&[&one, &two][..], 0, ""),
        (&[&one, &one], 0, ""),
        (&[&one, &two, &more], 0, ""),
        (&[&one, &more_list], 1, ""),
        (&[&one, &other], 1, ""),
        (&[&one, &empty], 1, "there is no preset in"),
        (&[&empty, &empty], 3, "there is no preset in"),
        (&[&one, &broken], 1, "is not compared"),
        (&[&broken, &broken], 3, "is not compared"),
    ] {
        let call: Vec<&str> = call.iter().map(|path| path.as_str()).collect();
        let told = run(&[&["presets", "diff"][..], &call].concat());
        assert_eq!(told.status.code(), Some(status), "{call:?}: {}", stdout(&told));
        assert_eq!(stderr(&told).is_empty(), said.is_empty(), "{call:?}: {}", stderr(&told));
        assert!(stderr(&told).contains(said), "{call:?}: {}", stderr(&told));
    }
    for (call, status) in [
        (&[&one, &more_list][..], 0),
        (&[&one, &other], 3),
        (&[&one, &empty], 3),
        (&[&one, &broken], 3),
    ] {
        let call: Vec<&str> = call.iter().map(|path| path.as_str()).collect();
        let told = run(&[&["presets", "diff", "--shared"][..], &call].concat());
        assert_eq!(told.status.code(), Some(status), "{call:?}: {}", stdout(&told));
    }
}

#[test]
fn wrong_calls_are_refused() {
    let one = Scratch::new("diff-refused.xml", b"<clientConfig version=\"1.1\"/>");
    let one = one.path();
    assert_refused(&run(&["presets", "diff", one]), &["PATH"]);
    assert_refused(
        &run(&["presets", "diff", one, "no-such-folder"]),
        &["no-such-folder", "cannot be read"],
    );
}
