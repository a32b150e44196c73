//! What to publish, for programs.

use std::path::Path;

use mailcheck::evidence::Evidence;
use mailcheck::model::{Endpoint, Host};
use mailcheck::render::escape_json;
use mailcheck_presets::publish::{Now, Place, Publication, Published};
use serde::Serialize;

/// One object, as `docs/publish.md` describes it.
#[derive(Serialize)]
struct PublicationJson<'a> {
    schema: &'static str,
    domain: &'a str,
    /// Where the files were written.
    folder: Option<String>,
    files: Vec<FileJson<'a>>,
    web_hosts: Vec<&'a str>,
    left_out: Vec<LeftOutJson>,
    servers_left_out: Vec<ServerLeftOutJson>,
}

#[derive(Serialize)]
struct FileJson<'a> {
    kind: &'static str,
    name: &'static str,
    content: &'a str,
    is_template: bool,
    places: Vec<PlaceJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    zone: Option<&'a str>,
    url: Option<&'a str>,
    content_type: Option<&'static str>,
    method: Option<&'static str>,
    now: &'static str,
    /// The servers that are named there now, where that is something else.
    names: Vec<String>,
}

#[derive(Serialize)]
struct LeftOutJson {
    kind: &'static str,
    reason: &'static str,
}

#[derive(Serialize)]
struct ServerLeftOutJson {
    service: &'static str,
    host: String,
    port: u16,
    security: &'static str,
    reason: &'static str,
}

/// Ends in a line feed.
pub(super) fn json(
    domain: &Host,
    publication: &Publication,
    evidence: &Evidence,
    folder: Option<&Path>,
) -> String {
    let told = PublicationJson {
        schema: SCHEMA,
        domain: domain.as_str(),
        folder: folder.map(|folder| folder.display().to_string()),
        files: publication.files.iter().map(|it| file(it, evidence)).collect(),
        web_hosts: publication.web_hosts().into_iter().map(Host::as_str).collect(),
        left_out: publication
            .left_out
            .iter()
            .map(|(kind, why)| LeftOutJson { kind: kind.name(), reason: why.name() })
            .collect(),
        servers_left_out: publication
            .servers_left_out
            .iter()
            .map(|(Endpoint { service, host, port, security }, why)| ServerLeftOutJson {
                service: service.name(),
                host: host.as_str().to_owned(),
                port: *port,
                security: security.name(),
                reason: why.name(),
            })
            .collect(),
    };
    // Serialising cannot fail: every key is a string, and no type here says no.
    escape_json(&serde_json::to_string_pretty(&told).unwrap_or_default()) + "\n"
}

fn file<'a>(file: &'a Published, evidence: &Evidence) -> FileJson<'a> {
    let place = |place: &'a Place| {
        let now = file.now(place, evidence);
        let mut told = PlaceJson {
            zone: None,
            url: None,
            content_type: None,
            method: None,
            now: now.name(),
            names: Vec::new(),
        };
        if let Now::Other(named) = &now {
            told.names = named.iter().map(ToString::to_string).collect();
        }
        match place {
            Place::Zone { zone } => told.zone = Some(zone.as_str()),
            Place::Web { url, content_type, by_post, .. } => {
                told.url = Some(url);
                told.content_type = Some(content_type);
                told.method = Some(if *by_post { "POST" } else { "GET" });
            }
            _later => {}
        }
        told
    };
    let Published { kind, name, content, places, is_template, .. } = file;
    let places = places.iter().map(place).collect();
    FileJson { kind: kind.name(), name, content, is_template: *is_template, places }
}

const SCHEMA: &str = "mailcheck-publication/1";
