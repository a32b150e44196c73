//! Our side of every mechanism against `rsasl` as the server that none of us wrote.

use std::error::Error;
use std::sync::Arc;

use hmac::digest::core_api::BlockSizeUser;
use hmac::digest::generic_array::GenericArray;
use hmac::digest::{Digest, FixedOutputReset};
use mailcheck::model::{Host, Mechanism, Secret};
use mailcheck::wire::sasl::{Channel, Exchange, Key, SaslFault, Who};
use rsasl::callback::{Context, Request, SessionCallback, SessionData};
use rsasl::config::SASLConfig;
use rsasl::mechanisms::login::LOGIN;
use rsasl::mechanisms::oauthbearer::OAUTHBEARER;
use rsasl::mechanisms::oauthbearer::properties::{OAuthBearerError, OAuthBearerValidate};
use rsasl::mechanisms::plain::PLAIN;
use rsasl::mechanisms::scram;
use rsasl::mechanisms::scram::properties::ScramStoredPassword;
use rsasl::mechanisms::xoauth2::XOAUTH2;
use rsasl::mechanisms::xoauth2::properties::XOAuth2Validate;
use rsasl::mechname::Mechname;
use rsasl::prelude::{
    ChannelBindingCallback, MessageSent, Registry, SASLServer, SessionError, State,
};
use rsasl::property::{AuthId, AuthzId, OAuthBearerKV, OAuthBearerToken, Password};
use rsasl::validate::{Validate, Validation, ValidationError};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

type Outcome = Result<(), Box<dyn Error>>;

const USER: &str = "you@mail.example";
const SECRET: &str = "correct horse battery";
const SALT: &[u8] = b"sixteen octets !";
const COUNT: u32 = 4096;

/// The `-PLUS` variants stand in a registry of their own: where both are, `rsasl` takes `y` for a sign
/// that somebody has shortened the list.
static UNBOUND: &[rsasl::prelude::Mechanism] = &[
    LOGIN,
    OAUTHBEARER,
    PLAIN,
    scram::SCRAM_SHA1,
    scram::SCRAM_SHA256,
    scram::SCRAM_SHA512,
    XOAUTH2,
];
static ALL: &[rsasl::prelude::Mechanism] = &[
    scram::SCRAM_SHA1,
    scram::SCRAM_SHA1_PLUS,
    scram::SCRAM_SHA256,
    scram::SCRAM_SHA256_PLUS,
    scram::SCRAM_SHA512,
    scram::SCRAM_SHA512_PLUS,
];

/// What a server keeps of the one account that it has.
struct Server {
    stored: Vec<u8>,
    server: Vec<u8>,
}

impl Server {
    fn for_mechanism(mechanism: Mechanism) -> Self {
        match mechanism.name().trim_end_matches("-PLUS") {
            "SCRAM-SHA-1" => Self::hashed_by::<Sha1>(),
            "SCRAM-SHA-512" => Self::hashed_by::<Sha512>(),
            _ => Self::hashed_by::<Sha256>(),
        }
    }

    fn hashed_by<D>() -> Self
    where
        D: Digest + BlockSizeUser + FixedOutputReset + Clone + Sync,
    {
        let mut salted = GenericArray::default();
        scram::tools::hash_password::<D>(SECRET.as_bytes(), COUNT, SALT, &mut salted);
        let (client, server) = scram::tools::derive_keys::<D>(&salted);
        Self { stored: D::digest(client).to_vec(), server: server.to_vec() }
    }
}

/// Whether who logs in is the one who may.
struct IsRight;

impl Validation for IsRight {
    type Value = bool;
}

impl SessionCallback for Server {
    fn callback(
        &self,
        _: &SessionData,
        context: &Context<'_>,
        request: &mut Request<'_>,
    ) -> Result<(), SessionError> {
        let token = context.get_ref::<OAuthBearerToken>();
        if request.is::<OAuthBearerValidate>() {
            let refusal = OAuthBearerError::new("invalid_token", Some("mail"), None);
            // `rsasl` leaves it to its users to take the scheme off.
            let is_right = token == Some(format!("Bearer {SECRET}").as_str());
            request.satisfy::<OAuthBearerValidate>(&is_right.then_some(()).ok_or(refusal))?;
        } else if request.is::<XOAuth2Validate>() {
            let is_right = token == Some(SECRET);
            let refusal = r#"{"status":"401","schemes":"bearer","scope":"mail"}"#;
            request.satisfy::<XOAuth2Validate>(&is_right.then_some(()).ok_or(refusal))?;
        } else if context.get_ref::<AuthId>() == Some(USER) {
            let Self { stored, server } = self;
            let kept = ScramStoredPassword::new(COUNT, SALT, stored, server);
            request.satisfy::<ScramStoredPassword<'static>>(&kept)?;
        }
        Ok(())
    }

    fn validate(
        &self,
        session: &SessionData,
        context: &Context<'_>,
        validate: &mut Validate<'_>,
    ) -> Result<(), ValidationError> {
        let user = context.get_ref::<AuthId>().or_else(|| context.get_ref::<AuthzId>());
        let is_right = match session.mechanism().mechanism.as_str() {
            "LOGIN" | "PLAIN" => context.get_ref::<Password>() == Some(SECRET.as_bytes()),
            "OAUTHBEARER" => {
                let said = context.get_ref::<OAuthBearerKV>();
                let is_right = said == Some(&[("host", "mail.example"), ("port", "993")]);
                is_right
                    && context.get_ref::<OAuthBearerToken>() == Some(&format!("Bearer {SECRET}"))
            }
            "XOAUTH2" => context.get_ref::<OAuthBearerToken>() == Some(SECRET),
            // It has compared the proofs by now.
            _ => true,
        };
        validate.with::<IsRight, _>(|| Ok(is_right && user == Some(USER)))?;
        Ok(())
    }
}

