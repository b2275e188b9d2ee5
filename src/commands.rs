//! One file a subcommand: each reads its arguments, asks git and the disk, calls the core and hands the result to a reporter.

pub mod check;
pub mod dictionary;
pub mod explain;
pub mod hook;
pub mod init;
pub mod lsp;
mod place;
pub mod request;
pub mod screen;
pub(crate) mod setup;

use crate::cli::{Cli, Command};
use crate::error::{Exit, Result};

/// Runs the program with its arguments.
///
/// # Errors
/// What ends a run before there is a report; [`crate::error::Failure::exit`] gives its status.
pub fn run(cli: Cli) -> Result<Exit> {
    match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Dictionary { action } => dictionary::run(&action),
        Command::Explain { rule } => explain::run(rule.as_deref()),
        Command::Hook { action } => hook::run(action),
        Command::Init => init::run(),
        Command::Request(args) => request::run(&args),
        Command::Lsp(args) => lsp::run(&args),
    }
}

/// Writes to standard output; a reader that went away (`| head`) is no error of ours.
fn print(text: &str) {
    use std::io::Write;
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
