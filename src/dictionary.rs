//! Dictionaries: names and phrases by class, and the matcher that finds them in text.
//!
//! The built-in ones are compiled when the program is built ([`compile`]) into a form that is read in place: nothing is built
//! or parsed at start. What a production adds is compiled by the same code at run time.

pub mod builtin;
pub mod classes;
pub mod compile;
mod disguise;
pub mod import;
pub mod matcher;
pub mod names;
pub mod own;
pub mod people;
pub mod phrases;
pub mod rows;

pub use classes::{ClassId, ClassSet, Classes};
pub use matcher::{Matcher, Mention, Origin};
pub use names::{NameIndex, Term};
pub use own::OwnNames;
