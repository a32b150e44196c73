//! Questions in, answers out, on UDP and TCP or in memory.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use async_trait::async_trait;
use hickory_server::Server;
use hickory_server::net::NetError;
use hickory_server::net::runtime::Time;
use hickory_server::net::runtime::TokioTime;
use hickory_server::net::xfer::Protocol;
use hickory_server::proto::op::Edns;
use hickory_server::proto::op::Header;
use hickory_server::proto::op::HeaderCounts;
use hickory_server::proto::op::Metadata;
use hickory_server::proto::op::OpCode;
use hickory_server::proto::op::ResponseCode;
use hickory_server::proto::rr::Record;
use hickory_server::proto::serialize::binary::BinEncoder;
use hickory_server::server::Request;
use hickory_server::server::RequestHandler;
use hickory_server::server::ResponseHandler;
use hickory_server::server::ResponseInfo;
use hickory_server::zone_handler::MessageResponse;
use hickory_server::zone_handler::MessageResponseBuilder;
use tokio::net::TcpListener;
use tokio::net::UdpSocket;
use tokio::sync::Semaphore;
use tokio::time::sleep;

use super::DnsAnswer;
use super::Transport;
use super::Zones;
use super::zones::Reply;
use super::zones::alias;
use super::zones::link;
use crate::line::PATIENCE;
use crate::log::Door;
use crate::log::Event;
use crate::log::Log;
use crate::log::Scribe;
use crate::socket;
use crate::start_error::StartError;

/// A DNS server that is running until it is dropped.
pub(crate) struct Running {
    addr: SocketAddr,
    responder: Responder,
    _server: Server<Responder>,
}

impl Running {
    pub(crate) async fn start(zones: Zones, log: Log, at: SocketAddr) -> Result<Self, StartError> {
        let responder = Responder {
            zones: Arc::new(zones),
            log,
            waiting: Arc::new(Semaphore::new(MAX_WAITING)),
        };
        let mut server = Server::new(responder.clone());
        let (addr, tcp, udp) = bind(at).await?;
        server.register_listener(tcp, PATIENCE, RESPONSES);
        server.register_socket(udp);
        Ok(Self { addr, responder, _server: server })
    }

    pub(crate) fn addr(&self) -> SocketAddr {
        self.addr
    }

    #[cfg(feature = "world")]
    pub(crate) fn zones(&self) -> &Zones {
        &self.responder.zones
    }

    /// Answers one message without sockets; `None` is silence.
    pub(crate) async fn ask(&self, message: Vec<u8>, transport: Transport) -> Option<Vec<u8>> {
        let protocol = match transport {
            Transport::Tcp => Protocol::Tcp,
            Transport::Udp => Protocol::Udp,
        };
        let peer = (Ipv4Addr::LOCALHOST, 0).into();
        let request = Request::from_bytes(message, peer, protocol).ok()?;
        let said = Said { octets: Arc::default(), protocol };
        self.responder.handle_request::<_, TokioTime>(&request, said.clone()).await;
        said.octets.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").field("addr", &self.addr).finish_non_exhaustive()
    }
}

/// One number for both transports: what is free for the one may be taken for the other.
async fn bind(at: SocketAddr) -> Result<(SocketAddr, TcpListener, UdpSocket), StartError> {
    let mut tries = if at.port() == 0 { BIND_TRIES } else { 1 };
    loop {
        tries -= 1;
        let (tcp, addr) = socket::listen(Door::Dns, socket::bind(Door::Dns, at)?)?;
        match UdpSocket::bind(addr).await {
            Ok(udp) => return Ok((addr, tcp, udp)),
            Err(why) if tries == 0 => return Err(StartError::listen(Door::Dns, addr, why)),
            Err(_) => {}
        }
    }
}

/// Knows what to say.
#[derive(Clone)]
struct Responder {
    zones: Arc<Zones>,
    log: Log,
    waiting: Arc<Semaphore>,
}

