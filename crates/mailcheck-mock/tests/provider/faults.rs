//! Every fault, seen on the wire.
