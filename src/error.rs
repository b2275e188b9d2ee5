//! How a run ends: exit statuses, and errors that end it.

pub mod nearest;

use miette::Diagnostic;
use thiserror::Error;

/// Every exit status, strongest first: the first that applies is the one a run ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// A bug in the program.
    Bug = 70,
    /// The arguments cannot be used.
    Usage = 2,
    /// Configuration or records are invalid.
    Configuration = 4,
    /// The repository or a claimed file could not be read, or a file is over a limit.
    Unreadable = 5,
    /// An open finding blocks.
    Blocked = 1,
    /// Nothing was checked, and the caller asked to mind it.
    Nothing = 3,
    Clear = 0,
}

/// An error that ends a run before there is a report.
#[derive(Debug, Error, Diagnostic)]
pub enum Failure {
    #[error("{message}")]
    #[diagnostic(code(clearslate::usage), help("{help}"))]
    Usage { message: String, help: String },

    #[error("{message}")]
    #[diagnostic(code(clearslate::git::unreadable), help("{help}"))]
    Git { message: String, help: String },

    #[error(transparent)]
    #[diagnostic(transparent)]
    Configuration(#[from] Box<dyn Diagnostic + Send + Sync + 'static>),

    #[error("{what}: {source}")]
    #[diagnostic(code(clearslate::io))]
    Io { what: String, source: std::io::Error },
}

impl Failure {
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Usage { .. } => Exit::Usage,
            Failure::Configuration(_) => Exit::Configuration,
            Failure::Git { .. } | Failure::Io { .. } => Exit::Unreadable,
        }
    }
}

pub type Result<T> = std::result::Result<T, Failure>;
