//! The rules, one file each.

pub(super) mod byte_order_mark;
pub(super) mod password_in_clear;
