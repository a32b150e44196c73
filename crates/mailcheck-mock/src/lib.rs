//! A mail provider that misbehaves on demand.
