//! What holds for the readers of preset files whatever is in one.

use mailcheck::model::Unusable;
use mailcheck_presets::file::{Place, PresetFile};
use mailcheck_presets::{Unreadable, read, write};
use proptest::prelude::*;

/// A file for each format that is XML.
const WHOLE: [&str; 4] = [
    include_str!("../../../fixtures/presets/ispdb/office365.com.xml"),
    include_str!("../../../fixtures/presets/autoconfig-spec/autoconfig-sample.xml"),
    LIST,
    PROFILE,
];

const LIST: &str = "<?xml version='1.0'?>\n<!-- A list -->\n<providers>\n<provider id='a' label='A' domain='a.example'>\n\
    <incoming uri='imap+ssl+://imap.a.example:993' username='$email'/>\n\
    <outgoing uri='smtp+tls+://smtp.a.example' username='$user'/>\n</provider>\n</providers>\n";

const PROFILE: &str = "<?xml version='1.0'?>\n<!DOCTYPE plist PUBLIC 'a' 'b'>\n<plist version='1.0'><dict>\n\
    <key>PayloadContent</key><array><dict>\n<key>PayloadType</key><string>com.apple.mail.managed</string>\n\
    <key>EmailAccountType</key><string>EmailTypeIMAP</string>\n\
    <key>EmailAddress</key><string>joe@a.example</string>\n\
    <key>IncomingMailServerHostName</key><string>imap.a.example</string>\n\
    <key>IncomingMailServerPortNumber</key><integer>993</integer>\n\
    <key>IncomingMailServerUseSSL</key><true/>\n\
    <key>OutgoingMailServerHostName</key><string>smtp.a.example</string>\n\
    <key>OutgoingMailServerPortNumber</key><integer>587</integer>\n\
    <key>OutgoingMailServerUseSSL</key><true/>\n</dict></array>\n</dict></plist>\n";

/// Files with a place of them changed, in several encodings.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let change = "(<[a-zA-Z/!?]{0,8}|[<>&;'\"=/! \\n\\t%$:@\\[\\]a-z0-9é設\u{0}\u{85}\u{feff}\u{fffe}-]{0,6}|</?(port|dict|key|domain|provider)>|&#?[a-z0-9]{1,4};)";
    let whole = prop::sample::select(WHOLE.to_vec());
    let places = prop::collection::vec((any::<prop::sample::Index>(), 0..30_usize, change), 0..4);
    (whole, places, 0..4_u8).prop_map(|(whole, places, encoding)| {
        let mut letters: Vec<char> = whole.chars().collect();
        for (at, cut, change) in places {
            let at = at.index(letters.len().max(1));
            let end = (at + cut).min(letters.len());
            letters.splice(at.min(end)..end, change.chars());
        }
        let text: String = letters.into_iter().collect();
        match encoding {
            0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            1 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
            2 => text.bytes().map(|octet| if octet == b'm' { 0xe9 } else { octet }).collect(),
            _ => text.into_bytes(),
        }
    })
}

/// The places of all that a file has.
fn places(file: &PresetFile) -> Vec<Place> {
    let mut places: Vec<Place> = file.oddities.iter().map(|odd| odd.at).collect();
    places.extend(file.comments.iter().chain(&file.passed_over).map(|word| word.at));
    for provider in &file.providers {
        places.push(provider.at);
        places.extend(provider.domains.iter().map(|word| word.at));
        places.extend(provider.links.iter().map(|link| link.url.at));
        for server in &provider.servers {
            places.extend([server.at, server.service.at]);
            places.extend(server.host.as_ref().map(|word| word.at));
            places.extend(server.port.as_ref().map(|word| word.at));
            places.extend(server.username.as_ref().map(|word| word.at));
            places.extend(server.authentication.iter().map(|word| word.at));
        }
    }
    places
}

/// Whether a place is in the file: a line that there is, in letters or octets, and not far behind its end.
fn is_in(place: Place, octets: &[u8]) -> bool {
    let lines = octets.split(|&octet| octet == b'\n').count();
    let (line, column) = (usize::try_from(place.line), usize::try_from(place.column));
    line.is_ok_and(|line| (1..=lines).contains(&line))
        && column.is_ok_and(|it| it <= octets.len() + 1)
}

fn holds(octets: &[u8]) -> Result<(), TestCaseError> {
    match read(octets, "a".as_ref()) {
        None | Some(Err(Unreadable::Signed)) => {}
        Some(Ok(file)) => {
            for place in places(&file) {
                prop_assert!(is_in(place, octets), "{place:?}");
            }
            prop_assert!(file.oddities.is_sorted_by_key(|odd| odd.at));
            for server in file.providers.iter().flat_map(|it| &it.servers) {
                prop_assert!(server.endpoint().is_none_or(|it| it.port != 0));
            }
            // What was read can be written, or it is told why not; what is written can be read.
            if let Ok(written) = write::write(&file, file.format) {
                let again = read(written.text.as_bytes(), "a".as_ref());
                prop_assert!(matches!(again, Some(Ok(_))), "{again:?}: {}", written.text);
            }
        }
        Some(Err(why)) => {
            let Unreadable::Unusable { why, at } = why else { return Ok(()) };
            if let Unusable::Malformed { text } = why {
                prop_assert!(!text.chars().any(char::is_control), "{text}");
            }
            prop_assert!(at.is_none_or(|at| is_in(at, octets)), "{at:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn files_may_be_damaged(octets in damaged()) {
        holds(&octets)?;
    }

    #[test]
    fn files_may_hold_anything(
        start in prop::sample::select(vec!["", "<clientConfig", "<providers><provider><incoming ", "<plist>com.apple.mail.managed", "---\n", "{", "0\u{6}"]),
        octets in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        holds(&[start.as_bytes(), &octets].concat())?;
    }
}
