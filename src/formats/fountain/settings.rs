//! What Beat keeps in a boneyard at the end of a script: settings, and what reviewers remarked.

use super::super::json;
use super::super::values::Value;
use crate::text::MappedText;
use std::ops::Range;

/// The places of the remarks of reviewers: `{"Reviews": {"0": "[{\"string\": …}]"}}`, JSON inside a string of JSON.
pub(super) fn reviews(text: &str, boneyard: Range<usize>) -> Vec<Range<u32>> {
    let raw = &text[boneyard.clone()];
    let (Some(open), Some(close)) = (raw.find('{'), raw.rfind('}')) else { return Vec::new() };
    let mut out = Vec::new();
    if open < close
        && let Ok(settings) = json::parse_part(text, boneyard.start + open, boneyard.start + close + 1)
    {
        settings.documents.iter().for_each(|value| find(value, &mut out));
    }
    out
}

fn find(value: &Value, out: &mut Vec<Range<u32>>) {
    for (key, value) in value.entries() {
        if key.as_str() == "Reviews" {
            value.entries().iter().for_each(|(_, list)| strings(list, out));
        } else {
            find(value, out);
        }
    }
}

fn strings(list: &Value, out: &mut Vec<Range<u32>>) {
    let Value::Text(written) = list else { return };
    let Ok(reviews) = json::parse(written.as_str(), 0) else { return };
    for review in reviews.documents.iter().flat_map(Value::list) {
        if let Some(Value::Text(said)) = review.get("string") {
            let said: MappedText = said.through(written);
            out.push(said.span());
        }
    }
}
