//! `mailcheck discover --fix` and `--as`, called.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod program;

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use mailcheck::clients::Client;
use mailcheck_mock::{Port, Provider, Scenario};
use program::{Scratch, assert_refused, mailcheck, run, stderr, stdout};
use serde_json::Value;

/// Servers that work, and nothing that says where they are.
const NOTHING: &str = r#"
title = "nothing is published"
why = "What is there before a domain's owner begins."
[dns]
own-records = false
records = ["imap.example.org. A 127.0.0.1", "smtp.example.org. A 127.0.0.1"]
"#;

/// Records lead to the servers.
const RECORDS: &str = "title = \"records\"\nwhy = \"The least that a domain can do.\"\n[dns]\n";

/// A provider on this device, and calls to the program about it.
struct Lab {
    provider: Provider,
    roots: Scratch,
}

impl Lab {
    async fn new(name: &str, scenario: &str) -> Self {
        let scenario = Scenario::from_toml("test", scenario).expect("is a scenario");
        let builder = Provider::builder().account("you@example.org", "correct horse");
        let provider = builder.scenario(scenario).start().await.expect("starts");
        let roots = Scratch::new(&format!("fix-{name}.pem"), provider.ca_pem().as_bytes());
        Self { provider, roots }
    }

    fn at(&self, port: Port) -> String {
        format!("{}:{}/tls", self.provider.host(port), self.provider.addr(port).port())
    }

    /// Calls `discover` about the provider's domain.
    async fn discover(&self, more: &[&str]) -> Output {
        let server = self.provider.dns().expect("is there").to_string();
        let mut command = mailcheck();
        command.args(["discover", "example.org", "--timeout", "2", "--nameserver", &server]);
        command.args(["--ca-only", "--ca-file", self.roots.path()]).args(more);
        let called = tokio::task::spawn_blocking(move || command.output());
        called.await.expect("ends").expect("starts")
    }

    /// The same with the servers named, for what is to be published.
    async fn fix(&self, more: &[&str]) -> Output {
        let (imap, smtp) = (self.at(Port::ImapTls), self.at(Port::SubmissionsTls));
        self.discover(&[&["--imap", &imap, "--smtp", &smtp], more].concat()).await
    }
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&stdout(output)).expect("is JSON")
}

/// A folder that is gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("fix-{name}-{}", std::process::id());
        Self(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name))
    }

    fn option(&self) -> String {
        format!("--fix={}", self.0.display())
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).expect("is there")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It may be gone already.
        let _gone = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn the_page_has_every_file_whole_and_says_where_it_goes() {
    let lab = Lab::new("page", NOTHING).await;
    let told = json(&lab.fix(&["--fix", "--format", "json"]).await);
    let files = told["files"].as_array().expect("is a list");
    let kinds: Vec<&str> = files.iter().filter_map(|file| file["kind"].as_str()).collect();
    // PACC knows the usual ports only, and these are others.
    assert_eq!(kinds, ["srv", "autoconfig", "autodiscover"], "{told:#}");
    assert_eq!(told["left_out"][0]["reason"], "not-implicit-tls");
    assert_eq!(files[0]["places"][0]["now"], "missing");
    // Nobody names POP3, so whether there is none is not for this program to say.
    assert!(!files[0]["content"].as_str().expect("is text").contains("pop3"), "{told:#}");
    for (lang, parts) in [
        ("en", &["What to publish for example.org", "Nothing at:", "the zone of example.org"][..]),
        ("ja", &["example.org で公開する内容", "ありません:", "example.org のゾーン"]),
    ] {
        let output = lab.fix(&["--fix", "--lang", lang]).await;
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let page = stdout(&output);
        for file in files {
            let content = file["content"].as_str().expect("is text");
            assert!(page.contains(content), "{content} is not whole in {page}");
            for place in file["places"].as_array().expect("is a list") {
                let place = [&place["url"], &place["zone"]]
                    .iter()
                    .find_map(|it| it.as_str())
                    .expect("is somewhere");
                assert!(page.contains(place), "{place} is not in {page}");
            }
        }
        for part in parts {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert!(page.contains("POST") && page.contains("%EMAILADDRESS%"), "{page}");
    }
}

#[tokio::test]
async fn a_folder_gets_the_files_and_keeps_what_is_in_it() {
    let lab = Lab::new("folder", NOTHING).await;
    let folder = Folder::new("folder");
    let told = json(&lab.fix(&["--fix", "--format", "json"]).await);
    for _again in 0..2 {
        let output = lab.fix(&[&folder.option(), "--lang", "ja"]).await;
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        for file in told["files"].as_array().expect("is a list") {
            let name = file["name"].as_str().expect("is text");
            assert_eq!(Some(folder.read(name).as_str()), file["content"].as_str(), "{name}");
        }
        assert!(folder.read("README.txt").starts_with("example.org で公開する内容"));
        assert!(stdout(&output).contains("README.txt"), "{}", stdout(&output));
    }
    fs::write(folder.0.join("config-v1.1.xml"), "mine").expect("can be written");
    fs::remove_file(folder.0.join("srv.zone")).expect("is there");
    let output = lab.fix(&[&folder.option(), "--lang", "en"]).await;
    assert_refused(&output, &["config-v1.1.xml", "says something else"]);
    assert_eq!(folder.read("config-v1.1.xml"), "mine");
    assert!(!folder.0.join("srv.zone").exists(), "nothing was written");
}

#[tokio::test]
async fn another_name_than_the_address_has_its_price_told() {
    let lab = Lab::new("name", NOTHING).await;
    // Lines may be broken anywhere between words.
    let told = |output: Output| stdout(&output).split_whitespace().collect::<String>();
    for (lang, price) in [("en", "onerefusedlog-in"), ("ja", "ログインの失敗が1回増えます")]
    {
        let call = ["--fix", "--username", "%EMAILLOCALPART%", "--lang", lang];
        let page = told(lab.fix(&call).await);
        assert!(page.contains("<username>%EMAILLOCALPART%</username>"), "{page}");
        assert!(page.contains("<LoginName>%EMAILLOCALPART%</LoginName>"), "{page}");
        assert!(page.contains(price), "{page}");
        let page = told(lab.fix(&["--fix", "--lang", lang]).await);
        assert!(!page.contains(price), "{page}");
    }
}

#[tokio::test]
async fn without_a_server_that_works_the_report_says_what_to_do_first() {
    let lab = Lab::new("nothing", NOTHING).await;
    let smtp = lab.at(Port::SubmissionsTls);
    let call = ["--fix", "--imap", "imap.example.org:1", "--smtp", &smtp];
    let output = lab.discover(&call).await;
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("connect.refused"), "{}", stdout(&output));
    let err = stderr(&output);
    assert!(err.contains("no server for receiving was seen to work"), "{err}");
    assert!(err.contains("IMAP imap.example.org:1 is not published"), "{err}");
    assert!(!stdout(&output).contains("SRV 0 1"), "{}", stdout(&output));
}

