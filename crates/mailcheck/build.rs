//! Turns the catalogues of replies and messages into Rust, since reading its files costs more than all else that a
//! short question needs. What is wrong in a file keeps the library from being built.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A file as it is written. What its words mean is the library's to know.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    kind: String,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    greetings: Vec<String>,
    seen: String,
    reply: Vec<Reply>,
}

/// An entry as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    id: String,
    at: Vec<String>,
    example: String,
    text: Option<String>,
    status: Option<String>,
    code: Option<String>,
    #[serde(default)]
    vague: bool,
    versions: Option<String>,
    means: Vec<String>,
    apart: Option<String>,
    wait: Option<Wait>,
    #[serde(default)]
    scope: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
    source: String,
    grade: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wait {
    seconds: u64,
    source: String,
}

/// A file of messages as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageFile {
    seen: String,
    message: Vec<Message>,
}

/// A message as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    id: String,
    en: Vec<String>,
    #[serde(default)]
    ja: Vec<String>,
    #[serde(default)]
    vague: bool,
    means: Vec<String>,
    apart: Option<String>,
    source: String,
    grade: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    write_catalogue("replies", write_file)?;
    write_catalogue("messages", write_messages)
}

/// Turns the files of a folder in `data/` into a Rust file of the folder's name.
fn write_catalogue<F: DeserializeOwned>(
    folder: &str,
    write: fn(&mut String, &str, &F) -> std::fmt::Result,
) -> Result<(), Box<dyn Error>> {
    let place = Path::new("data").join(folder);
    println!("cargo::rerun-if-changed={}", place.display());
    let mut paths: Vec<PathBuf> = fs::read_dir(place)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, Box<dyn Error>>>()?;
    paths.sort();
    let mut code = "static FILES: &[File] = &[\n".to_owned();
    for path in paths {
        let file: F = toml::from_str(&fs::read_to_string(&path)?)
            .map_err(|why| format!("{}: {why}", path.display()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        write(&mut code, &name, &file)?;
    }
    code.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join(format!("{folder}.rs")), code)?;
    Ok(())
}

/// Rust's own form of debugging output is Rust for texts and lists of texts.
fn write_file(code: &mut String, name: &str, file: &File) -> std::fmt::Result {
    let File { title, kind, hosts, greetings, seen, reply } = file;
    writeln!(
        code,
        "File {{ name: {name:?}, title: {title:?}, kind: {kind:?}, hosts: &{hosts:?}, \
         greetings: &{greetings:?}, seen: {seen:?}, replies: &["
    )?;
    for reply in reply {
        let Reply { id, at, example, text, status, code: response_code, .. } = reply;
        let Reply { vague, versions, means, apart, wait, scope, also, source, grade, .. } = reply;
        let wait = wait.as_ref().map(|Wait { seconds, source }| (seconds, source));
        writeln!(
            code,
            "Reply {{ id: \"{name}/{id}\", at: &{at:?}, example: {example:?}, text: {text:?}, \
             status: {status:?}, code: {response_code:?}, vague: {vague:?}, \
             versions: {versions:?}, means: &{means:?}, apart: {apart:?}, wait: {wait:?}, \
             scope: &{scope:?}, also: &{also:?}, source: {source:?}, grade: {grade:?} }},"
        )?;
    }
    code.push_str("] },\n");
    Ok(())
}

fn write_messages(code: &mut String, name: &str, file: &MessageFile) -> std::fmt::Result {
    let MessageFile { seen, message } = file;
    writeln!(code, "File {{ name: {name:?}, seen: {seen:?}, messages: &[")?;
    for message in message {
        let Message { id, en, ja, vague, means, apart, source, grade } = message;
        writeln!(
            code,
            "Written {{ id: \"{name}/{id}\", en: &{en:?}, ja: &{ja:?}, vague: {vague:?}, \
             means: &{means:?}, apart: {apart:?}, source: {source:?}, grade: {grade:?} }},"
        )?;
    }
    code.push_str("] },\n");
    Ok(())
}
