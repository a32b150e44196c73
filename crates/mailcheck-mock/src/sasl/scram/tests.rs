//! The examples of the RFCs, and what must not pass for one.

use super::*;

/// What the examples of RFC 5802 §5 and RFC 7677 §3 consist of.
struct Example {
    hash: Hash,
    salt: &'static str,
    theirs: &'static str,
    ours: &'static str,
    proof: &'static str,
    signature: &'static str,
}

const SHA_1: Example = Example {
    hash: Hash::Sha1,
    salt: "QSXCR+Q6sek8bf92",
    theirs: "fyko+d2lbbFgONRv9qkxdawL",
    ours: "3rfcNHYJY1ZVvWVs7j",
    proof: "v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    signature: "rmF9pqV8S7suAoZWja4dJRkFsKQ=",
};

const SHA_256: Example = Example {
    hash: Hash::Sha256,
    salt: "W22ZaJ0SNY7soEsUEjb6gQ==",
    theirs: "rOprNGfwEbeRWgbNEkqO",
    ours: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
    proof: "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    signature: "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
};

impl Example {
    fn account(&self) -> Account {
        let account = Account::with_password("user", "pencil");
        let salt = BASE64_STANDARD.decode(self.salt).unwrap();
        let keys = Arc::new(Keys::derive(self.hash, "pencil", salt, ITERATIONS));
        assert!(account.keys.keys[self.hash as usize].set(keys).is_ok());
        account
    }

    fn first(&self) -> String {
        format!("n,,n=user,r={}", self.theirs)
    }

    fn asked(&self) -> Step {
        let Self { salt, theirs, ours, .. } = self;
        Step::Challenge(format!("r={theirs}{ours},s={salt},i=4096").into())
    }

    fn last(&self) -> String {
        format!("c=biws,r={}{},p={}", self.theirs, self.ours, self.proof)
    }
}

fn scram<'a>(example: &Example, accounts: &'a [Account]) -> Scram<'a> {
    let (hash, nonce) = (example.hash, example.ours.to_owned());
    let (bindings, fault, state) = (None, None, State::First);
    Scram { hash, accounts, bindings, offers_plus: false, nonce, fault, state }
}

fn claimed(is_right: bool) -> Step {
    Step::Done(Claim { user: b"user".to_vec(), is_right })
}

#[test]
fn the_examples_of_the_rfcs_are_right() {
    for example in [SHA_1, SHA_256] {
        let accounts = [example.account()];
        let mut scram = scram(&example, &accounts);
        assert_eq!(scram.hear(example.first().as_bytes()), example.asked());
        let signature = Step::Challenge(format!("v={}", example.signature).into());
        assert_eq!(scram.hear(example.last().as_bytes()), signature);
        assert_eq!(scram.hear(b""), claimed(true));
    }
}

#[test]
fn nothing_else_is_a_proof() {
    let last = SHA_1.last();
    let wrong = [
        last.replace("p=v0X", "p=w0X"),
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=".to_owned(),
        last.replace("HI4Ts=", "HI4TsA"),
        // Another nonce: somebody plays back what they heard.
        last.replace("vWVs7j", "vWVs7k"),
        last.replace("3rfcNHYJY1ZVvWVs7j", ""),
        // Another header than at first: `y,,` and `p=tls-exporter,,`.
        last.replace("biws", "eSws"),
        last.replace("biws", "cD10bHMtZXhwb3J0ZXIsLA=="),
        // What was signed is not what is said.
        last.replace(",p=", ",x=y,p="),
    ];
    for message in wrong {
        assert_ne!(message, last);
        let accounts = [SHA_1.account()];
        let mut scram = scram(&SHA_1, &accounts);
        assert_eq!(scram.hear(SHA_1.first().as_bytes()), SHA_1.asked());
        assert_eq!(scram.hear(message.as_bytes()), claimed(false), "{message}");
    }
}

