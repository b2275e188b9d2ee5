//! The program: reads its arguments and leaves the rest to the library.

use clap::Parser;
use clearslate::cli::Cli;
use clearslate::commands::{self, screen};
use clearslate::error::Exit;
use clearslate::reporters::failure::failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let exit = match std::panic::catch_unwind(|| commands::run(cli)) {
        Ok(Ok(exit)) => exit,
        Ok(Err(error)) => {
            eprint!("{}", failure(&error, screen::error_screen()));
            error.exit()
        }
        // The panic's own message stands above this already.
        Err(_) => {
            eprintln!("Clearslate stopped: this is a bug in the program, and nothing may be taken as checked.");
            Exit::Bug
        }
    };
    ExitCode::from(exit as u8)
}
