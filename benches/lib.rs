//! What is measured and never tested.