#[test]
fn absurd_messages_are_malformed() {
    let accounts = [SHA_1.account()];
    for absurd in [
        &b""[..],
        b"\xff",
        b"n=user,r=x",
        b"n,,",
        b"n,,n=user",
        b"n,,n=,r=x",
        b"n,,n=us=er,r=x",
        b"n,,r=x,n=user",
        b"n,,n=user,r=",
        b"n,,n=user,r=a b",
        b"n,,n=user,r=x,",
        b"n,,n=user,r=x,1=y",
        b"n,,m=more,n=user,r=x",
        b"n,,n=user,r=x,m=more",
        b"p=tls-exporter,,n=user,r=x",
    ] {
        assert_eq!(scram(&SHA_1, &accounts).hear(absurd), Step::Malformed, "{absurd:?}");
    }
    for absurd in ["", "c=biws", "c=biws,p=", "p=AA==", "c=?,r=x,p=AA==", "c=biws,r=x,m=y,p=AA=="] {
        let mut scram = scram(&SHA_1, &accounts);
        scram.hear(SHA_1.first().as_bytes());
        assert_eq!(scram.hear(absurd.as_bytes()), Step::Malformed, "{absurd:?}");
    }
    let mut scram = scram(&SHA_1, &accounts);
    scram.hear(SHA_1.first().as_bytes());
    scram.hear(SHA_1.last().as_bytes());
    assert_eq!(scram.hear(b"more"), Step::Malformed);
}

#[test]
fn each_fault_is_only_that() {
    let asked = SHA_256.asked();
    for (fault, challenge, reply) in [
        (Fault::HugeCount, Some("i=4294967295"), None),
        (Fault::LowCount, Some("i=1"), None),
        (Fault::ReplayedNonce, Some("r=rOprNGfwEbeRWgbNEkqO%hvY"), None),
        (Fault::NoSignature, None, Some(claimed(true))),
        (
            Fault::WrongSignature,
            None,
            Some(Step::Challenge(b"v=GdJmZfLFdElHcEelpmIgTTl9W9bQeZBahE6nlNOGJAg=".to_vec())),
        ),
    ] {
        let accounts = [SHA_256.account()];
        let mut scram = Scram { fault: Some(fault), ..scram(&SHA_256, &accounts) };
        let first = scram.hear(SHA_256.first().replace("rOpr", "aOpr").as_bytes());
        let Step::Challenge(first) = first else { panic!("{first:?}") };
        let first = String::from_utf8(first).unwrap();
        if let Some(challenge) = challenge {
            assert!(first.contains(challenge), "{fault:?}: {first}");
            continue;
        }
        let mut scram = Scram { fault: Some(fault), ..self::scram(&SHA_256, &accounts) };
        assert_eq!(scram.hear(SHA_256.first().as_bytes()), asked, "{fault:?}");
        assert_eq!(scram.hear(SHA_256.last().as_bytes()), reply.unwrap(), "{fault:?}");
    }
}

#[test]
fn who_does_not_exist_looks_like_who_does() {
    let accounts = [Account::with_password("user", "pencil"), Account::with_token("app", "token")];
    for user in ["nobody", "app"] {
        let ask = || scram(&SHA_256, &accounts).hear(format!("n,,n={user},r=x").as_bytes());
        let asked = ask();
        assert!(matches!(asked, Step::Challenge(_)), "{asked:?}");
        assert_eq!(asked, ask());
    }
}

#[test]
fn nobody_acts_for_others() {
    let accounts = [SHA_1.account()];
    let hear = |first: &str| scram(&SHA_1, &accounts).hear(first.as_bytes());
    assert_eq!(hear("n,a=other,n=user,r=x"), claimed(false));
    assert!(matches!(hear("n,a=USER,n=user,r=x"), Step::Challenge(_)));
}

#[test]
fn a_missed_offer_is_a_downgrade() {
    let accounts = [SHA_1.account()];
    let hear = |offers_plus| {
        let scram = scram(&SHA_1, &accounts);
        Scram { offers_plus, ..scram }.hear(b"y,,n=user,r=x")
    };
    assert_eq!(hear(true), claimed(false));
    assert!(matches!(hear(false), Step::Challenge(_)));
}

#[test]
fn only_what_this_connection_has_can_bind() {
    let accounts = [SHA_1.account()];
    let hear = |first: &str| {
        let scram = scram(&SHA_1, &accounts);
        let bindings = Some(Bindings::made_up([7; 32]));
        Scram { bindings, ..scram }.hear(first.as_bytes())
    };
    assert!(matches!(hear("p=tls-exporter,,n=user,r=x"), Step::Challenge(_)));
    assert_eq!(hear("p=tls-unique,,n=user,r=x"), claimed(false));
    assert_eq!(hear("p=tls-server-end-point,,n=user,r=x"), claimed(false));
    assert_eq!(hear("n,,n=user,r=x"), Step::Malformed);
    assert_eq!(hear("y,,n=user,r=x"), Step::Malformed);
}
