//! `clearslate lsp`.

use super::setup::Setup;
use crate::cli::LspArgs;
use crate::error::{Exit, Result};
use crate::lsp::{End, PositionEncoding, serve};

pub fn run(args: &LspArgs) -> Result<Exit> {
    let forced = args.position_encoding.as_deref().and_then(PositionEncoding::from_name);
    match serve(forced, Box::new(|tree, base| Setup::load(tree, base, super::check::cache(std::path::Path::new(".")).as_deref()))) {
        End::Orderly => Ok(Exit::Clear),
        // The protocol asks for status 1 when the editor leaves without saying so.
        End::Abrupt => Ok(Exit::Blocked),
    }
}
