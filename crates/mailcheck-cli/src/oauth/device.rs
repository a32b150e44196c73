//! The device flow: a code that is typed on another device, and asking until that is done (RFC 8628).

use std::io::{self, Write as _};
use std::time::Duration;

use mailcheck::net::{Https, Net};
use mailcheck::render::escape;
use oauth2::basic::BasicTokenResponse;
use oauth2::url::Url;
use oauth2::{DeviceAuthorizationUrl, StandardDeviceAuthorizationResponse, TokenUrl};
use tokio::time::sleep;

use super::failure::{Failure, Unasked, host};
use super::{Client, web};
use crate::complaint::warn;
use crate::tongue::say;

/// Signs in.
pub(super) async fn sign_in<N: Net>(
    client: &Client,
    device: &Url,
    token: &Url,
    https: &Https<'_, N>,
) -> Result<BasicTokenResponse, Failure> {
    let with_endpoints = client
        .basic()
        .set_device_authorization_url(DeviceAuthorizationUrl::from_url(device.clone()))
        .set_token_uri(TokenUrl::from_url(token.clone()));
    let http = |request| web::send(https, request);
    let codes = with_endpoints.exchange_device_code().add_scopes(client.scopes());
    let codes: StandardDeviceAuthorizationResponse =
        codes.request_async(&http).await.map_err(|why| Failure::of(why, device))?;
    if !is_sound(&codes) {
        return Err(Failure::NotUnderstood { host: host(device) });
    }
    tell(&codes);
    let polling = |request| async {
        let answer = web::send(https, request).await;
        if let Err(Unasked { host, .. }) = &answer {
            // It is asked again: the person may be signing in just now.
            warn(&say("oauth-asks-again", &[("host", host.as_str().into())]));
        }
        answer
    };
    let wait = |pause: Duration| sleep(pause.max(SHORTEST_PAUSE));
    with_endpoints
        .exchange_device_access_token(&codes)
        .set_max_backoff_interval(codes.interval().max(LONGEST_BACKOFF))
        .request_async(&polling, wait, Some(codes.expires_in().min(LONGEST_LIFE)))
        .await
        .map_err(|why| Failure::of(why, token))
}

/// Whether a person can do something with it, and time goes on.
fn is_sound(codes: &StandardDeviceAuthorizationResponse) -> bool {
    let code = codes.user_code().secret();
    let is_short = !code.is_empty() && code.chars().count() <= LONGEST_CODE;
    let page = codes.verification_uri().url();
    is_short && page.scheme() == "https" && codes.interval() <= LONGEST_LIFE
}

/// Says what to do, on standard error.
fn tell(codes: &StandardDeviceAuthorizationResponse) {
    let minutes = codes.expires_in().min(LONGEST_LIFE).as_secs() / 60;
    let minutes = i64::try_from(minutes.max(1)).unwrap_or(i64::MAX);
    let page = codes.verification_uri().url().to_string();
    let code = codes.user_code().secret().as_str();
    let mut err = io::stderr().lock();
    for line in [
        say("oauth-open-page", &[("page", page.into())]),
        say("oauth-enter-code", &[("code", code.into())]),
        say("oauth-waits", &[("minutes", minutes.into())]),
    ] {
        let _nobody = writeln!(err, "{}", escape(&line));
    }
}

/// No server wants to be asked more often, whatever it says.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
/// Longest pause after a question that was not answered.
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);
/// Codes are good for 5 to 30 minutes; nobody takes an hour.
const LONGEST_LIFE: Duration = Duration::from_hours(1);
/// Codes have 6 to 12 letters; what is longer cannot be typed.
const LONGEST_CODE: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(changes: &str) -> StandardDeviceAuthorizationResponse {
        let mut codes = serde_json::json!({
            "device_code": "d", "user_code": "WDJB-MJHT", "expires_in": 900, "interval": 5,
            "verification_uri": "https://example.org/device",
        });
        let changes: serde_json::Map<_, _> = serde_json::from_str(changes).expect("is JSON");
        codes.as_object_mut().expect("is one").extend(changes);
        serde_json::from_value(codes).expect("is one")
    }

    #[test]
    fn codes_that_nobody_can_use_are_not_shown() {
        assert!(is_sound(&codes("{}")));
        let long = format!(r#"{{"user_code":"{}"}}"#, "A".repeat(10_000));
        for changes in [
            r#"{"user_code":""}"#,
            &long,
            r#"{"verification_uri":"http://example.org/device"}"#,
            r#"{"verification_uri":"javascript:alert(1)"}"#,
            r#"{"interval":18446744073709551615}"#,
        ] {
            assert!(!is_sound(&codes(changes)), "{changes}");
        }
    }
}
