//! The program `mailcheck`.
fn main() {}
