//! What is found in files and folders.

use std::os::unix::fs::symlink;

use super::*;

/// A folder that is removed when the test is over.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("mailcheck-presets-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("can be made");
        Self(path)
    }

    pub(super) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).expect("can be written");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left_behind = fs::remove_dir_all(&self.0);
    }
}

fn preset(name: &str, domain: &str) -> String {
    format!("---\nname: {name}\nstatus: OK\ndomains: ['{domain}']\nlast_checked: 2026-11\n---\n")
}

fn names<'a>(loaded: impl IntoIterator<Item = &'a Loaded>) -> Vec<&'a str> {
    loaded.into_iter().map(|it| it.preset.name.as_str()).collect()
}

fn unread(found: &Presets) -> Vec<(String, String)> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    found.unread.iter().map(|it| (name(&it.path), format!("{:?}", it.why))).collect()
}

#[test]
fn domains_lead_to_presets() {
    let folder = Folder::new("domains");
    folder.file("1", &preset("all", "*.example.org"));
    folder.file("2", &preset("one", "mail.example.org"));
    folder.file("3", &preset("again", "mail.example.org"));
    let found = Presets::load(&folder.0);
    let of = |domain: &str| names(found.of(&domain.parse().expect(domain)));
    assert_eq!(of("mail.example.org"), ["one", "again", "all"]);
    assert_eq!(of("a.b.example.org"), ["all"]);
    assert_eq!(of("example.org"), [""; 0]);
    assert_eq!(found.domains(), 2);
    assert_eq!(unread(&found), []);
}

#[test]
fn a_preset_answers_as_a_source() {
    let folder = Folder::new("source");
    let servers = "server: [{type: imap, socket: SSL, hostname: a.example, port: 993}]\n---\n";
    let whole = preset("one", "a.example").replace("\n---\n", &format!("\n{servers}"));
    let path = folder.file("1", &whole);
    folder.file("2", &preset("none", "a.example"));
    let found = Presets::load(&folder.0);
    let domain: Host = "a.example".parse().expect("a domain");
    let asked: Vec<Asked> = found.loaded.iter().map(|it| it.asked(&domain)).collect();
    let [with, without] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((with.source, with.outcome.clone()), (Source::Preset, SourceOutcome::Found));
    assert_eq!(with.location, path.display().to_string());
    assert_eq!(with.settings, found.loaded[0].preset.settings);
    assert_eq!(with.deviations[0].kind, "missing-username");
    assert_eq!(with.notes.as_ref().and_then(|it| it.display_name.clone()), Some("one".into()));
    assert_eq!((with.forgeable(), with.is_third_party()), (None, false));
    assert_eq!(without.outcome, SourceOutcome::Unusable { why: Unusable::NoServer });
    assert_eq!(without.settings, []);
}

#[test]
fn one_file_can_be_named() {
    let folder = Folder::new("file");
    let path = folder.file("any name", &preset("one", "a.example"));
    assert_eq!(names(&Presets::load(&path).loaded), ["one"]);
    let nothing = Presets::load(&folder.0.join("nothing"));
    let [Unread { why: NotRead::Io(why), .. }] = &nothing.unread[..] else { panic!("{nothing:?}") };
    assert_eq!(why.kind(), io::ErrorKind::NotFound);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_goes_on() {
    let folder = Folder::new("unread");
    folder.file("1", &preset("first", "a.example"));
    folder.file("2", "---\nname: [\n---\n");
    folder.file("3", &format!("{}{}", preset("long", "b.example"), " ".repeat(MAX_OCTETS)));
    folder.file("4", "Just a text.");
    folder.file("5", "<clientConfig version=\"1.1\">");
    let inside = folder.0.join("6");
    fs::create_dir(&inside).expect("can be made");
    symlink(&folder.0, inside.join("loop")).expect("can be made");
    symlink("no such file", folder.0.join("7")).expect("can be made");
    symlink(folder.0.join("1"), folder.0.join("8")).expect("can be made");
    let _socket = std::os::unix::net::UnixListener::bind(folder.0.join("9")).expect("can be made");
    fs::write(inside.join("last"), preset("last", "c.example")).expect("can be written");

    let found = Presets::load(&folder.0);
    assert_eq!(names(&found.loaded), ["first", "last"]);
    let why: Vec<_> = found.unread.iter().map(|it| &it.why).collect();
    let [
        NotRead::Unusable(Unusable::Malformed { text }),
        NotRead::TooLong,
        NotRead::NotAPreset,
        NotRead::Unusable(Unusable::Malformed { .. }),
        NotRead::Again,
        NotRead::Io(dangling),
        NotRead::Again,
        NotRead::NotAFile,
    ] = &why[..]
    else {
        panic!("{why:?}")
    };
    assert!(text.starts_with("line "), "{text}");
    assert_eq!(dangling.kind(), io::ErrorKind::NotFound);
}

#[test]
fn depth_is_bounded() {
    let folder = Folder::new("deep");
    let deep = (0..=MAX_DEPTH).fold(folder.0.clone(), |path, _| path.join("d"));
    fs::create_dir_all(&deep).expect("can be made");
    fs::write(deep.join("preset"), preset("deep", "a.example")).expect("can be written");
    let found = Presets::load(&folder.0);
    assert_eq!(unread(&found), [("d".to_owned(), "Deep".to_owned())]);
    assert_eq!(names(&found.loaded), [""; 0]);
}

/// Thunderbird's database is read whole; the numbers were counted by another program.
#[test]
fn autoconfig_documents_are_presets() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/presets/ispdb");
    let found = Presets::load(&folder);
    assert_eq!(unread(&found), [("LICENSE".to_owned(), "NotAPreset".to_owned())]);
    assert_eq!((found.loaded.len(), found.domains()), (163, 962));
    let of = |domain: &str| found.of(&domain.parse().expect(domain));
    // It is listed twice in its file.
    assert_eq!(of("cty-net.ne.jp").len(), 1);
    let other_domain = found.loaded.iter().flat_map(|it| &it.preset.deviations);
    assert_eq!(other_domain.filter(|it| it.kind == "other-domain").count(), 0);
}

#[test]
fn host_names_follow_the_domain() {
    let folder = Folder::new("placeholder");
    folder.file(
        "1",
        "<clientConfig version=\"1.1\"><emailProvider id=\"a.example\"><domain>a.example</domain>\
         <domain>b.example</domain><displayName>Two</displayName><incomingServer type=\"imap\">\
         <hostname>imap.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType>\
         <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>\
         </incomingServer></emailProvider></clientConfig>",
    );
    let found = Presets::load(&folder.0);
    for domain in ["a.example", "b.example"] {
        let host: Host = domain.parse().expect(domain);
        let asked = found.of(&host)[0].asked(&host);
        assert_eq!(asked.settings[0].endpoint.host.as_str(), format!("imap.{domain}"));
        assert_eq!(asked.notes.and_then(|it| it.display_name), Some("Two".into()));
    }
}
