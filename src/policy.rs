//! The policy as data: levels, rules and packs.

pub mod builtin;
pub mod level;
pub mod pack;
pub mod rule;
pub mod select;

pub use level::Level;
pub use rule::{Match, Near, Rule, Scope};
pub use select::select;
