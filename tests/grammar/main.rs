//! The Fountain grammar: its generated files are fresh, its cases hold, its queries fit.

mod corpus;
mod freshness;
mod highlights;
