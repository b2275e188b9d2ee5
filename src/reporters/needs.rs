//! What each level asks for: the kinds of records, and the words for them.

use crate::policy::Level;

/// Kinds of records that together settle a finding of `level`; none settles what is forbidden.
pub fn records(level: Level) -> &'static [&'static str] {
    match level {
        Level::Forbid => &[],
        Level::Consent => &["consent", "approval"],
        Level::Escalate => &["approval"],
        Level::Judgement | Level::Clearance => &["decision"],
        Level::Disclose => &["disclosure"],
    }
}

/// One sentence without a period: what clears a finding of `level`.
pub fn cleared_by(level: Level) -> &'static str {
    match level {
        Level::Forbid => "no record clears this; change the text, or end the condition that forbids it",
        Level::Consent => "a signed, specific consent of the person, estate or guardian, and a written approval, both on record",
        Level::Escalate => "a written approval on record, by someone entitled to give it",
        Level::Judgement => "a decision on record, with its reason",
        Level::Disclose => "a disclosure on record",
        Level::Clearance => "a decision, licence or approval on record",
    }
}
