//! Workflows as ComfyUI's editor saves them.

use super::super::entries;
use super::super::values::Value;
use super::graph::Graph;
use super::{Node, Reader, is_note, says_negative};
use crate::document::Role;
use std::collections::HashSet;

impl Reader<'_, '_> {
    pub(super) fn editor(&mut self, value: &Value) {
        let subgraphs = value.get("definitions").and_then(|d| d.get("subgraphs")).map_or(&[][..], Value::list);
        let ids: Vec<&str> = subgraphs.iter().filter_map(|graph| graph.get("id")?.as_str()).collect();
        let mut graph = Graph::default();
        graph.add_editor(value, "", &ids);
        for subgraph in subgraphs {
            graph.add_editor(subgraph, &scope_of(subgraph), &ids);
        }
        let negative = graph.negatives();
        for (key, part) in value.entries() {
            match key.as_str() {
                "nodes" => self.nodes(part, "", "", &negative, &ids),
                "groups" => self.groups(part),
                "definitions" | "links" | "config" | "floatingLinks" | "reroutes" => {}
                "id" | "revision" | "last_node_id" | "last_link_id" | "version" => {}
                "extra" => self.extra(part),
                name => entries::read_field(self.source, name, part, self.out),
            }
        }
        for subgraph in subgraphs {
            let name = subgraph.get("name").and_then(Value::as_str).unwrap_or("subgraph");
            self.out.item(Some(name));
            subgraph.get("name").into_iter().for_each(|name| self.about("title", name));
            subgraph.get("description").into_iter().for_each(|text| self.about("description", text));
            if let Some(nodes) = subgraph.get("nodes") {
                self.nodes(nodes, &scope_of(subgraph), &format!("{name}:"), &negative, &ids);
            }
            subgraph.get("groups").into_iter().for_each(|groups| self.groups(groups));
        }
    }

    /// `scope` is what the graph knows the nodes by, `label` what people do.
    fn nodes(&mut self, nodes: &Value, scope: &str, label: &str, negative: &HashSet<String>, subgraphs: &[&str]) {
        for (index, node) in nodes.list().iter().enumerate() {
            let id = node.get("id").and_then(Value::as_str).map_or_else(|| index.to_string(), str::to_owned);
            let class = node.get("type").and_then(Value::as_str).unwrap_or("");
            let title = node.get("title").and_then(Value::as_str);
            let known = Node { class, negative: negative.contains(&format!("{scope}{id}")) || title.is_some_and(says_negative) };
            self.out.item(Some(&format!("{label}{id}")));
            for (key, value) in node.entries() {
                match key.as_str() {
                    // The type of a node that stands for a subgraph is an id.
                    "type" if subgraphs.contains(&class) || is_note(class) => {}
                    "type" => self.class(value),
                    "title" if is_note(class) => self.input("title", value, known),
                    "title" => self.about("title", value),
                    "widgets_values" => self.widgets(node, value, known),
                    "properties" => self.properties(value, known),
                    // Places, colours, sockets.
                    _ => {}
                }
            }
        }
    }

    fn widgets(&mut self, node: &Value, values: &Value, known: Node<'_>) {
        let named = |value: &Value| Some(value.get("widget")?.get("name")?.as_str()?.to_owned());
        let names: Vec<String> = node.get("inputs").map_or(&[][..], Value::list).iter().filter_map(named).collect();
        let texts = values.list().iter().filter(|value| matches!(value, Value::Text(_))).count();
        let encodes = texts == 1 && ["TextEncode", "Prompt", "Text", "String"].iter().any(|word| known.class.contains(word));
        match values {
            Value::List(list) => {
                for (index, value) in list.iter().enumerate() {
                    let name = match names.get(index).filter(|_| names.len() == list.len()) {
                        Some(name) => name.as_str(),
                        None if encodes => "text",
                        None if known.class.starts_with("Load") && index == 0 => "image",
                        None => "widgets_values",
                    };
                    self.input(name, value, known);
                }
            }
            other => self.input("widgets_values", other, known),
        }
    }

    fn properties(&mut self, value: &Value, known: Node<'_>) {
        for (key, value) in value.entries() {
            match key.as_str() {
                // These repeat the type and say which extension it is from.
                "Node name for S&R" | "cnr_id" | "aux_id" | "ver" => {}
                name => self.input(name, value, known),
            }
        }
    }

    fn groups(&mut self, groups: &Value) {
        for group in groups.list() {
            if let Some(title) = group.get("title").and_then(Value::scalar) {
                self.out.item(None);
                self.out.push_keyed(Role::Note, title.clone().trimmed(), Some("group"));
            }
        }
    }

    /// What extensions keep in the file; group nodes are nodes.
    fn extra(&mut self, value: &Value) {
        for (key, part) in value.entries() {
            match key.as_str() {
                "ds" | "node_versions" | "linkExtensions" | "reroutes" | "frontendVersion" => {}
                "groupNodes" => {
                    for (name, group) in part.entries() {
                        if let Some(nodes) = group.get("nodes") {
                            self.nodes(nodes, &format!("{}/", name.as_str()), &format!("{}:", name.as_str()), &HashSet::new(), &[]);
                        }
                    }
                }
                name => entries::read_field(self.source, name, part, self.out),
            }
        }
    }
}

fn scope_of(subgraph: &Value) -> String {
    format!("{}/", subgraph.get("id").and_then(Value::as_str).unwrap_or("subgraph"))
}
