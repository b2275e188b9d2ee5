//! Clearslate finds AI-use markers, references to likenesses and protected works, and fabricated statements in what a film
//! or TV production commits, and says which of them need an approval that is not on record.
//!
//! Bytes become a [`source::Source`], a source becomes a [`document::Document`], its text is matched against the
//! dictionaries, the rules of the packs make findings, records settle them, and reporters write the
//! report. `ARCHITECTURE.md` has the map.

pub mod check;
pub mod checks;
pub mod cli;
pub mod commands;
pub mod config;
pub mod dictionary;
pub mod document;
pub mod error;
pub mod formats;
mod fresh;
pub mod git;
mod intake;
mod look;
mod lsp;
pub mod policy;
pub mod reading;
pub mod records;
pub mod report;
pub mod reporters;
pub mod snapshot;
pub mod source;
pub mod text;
pub mod world;
