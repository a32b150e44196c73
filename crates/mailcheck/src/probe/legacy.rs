//! The hand-made `ClientHello`, for servers that rustls cannot talk to.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::desk::Spot;
use super::dialogue::read_failure;
use super::secure;
use super::watch::StepName;
use crate::evidence::{Fact, Flight, ReadFailure};
use crate::model::ServerText;
use crate::net::Net;
use crate::wire::client_hello::{FirstFlight, KeyExchange, ServerFlight, legacy_client_hello};

/// Offers what old servers speak, reads their first flight, and hangs up.
pub(super) async fn probe<N: Net>(spot: &Spot<'_, N>) {
    let Some(secure::Line { mut stream, .. }) = secure::reach_tls(spot).await else { return };
    spot.waiting(StepName::Tls);
    let tls = spot.desk.tls().await;
    let host = &spot.endpoint.host;
    let name = Some(host.as_str()).filter(|_| host.ip().is_none());
    let hello = legacy_client_hello(name, tls.random());
    let read = async {
        stream.write_all(&hello).await.map_err(|why| read_failure(&why))?;
        let mut seen = Vec::new();
        let mut chunk = [0; 4096];
        loop {
            match FirstFlight::parse(&seen) {
                Ok(Some(flight)) => return Ok(flight),
                Ok(None) => {}
                Err(why) => {
                    let text = ServerText::from(why.to_string());
                    return Err(ReadFailure::Garbled { text });
                }
            }
            let octets = stream.read(&mut chunk).await.map_err(|why| read_failure(&why))?;
            if octets == 0 {
                return Err(ReadFailure::Closed);
            }
            seen.extend_from_slice(chunk.get(..octets).unwrap_or_default());
        }
    };
    let outcome = spot.until(spot.deadline(), read).await.unwrap_or_else(|cut| Err(cut.into()));
    spot.record(Fact::FirstFlight(match outcome {
        Ok(FirstFlight::Alert(alert)) => Flight::Alert { name: alert.name },
        Ok(FirstFlight::Hello(flight)) => {
            spot.record(Fact::Presented(tls.seen_in_clear(&flight.chain, host)));
            described(flight)
        }
        Err(why) => Flight::Failed { why },
    }));
}

fn described(flight: ServerFlight) -> Flight {
    let ServerFlight { version, cipher_suite, key_exchange, .. } = flight;
    let dh_bits = match key_exchange {
        KeyExchange::Dhe { prime_bits } => Some(prime_bits),
        KeyExchange::Ecdhe { .. } | KeyExchange::Other | KeyExchange::StaticRsa => None,
    };
    Flight::Answered { version, cipher_suite, key_exchange: key_exchange.to_string(), dh_bits }
}