impl Responder {
    /// What is said to a question, `None` for nothing at all; and whether it is called too long.
    async fn reply(&self, request: &Request) -> Option<(Reply, bool)> {
        let failed = |code| Reply { code, answers: Vec::new(), soa: None };
        if request.metadata.op_code != OpCode::Query {
            return Some((failed(ResponseCode::NotImp), false));
        }
        let Ok(info) = request.request_info() else {
            return Some((failed(ResponseCode::FormErr), false));
        };
        let (key, kind) = (info.query.name(), info.query.query_type());
        let name = info.query.original().name();
        let is_udp = info.protocol == Protocol::Udp;
        self.note(
            info.src.ip(),
            Event::Query {
                name: name.to_ascii().trim_end_matches('.').to_owned(),
                kind: kind.to_string(),
                transport: if is_udp { Transport::Udp } else { Transport::Tcp },
            },
        );
        let told = self.zones.told(key, kind);
        let truth = || self.zones.look_up(name, kind);
        let soa = || self.zones.soa(key);
        let aliased = |record: Option<Record>| Reply {
            code: ResponseCode::NoError,
            answers: record.into_iter().collect(),
            soa: None,
        };
        let reply = match told.map(|(_, answer)| answer) {
            Some(DnsAnswer::Truncated) if is_udp => {
                return Some((failed(ResponseCode::NoError), true));
            }
            None | Some(DnsAnswer::Truncated) => truth(),
            Some(DnsAnswer::Bogus) if request.metadata.checking_disabled => truth(),
            Some(DnsAnswer::Chain) => aliased(told.and_then(|(first, _)| link(first, name))),
            Some(DnsAnswer::Delay(delay)) => {
                let _permit = self.waiting.try_acquire().ok()?;
                sleep(delay).await;
                truth()
            }
            Some(DnsAnswer::FormErr) => failed(ResponseCode::FormErr),
            Some(DnsAnswer::Loop) => aliased(Some(alias(name.clone(), name.clone()))),
            Some(DnsAnswer::NoData) => Reply { soa: soa(), ..failed(ResponseCode::NoError) },
            Some(DnsAnswer::NxDomain) => Reply { soa: soa(), ..failed(ResponseCode::NXDomain) },
            Some(DnsAnswer::Refused) => failed(ResponseCode::Refused),
            Some(DnsAnswer::Bogus | DnsAnswer::ServFail) => failed(ResponseCode::ServFail),
            Some(DnsAnswer::Silent) => return None,
        };
        Some((reply, false))
    }

    fn note(&self, peer: IpAddr, event: Event) {
        let log = self.log.clone();
        Scribe { log, connection: 0, door: Door::Dns, peer }.note(event);
    }
}

#[async_trait]
impl RequestHandler for Responder {
    async fn handle_request<R: ResponseHandler, T: Time>(
        &self,
        request: &Request,
        mut to: R,
    ) -> ResponseInfo {
        let mut metadata = Metadata::response_from_request(&request.metadata);
        let header = Header { metadata, counts: HeaderCounts::default() };
        let Some((reply, is_cut)) = self.reply(request).await else { return header.into() };
        metadata.response_code = reply.code;
        metadata.authoritative = !reply.answers.is_empty() || reply.soa.is_some();
        metadata.truncation = is_cut;
        let edns = request.edns.as_ref().map(|asked| {
            let mut edns = Edns::new();
            edns.set_max_payload(asked.max_payload().max(512));
            edns
        });
        let response = MessageResponseBuilder::new(&request.queries, edns.as_ref());
        let response = response.build(metadata, &reply.answers, [], &reply.soa, []);
        // A client that is gone needs no answer.
        to.send_response(response).await.unwrap_or_else(|_| header.into())
    }
}

/// Keeps what is said.
#[derive(Clone)]
struct Said {
    octets: Arc<Mutex<Option<Vec<u8>>>>,
    protocol: Protocol,
}

#[async_trait]
impl ResponseHandler for Said {
    async fn send_response<'a>(
        &mut self,
        response: MessageResponse<
            '_,
            'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
        >,
    ) -> Result<ResponseInfo, NetError> {
        let mut octets = Vec::new();
        let mut encoder = BinEncoder::new(&mut octets);
        let datagram = response.edns().map_or(512, Edns::max_payload);
        encoder.set_max_size(if self.protocol == Protocol::Udp { datagram } else { u16::MAX });
        let info = response.destructive_emit(&mut encoder)?;
        *self.octets.lock().unwrap_or_else(PoisonError::into_inner) = Some(octets);
        Ok(info)
    }
}

/// How often a number that is free on both transports is looked for.
const BIND_TRIES: usize = 16;

/// Most questions that wait for their answer at once; what comes beyond is not answered, so that
/// a flood of questions cannot fill the memory.
const MAX_WAITING: usize = 1_000;

/// How many answers may wait for a TCP client to read them.
const RESPONSES: usize = 32;
