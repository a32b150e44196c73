//! The rules on evidence made by hand: what each leads to, in which words, and how it is saved.

mod evidence;
mod judged;
mod list;
mod runs;
mod saved;
mod typing;
mod words;
