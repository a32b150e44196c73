//! Sockets at an address, or a word about why there are none.

use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::net::TcpSocket;

use crate::log::Door;
use crate::start_error::StartError;

/// How many clients may wait to be accepted.
const QUEUE: u32 = 1024;

/// A socket that is bound there and does not listen.
pub(crate) fn bind(door: Door, addr: SocketAddr) -> Result<TcpSocket, StartError> {
    let bound = || {
        let socket = if addr.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // A number that was asked for is to be had again at once after a restart.
        socket.set_reuseaddr(addr.port() != 0)?;
        socket.bind(addr)?;
        Ok(socket)
    };
    bound().map_err(|why| StartError::listen(door, addr, why))
}

/// Lets clients come.
pub(crate) fn listen(
    door: Door,
    socket: TcpSocket,
) -> Result<(TcpListener, SocketAddr), StartError> {
    let addr = socket.local_addr().map_err(StartError::Socket)?;
    let listener = socket.listen(QUEUE).map_err(|why| StartError::listen(door, addr, why))?;
    Ok((listener, addr))
}
