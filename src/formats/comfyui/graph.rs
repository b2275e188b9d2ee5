//! Which nodes of a workflow feed what should not be in the picture.
//!
//! From every `negative` input the links are followed upstream; a node on the way that has a `positive` and a `negative` input
//! of its own (a control net) is left through the negative one. A node that is reached from a `positive` input too is no
//! negative prompt. The borders of a subgraph are nodes between inside and outside.

use super::super::values::Value;
use std::collections::{HashMap, HashSet};

/// For each node the inputs that are linked: name and where the link comes from.
#[derive(Debug, Default)]
pub(super) struct Graph {
    inputs: HashMap<String, Vec<(String, String)>>,
}

/// Inputs that carry no text to a sampler.
const NO_TEXT: &[&str] =
    &["model", "clip", "vae", "image", "pixels", "latent", "latent_image", "samples", "control_net", "mask", "clip_vision"];

impl Graph {
    pub fn of_api(value: &Value) -> Graph {
        let mut graph = Graph::default();
        for (id, node) in value.entries() {
            for (name, input) in node.get("inputs").map_or(&[][..], Value::entries) {
                if let (true, Some(origin)) = (super::is_link(input), input.list().first().and_then(Value::as_str)) {
                    graph.link(id.as_str(), name.as_str(), origin);
                }
            }
        }
        graph
    }

    /// Adds the links of one graph of the editor's form. Names of its nodes get `scope` in front; `subgraphs` are the ids of the
    /// definitions, which are types of nodes elsewhere.
    pub fn add_editor(&mut self, value: &Value, scope: &str, subgraphs: &[&str]) {
        let nodes = value.get("nodes").map_or(&[][..], Value::list);
        let class = |id: &str| nodes.iter().find(|node| field(node, "id") == Some(id)).and_then(|node| field(node, "type"));
        for link in value.get("links").map_or(&[][..], Value::list) {
            let Some((from, from_slot, to, to_slot)) = ends(link) else {
                continue;
            };
            let origin = match class(from).filter(|class| subgraphs.contains(class)) {
                Some(class) => format!("{class}/out/{from_slot}"),
                None if from == "-10" => format!("{scope}in/{from_slot}"),
                None => format!("{scope}{from}"),
            };
            if to == "-20" {
                self.link(&format!("{scope}out/{to_slot}"), "", &origin);
                continue;
            }
            if let Some(class) = class(to).filter(|class| subgraphs.contains(class)) {
                self.link(&format!("{class}/in/{to_slot}"), "", &origin);
            }
            let node = nodes.iter().find(|node| field(node, "id") == Some(to));
            let input = node.and_then(|node| node.get("inputs")).and_then(|inputs| inputs.list().get(to_slot.parse::<usize>().ok()?));
            self.link(&format!("{scope}{to}"), input.and_then(|input| field(input, "name")).unwrap_or(""), &origin);
        }
    }

    fn link(&mut self, node: &str, input: &str, origin: &str) {
        self.inputs.entry(node.to_owned()).or_default().push((input.to_ascii_lowercase(), origin.to_owned()));
    }

    /// The nodes whose text is a negative prompt.
    pub fn negatives(&self) -> HashSet<String> {
        let positive = self.reached(is_positive);
        let mut negative = self.reached(is_negative);
        negative.retain(|node| !positive.contains(node));
        negative.into_iter().map(str::to_owned).collect()
    }

    fn reached(&self, fits: fn(&str) -> bool) -> HashSet<&str> {
        let seeds = self.inputs.values().flatten().filter(|(name, _)| fits(name));
        let mut waiting: Vec<&str> = seeds.map(|(_, origin)| origin.as_str()).collect();
        let mut seen = HashSet::new();
        while let Some(node) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            let inputs = self.inputs.get(node).map_or(&[][..], Vec::as_slice);
            let forks = inputs.iter().any(|(name, _)| is_positive(name) || is_negative(name));
            let further = inputs.iter().filter(|(name, _)| if forks { fits(name) } else { !NO_TEXT.contains(&name.as_str()) });
            waiting.extend(further.map(|(_, origin)| origin.as_str()));
        }
        seen
    }
}

fn is_positive(input: &str) -> bool {
    input.starts_with("positive") || input == "cond_positive"
}

fn is_negative(input: &str) -> bool {
    input.starts_with("negative") || input.starts_with("uncond") || input == "cond_negative"
}

/// Origin and target of a link, each a node and a slot: `[id, from, slot, to, slot, type]`, or an object in subgraphs.
fn ends(link: &Value) -> Option<(&str, &str, &str, &str)> {
    if let [_, from, from_slot, to, to_slot, ..] = link.list() {
        return Some((from.as_str()?, from_slot.as_str()?, to.as_str()?, to_slot.as_str()?));
    }
    Some((field(link, "origin_id")?, field(link, "origin_slot")?, field(link, "target_id")?, field(link, "target_slot")?))
}

fn field<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}
