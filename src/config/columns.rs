//! `[columns]` of `clearslate.toml`: what the columns and fields of a site mean, where the readers do not know their names.
//!
//! ```toml
//! [columns]
//! "Clip Ref" = "shot"
//! "Look Ask" = "prompt"
//! "Bearbeiter" = "crew"
//! ```
//!
//! It is applied to what a reader made: the reader need not know of it, and every format with columns or fields takes part.

use crate::document::{Document, Role};

/// What a column is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnUse {
    /// It names the row.
    Shot,
    /// Free text about the row.
    Note,
    Prompt,
    NegativePrompt,
    Model,
    Voice,
    /// Somebody who works on it.
    Crew,
    /// How far it is.
    Status,
}

impl ColumnUse {
    /// The words that the configuration uses.
    pub const ALL: [(&'static str, ColumnUse); 8] = [
        ("shot", ColumnUse::Shot),
        ("note", ColumnUse::Note),
        ("prompt", ColumnUse::Prompt),
        ("negative-prompt", ColumnUse::NegativePrompt),
        ("model", ColumnUse::Model),
        ("voice", ColumnUse::Voice),
        ("crew", ColumnUse::Crew),
        ("status", ColumnUse::Status),
    ];
}

/// The columns of a site, by their titles as [`fold`] gives them.
#[derive(Debug, Clone, Default)]
pub struct SiteColumns(Vec<(String, ColumnUse)>);

impl SiteColumns {
    pub fn new(columns: impl IntoIterator<Item = (String, ColumnUse)>) -> SiteColumns {
        SiteColumns(columns.into_iter().map(|(title, usage)| (fold(&title), usage)).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn usage(&self, key: &str) -> Option<ColumnUse> {
        let whole = fold(key);
        let last = key.rsplit('.').next().map(fold);
        self.0.iter().rev().find(|(title, _)| *title == whole || Some(title) == last.as_ref()).map(|(_, usage)| *usage)
    }

    /// Gives the elements of these columns the role, the key or the item's name that the site means.
    pub fn apply(&self, document: &mut Document) {
        if self.is_empty() {
            return;
        }
        let Document { elements, items, .. } = document;
        for element in elements {
            let Some(usage) = element.key.as_deref().and_then(|key| self.usage(key)) else { continue };
            match usage {
                ColumnUse::Shot => {
                    let name = element.text.as_str().trim();
                    if let Some(item) = items.get_mut(element.item as usize).filter(|_| !name.is_empty()) {
                        item.name = Some(name.lines().next().unwrap_or(name).into());
                    }
                }
                ColumnUse::Note => element.role = Role::Note,
                ColumnUse::Prompt => element.role = Role::Prompt,
                ColumnUse::NegativePrompt => element.role = Role::NegativePrompt,
                ColumnUse::Model => element.role = Role::Model,
                ColumnUse::Voice => element.role = Role::Voice,
                // Rules know these by the name of the column.
                ColumnUse::Crew => element.key = Some("artist".into()),
                ColumnUse::Status => element.key = Some("status".into()),
            }
        }
    }
}

/// A title in lower case, with single spaces.
fn fold(title: &str) -> String {
    title.to_lowercase().split(|c: char| c.is_whitespace() || c == '_').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