#[tokio::test]
async fn every_program_is_shown_and_all_are_in_the_table() {
    let lab = Lab::new("as", RECORDS).await;
    for client in Client::ALL {
        let output = lab.discover(&["--as", client.name()]).await;
        assert!(stdout(&output).starts_with(client.product()), "{}", stdout(&output));
        let told = json(&lab.discover(&["--as", client.name(), "--format", "json"]).await);
        assert_eq!(told["client"], client.name());
        assert_eq!(told["certain"], false, "no page can be asked here: {told:#}");
    }
    let japanese = stdout(&lab.discover(&["--as", "fairemail", "--lang", "ja"]).await);
    assert!(japanese.contains("受信メールサーバー"), "{japanese}");
    let page = stdout(&lab.discover(&[]).await);
    for client in Client::ALL {
        assert!(page.contains(client.product()), "{page}");
    }
    let told = json(&lab.discover(&["--format", "json"]).await);
    assert_eq!(told["clients"].as_array().map(Vec::len), Some(Client::ALL.len()), "{told:#}");
}

#[test]
fn wrong_calls_are_refused() {
    let at = ["discover", "a.example"];
    for (arguments, parts) in [
        (&["--as", "mutt"][..], &["no mail program", "thunderbird, thunderbird-android"][..]),
        (&["--as", "outlook", "--fix"], &["--as", "--fix"]),
        (&["--imap", "imap.a.example"], &["--fix"]),
        (&["--fix", "--username", "joe"], &["name of one person", "%EMAILADDRESS%"]),
        (&["--fix", "--format", "support"], &["--fix", "text or as JSON"]),
        (&["--fix=/dev/null"], &["/dev/null", "folder"]),
    ] {
        assert_refused(&run(&[&at[..], arguments].concat()), parts);
    }
    for (arguments, part) in [
        (&["--as", "mutt"][..], "使える名前: thunderbird"),
        (&["--fix", "--username", "joe"], "1 人だけのユーザー名"),
        (&["--fix=/dev/null"], "フォルダーが必要です"),
    ] {
        let output = run(&[&at[..], arguments, &["--lang", "ja"]].concat());
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
    }
}

#[test]
fn shells_complete_the_programs() {
    for shell in ["bash", "zsh", "fish"] {
        let script = stdout(&run(&["completions", shell]));
        assert!(Client::ALL.iter().all(|it| script.contains(it.name())), "{shell}: {script}");
    }
}
