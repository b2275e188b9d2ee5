//! A prompt copied out of a chat: `**the prompt --ar 2:3** - @user (fast)`, as Midjourney's server shows it.

use std::ops::Range;

/// A text taken apart, in bytes of it.
pub(super) struct Copy {
    pub prompt: Range<usize>,
    /// Who sent it, and how: nobody that the prompt speaks of.
    pub sender: Range<usize>,
}

/// Takes the sender and the bold marks off; a text without a sender is all prompt.
pub(super) fn copy(text: &str) -> Copy {
    let whole = Copy { prompt: 0..text.len(), sender: text.len()..text.len() };
    let Some((said, sender)) = text.rsplit_once(" - ").filter(|(_, sender)| is_sender(sender.trim())) else { return whole };
    let from = text.len() - sender.len();
    let bare = said.trim();
    let start = said.len() - said.trim_start().len();
    match bare.strip_prefix("**").and_then(|bare| bare.strip_suffix("**")) {
        Some(bare) => Copy { prompt: start + 2..start + 2 + bare.len(), sender: from..text.len() },
        None => Copy { prompt: 0..said.len(), sender: from..text.len() },
    }
}

/// `@user (fast)`, `<@1234> (relaxed, stealth)`: a handle, and the mode in brackets.
fn is_sender(text: &str) -> bool {
    let Some((name, mode)) = text.split_once(" (") else { return false };
    let handle = name.trim_start_matches('<').starts_with('@') && !name.contains(char::is_whitespace);
    handle && mode.strip_suffix(')').is_some_and(|mode| mode.chars().all(|c| c.is_alphanumeric() || matches!(c, ',' | ' ' | '%')))
}
