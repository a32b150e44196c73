//! Tells whether mail settings will work, and if not, why.

pub mod model;