/// What both sides see of the TLS connection.
#[derive(Clone)]
struct Seen(Channel);

impl ChannelBindingCallback for Seen {
    fn get_cb_data(&self, name: &str) -> Option<&[u8]> {
        match name {
            "tls-exporter" => self.0.exporter.as_ref().map(<[u8; 32]>::as_slice),
            "tls-server-end-point" => self.0.server_end_point.as_deref(),
            _ => None,
        }
    }
}

/// How an exchange ended: whether the server lets us in, or why we gave up.
fn exchange(
    mechanism: Mechanism,
    (user, secret): (&str, &str),
    ours: &Channel,
    theirs: &Channel,
) -> Result<Result<bool, SaslFault>, Box<dyn Error>> {
    let is_bound = mechanism.name().ends_with("-PLUS");
    let registry = Registry::with_mechanisms(if is_bound { ALL } else { UNBOUND });
    let config = SASLConfig::builder().with_registry(registry);
    let config: Arc<SASLConfig> = config.with_callback(Server::for_mechanism(mechanism))?;
    let server = SASLServer::<IsRight, _>::with_cb(config, Seen(theirs.clone()));
    let mut server = server.start_suggested(Mechname::parse(mechanism.name().as_bytes())?)?;
    let (host, secret): (Host, _) = ("mail.example".parse()?, Secret::new(secret.to_owned()));
    let key = if mechanism.takes_token() { Key::Token(&secret) } else { Key::Password(&secret) };
    let who = Who { username: user, key, host: &host, port: 993 };
    let mut client = match Exchange::new(mechanism, &who, ours, *b"eighteen octets!!!") {
        Ok(client) => client,
        Err(fault) => return Ok(Err(fault)),
    };
    assert_eq!(server.are_we_first(), !Exchange::speaks_first(mechanism), "{mechanism}");
    let mut said = Vec::new();
    if server.are_we_first() {
        server.step(None, &mut said)?;
    }
    loop {
        let answer = match client.answer(&said) {
            Ok(answer) => answer,
            Err(fault) => return Ok(Err(fault)),
        };
        said.clear();
        match server.step(Some(&answer), &mut said) {
            Ok(State::Running) => {}
            Ok(State::Finished(sent)) => {
                if matches!(sent, MessageSent::Yes)
                    && let Err(fault) = client.answer(&said)
                {
                    return Ok(Err(fault));
                }
                break;
            }
            Err(_) => return Ok(Ok(false)),
        }
    }
    let is_right = server.validation() == Some(true);
    Ok(if is_right { client.finish().map(|()| true) } else { Ok(false) })
}

/// All that `rsasl` has a server for.
const MECHANISMS: [Mechanism; 10] = [
    Mechanism::Login,
    Mechanism::OauthBearer,
    Mechanism::Plain,
    Mechanism::ScramSha1,
    Mechanism::ScramSha1Plus,
    Mechanism::ScramSha256,
    Mechanism::ScramSha256Plus,
    Mechanism::ScramSha512,
    Mechanism::ScramSha512Plus,
    Mechanism::Xoauth2,
];

fn channel() -> Channel {
    Channel { exporter: Some([7; 32]), ..Channel::default() }
}

#[test]
fn another_server_understands_every_mechanism() -> Outcome {
    for mechanism in MECHANISMS {
        let outcome = exchange(mechanism, (USER, SECRET), &channel(), &channel())?;
        assert_eq!(outcome, Ok(true), "{mechanism}");
    }
    Ok(())
}

#[test]
fn another_server_refuses_what_is_wrong() -> Outcome {
    for mechanism in MECHANISMS {
        for wrong in [(USER, "incorrect horse"), ("her@mail.example", SECRET)] {
            let outcome = exchange(mechanism, wrong, &channel(), &channel())?;
            match outcome {
                // SCRAM of `rsasl` says why.
                Err(SaslFault::Server { error }) => {
                    let known = ["invalid-proof", "unknown-user"].contains(&error.as_str());
                    assert!(known && mechanism.name().starts_with("SCRAM"), "{error}");
                }
                outcome => assert_eq!(outcome, Ok(false), "{mechanism} {wrong:?}"),
            }
        }
    }
    Ok(())
}

#[test]
fn a_bound_exchange_fails_on_another_connection() -> Outcome {
    let end_point = Channel { server_end_point: Some(vec![3; 48]), ..Channel::default() };
    let other = Channel { server_end_point: Some(vec![4; 48]), ..Channel::default() };
    let mechanism = Mechanism::ScramSha256Plus;
    let right = (USER, SECRET);
    assert_eq!(exchange(mechanism, right, &end_point, &end_point)?, Ok(true));
    assert_ne!(exchange(mechanism, right, &end_point, &other)?, Ok(true));
    assert_ne!(exchange(mechanism, right, &channel(), &end_point)?, Ok(true));
    let nothing = Channel::default();
    let outcome = exchange(mechanism, right, &nothing, &end_point)?;
    assert_eq!(outcome, Err(SaslFault::NoChannelBinding));
    Ok(())
}
