//! The terminal: how wide it is, and whether it shows colours.

use crate::reporters::Screen;
use std::io::IsTerminal;

/// Lines longer than this are hard to read, however wide the window.
const WIDEST: usize = 120;
/// Below this an excerpt has no room.
const NARROWEST: usize = 40;

/// Returns the screen that standard output goes to.
pub fn screen() -> Screen {
    of(&std::io::stdout())
}

/// Returns the screen that standard error goes to.
pub fn error_screen() -> Screen {
    of(&std::io::stderr())
}

fn of(stream: &impl IsTerminal) -> Screen {
    let plain = Screen::default();
    if !stream.is_terminal() {
        return plain;
    }
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let width = terminal_size::terminal_size().map_or(plain.width, |(columns, _)| usize::from(columns.0));
    Screen { width: width.clamp(NARROWEST, WIDEST), colour: !is_set("NO_COLOR") && !dumb }
}
