//! The examples of the RFCs, and servers that do not prove themselves.

use super::super::Channel;
use super::*;

/// What the examples of RFC 5802 §5 and RFC 7677 §3 consist of. Their nonces are shorter than ours, and
/// no base64 of 18 octets, so they are put in from behind.
struct Example {
    hash: Hash,
    nonce: &'static str,
    first: &'static str,
    challenge: &'static str,
    last: &'static str,
    proof: &'static str,
}

const EXAMPLES: [Example; 2] = [
    Example {
        hash: Hash::Sha1,
        nonce: "fyko+d2lbbFgONRv9qkxdawL",
        first: "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
        challenge: "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        last: "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        proof: "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
    },
    Example {
        hash: Hash::Sha256,
        nonce: "rOprNGfwEbeRWgbNEkqO",
        first: "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
        challenge: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
            s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        last: "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
            p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        proof: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
    },
];

fn scram(hash: Hash, name: &str, password: &str) -> Scram {
    let password = Secret::new(password.to_owned());
    Scram::new(hash, (name, &password), Binding::none(&Channel::default()), [7; 18])
}

impl Example {
    fn scram(&self) -> Scram {
        let bare = format!("n=user,r={}", self.nonce);
        Scram { nonce: self.nonce.to_owned(), bare, ..scram(self.hash, "user", "pencil") }
    }

    /// Where the server has yet to prove itself.
    fn proved(&self) -> Scram {
        let mut scram = self.scram();
        assert_eq!(said(&mut scram, ""), Ok(self.first.to_owned()));
        assert_eq!(said(&mut scram, self.challenge), Ok(self.last.to_owned()));
        scram
    }
}

fn said(scram: &mut Scram, challenge: &str) -> Result<String, SaslFault> {
    let answer = scram.answer(challenge.as_bytes())?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[test]
fn the_examples_of_the_rfcs_are_said() {
    for example in EXAMPLES {
        let mut scram = example.proved();
        assert_eq!(scram.count(), Some(4096));
        assert_eq!(scram.finish(), Err(SaslFault::NoServerSignature));
        assert_eq!(scram.awaited(), Some(Zeroizing::new(example.proof.as_bytes().to_vec())));
        assert_eq!(said(&mut scram, example.proof), Ok(String::new()));
        assert_eq!(scram.finish(), Ok(()));
        assert_eq!(scram.awaited(), None);
        assert_eq!(said(&mut scram, ""), Err(SaslFault::Unexpected));
    }
}

#[test]
fn a_server_without_the_password_is_found_out() {
    for example in EXAMPLES {
        let error = ServerText::from("channel-bindings-dont-match");
        for (last, fault) in [
            (example.proof.replace("v=r", "v=s").replace("v=6", "v=7"), SaslFault::ServerSignature),
            ("v=".to_owned(), SaslFault::ServerSignature),
            ("v=QUI=".to_owned(), SaslFault::ServerSignature),
            (String::new(), SaslFault::Malformed { text: ServerText::default() }),
            ("e=channel-bindings-dont-match".to_owned(), SaslFault::Server { error }),
        ] {
            let mut scram = example.proved();
            assert_eq!(said(&mut scram, &last), Err(fault), "{last}");
            // There is no second try.
            assert_eq!(said(&mut scram, example.proof), Err(SaslFault::Unexpected));
            assert_eq!(scram.finish(), Err(SaslFault::NoServerSignature));
        }
    }
}

#[test]
fn the_nonce_of_a_server_goes_on_from_ours() {
    let [example, _] = EXAMPLES;
    for nonce in ["", "fyko", example.nonce, "Fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j", "3rfc"] {
        let mut scram = example.scram();
        assert!(said(&mut scram, "").is_ok());
        let challenge = format!("r={nonce},s=QSXCR+Q6sek8bf92,i=4096");
        assert_eq!(said(&mut scram, &challenge), Err(SaslFault::Nonce), "{nonce}");
        assert_eq!(scram.finish(), Err(SaslFault::NoServerSignature));
    }
}

#[test]
fn hashing_has_an_end() {
    let [example, _] = EXAMPLES;
    for count in [0, MAX_COUNT + 1, u64::MAX] {
        let mut scram = example.scram();
        assert!(said(&mut scram, "").is_ok());
        let challenge = example.challenge.replace("4096", &count.to_string());
        assert_eq!(said(&mut scram, &challenge), Err(SaslFault::Iterations { count }));
        assert_eq!(scram.count(), Some(count));
    }
    let mut scram = example.scram();
    assert!(said(&mut scram, "").is_ok());
    assert!(said(&mut scram, &example.challenge.replace("4096", "1")).is_ok());
    assert_eq!(scram.count(), Some(1));
}

#[test]
fn what_the_exchange_is_bound_to_is_said_and_signed() {
    let channel = Channel { exporter: Some([1; 32]), ..Channel::default() };
    let password = Secret::new("pencil".to_owned());
    let binding = Binding::to(&channel).expect("is there");
    let mut scram = Scram::new(Hash::Sha256, ("user", &password), binding, [0; 18]);
    let nonce = "A".repeat(24);
    let first = format!("p=tls-exporter,,n=user,r={nonce}");
    assert_eq!(said(&mut scram, ""), Ok(first));
    let last = said(&mut scram, &format!("r={nonce}+,s=QUI=,i=1")).expect("goes on");
    let bound = STANDARD.encode([b"p=tls-exporter,,", &[1; 32][..]].concat());
    assert!(last.starts_with(&format!("c={bound},r={nonce}+,p=")), "{last}");
}

/// RFC 4013 §3.
#[test]
fn names_and_passwords_are_prepared_or_taken_as_they_are() {
    for (text, expected) in [
        ("I\u{ad}X", "IX"),
        ("user", "user"),
        ("USER", "USER"),
        ("\u{aa}", "a"),
        ("\u{2168}", "IX"),
        ("\u{7}", "\u{7}"),
        ("\u{627}1", "\u{627}1"),
    ] {
        assert_eq!(*prepared(text), expected);
        let said = said(&mut scram(Hash::Sha1, text, "x"), "").unwrap_or_default();
        assert!(said.starts_with(&format!("n,,n={expected},r=")), "{said:?}");
    }
    let said = said(&mut scram(Hash::Sha1, "a=b,c", "x"), "").unwrap_or_default();
    assert!(said.starts_with("n,,n=a=3Db=2Cc,r="), "{said}");
}
