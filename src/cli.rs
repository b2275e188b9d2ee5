//! The command line.

use crate::reporters::REPORTERS;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Stops what needs written approval and has none on record.
///
/// Clearslate reads screenplays, generative-AI prompt files and VFX notes, finds AI-use markers, likenesses, protected works and
/// fabricated statements, and refuses the commit that brings in an item which needs written approval and has none on record. It
/// runs offline and sends nothing anywhere.
#[derive(Debug, Parser)]
#[command(name = "clearslate", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check what is staged, a branch, files, or standard input
    Check(CheckArgs),
    /// Write a first clearslate.toml
    Init,
    /// Draft the records that open findings need
    Request(RequestArgs),
    /// Say what a rule is about, what it rests on and how to clear it
    Explain {
        /// Rule id or name, for example FAB-01; without it, all rules are listed
        rule: Option<String>,
    },
    /// Look into the lists of names, or bring one
    Dictionary {
        #[command(subcommand)]
        action: DictionaryAction,
    },
    /// Give diagnostics to an editor, over standard input and output
    Lsp(LspArgs),
    /// Have git run the check before each commit
    Hook {
        #[command(subcommand)]
        action: HookAction,
    },
}

/// What to do with the lists of names.
#[derive(Debug, Subcommand)]
pub enum DictionaryAction {
    /// Count the names by what they are found as
    List,
    /// Say what a name is known as, and why it may be doubtful
    Lookup {
        /// The name, with or without quotation marks
        #[arg(required = true)]
        name: Vec<String>,
    },
    /// Turn a list (Wikidata, Pantheon, a museum's, your own) into a dictionary of this production
    Import(ImportArgs),
}

/// Which list to bring, and as what.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// CSV, TSV or JSON with a column of names, or one name a line
    pub file: PathBuf,
    /// What the names are found as: performer, politician, artist …; without it, what the list's occupations say
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    /// Id and file name of the dictionary; without it, the list's file name
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// Leave out people with fewer sitelinks, or a lower index, than this
    #[arg(long, value_name = "N")]
    pub at_least: Option<u32>,
    /// Write over a dictionary of that name
    #[arg(long)]
    pub replace: bool,
}

/// What to do about the hooks of this repository.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum HookAction {
    /// Install the hooks; a hook that stands there is kept and called first
    Install {
        /// Also tell the author after a commit that went past the check (--no-verify, rebase)
        #[arg(long)]
        post_commit: bool,
    },
    /// Take the hooks away and put back what stood there before
    Uninstall,
    /// Say which hooks stand
    Status,
}

/// What to check, and how to report it.
#[derive(Debug, clap::Args, Default)]
pub struct CheckArgs {
    /// Files or folders; without any, the whole work tree
    pub paths: Vec<PathBuf>,
    /// Check what is staged against HEAD; in a merge against all parents
    #[arg(long, conflicts_with_all = ["paths", "base", "stdin"])]
    pub staged: bool,
    /// Check what HEAD brings in since its merge base with this revision
    #[arg(long, value_name = "REV", conflicts_with_all = ["paths", "stdin"])]
    pub base: Option<String>,
    /// Check standard input as the file that --path names
    #[arg(long, requires = "path", conflicts_with = "paths")]
    pub stdin: bool,
    /// The path that standard input stands for
    #[arg(long, value_name = "PATH", requires = "stdin")]
    pub path: Option<String>,
    /// Show what each file was read as, and check nothing
    #[arg(long)]
    pub list: bool,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = formats())]
    pub format: String,
    /// Use this day instead of today, to repeat an earlier run
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<jiff::civil::Date>,
    /// Include the text of the checked files in machine formats
    #[arg(long)]
    pub with_text: bool,
    /// Exit with status 0 whatever was found
    #[arg(long)]
    pub exit_zero: bool,
    /// Exit with status 3 when no file was checked
    #[arg(long)]
    pub fail_on_nothing: bool,
    /// The hook that is running, so that a merge is told apart
    #[arg(long, value_name = "NAME", hide = true)]
    pub hook: Option<String>,
    /// Parse every file, even those in which nothing could start a finding
    #[arg(long, hide = true)]
    pub no_look: bool,
    /// Say more: bytes read and parsed, each file
    #[arg(short, long)]
    pub verbose: bool,
}

/// The formats of a report, as the list of reporters has them.
fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(REPORTERS.iter().map(|reporter| PossibleValue::new(reporter.id()).help(reporter.title())))
}

/// Which findings to draft records for.
#[derive(Debug, clap::Args, Default)]
pub struct RequestArgs {
    /// Rules (FAB-01), files or folders; without files, what is staged, or the whole work tree
    #[arg(value_name = "RULE|PATH")]
    pub what: Vec<PathBuf>,
    /// Draft for what is staged against HEAD only
    #[arg(long)]
    pub staged: bool,
    /// Draft for this finding only, by its identity or the beginning of it; repeatable
    #[arg(long = "finding", value_name = "IDENTITY")]
    pub findings: Vec<String>,
    /// Write each draft to clearances/ID.toml
    #[arg(long)]
    pub write: bool,
    /// Use this day instead of today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<jiff::civil::Date>,
}

/// How to speak with the editor.
#[derive(Debug, clap::Args, Default)]
pub struct LspArgs {
    /// How columns are counted, whatever the editor offers
    #[arg(long, value_name = "ENCODING", value_parser = ["utf-8", "utf-16", "utf-32"])]
    pub position_encoding: Option<String>,
    /// Accepted because some clients add it; there is no other way to speak
    #[arg(long, hide = true)]
    pub stdio: bool,
}
