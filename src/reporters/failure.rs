//! An error that ends a run: first a whole sentence, since some clients show no more than the first line of a hook.

use super::Screen;
use super::visible::visible;
use crate::error::Failure;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

/// Writes the error: the sentence, the place where there is one, and the way out.
pub fn failure(failure: &Failure, screen: Screen) -> String {
    let message = failure.to_string();
    let mut out = screen.bold(&format!("Clearslate stopped: {}.", visible(message.trim_end_matches('.'))));
    out.push('\n');
    if failure.source_code().is_some() || failure.related().is_some() {
        let theme = if screen.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        // Writing to a string cannot fail.
        let _ = GraphicalReportHandler::new_themed(theme).with_width(screen.width).with_links(false).render_report(&mut out, failure);
    } else if let Some(help) = failure.help() {
        out.push_str(&screen.field(2, "next", &visible(&help.to_string())));
    }
    out
}
