//! The grammar of DOT, with limits on its depth and on what a short file may expand to.

use hashbrown::{HashMap, HashSet};

use super::{
    graph::{Attributes, DRAWN, Edge, Graph, Node},
    tokens::{Id, Token, Tokens},
};
use crate::formats::error::Error;

/// Real graphs don't nest subgraphs as deeply.
const DEEPEST: usize = 64;

/// Real nodes don't have as many attributes.
const MOST_ATTRIBUTES: usize = 1 << 10;

/// The longest default attributes together, in bytes. They are copied to every node or edge, and real graphs have
/// shorter ones.
const LONGEST_DEFAULTS: usize = 1 << 10;

/// Edges may take this much memory, in bytes, however short the file is.
const ROOM: usize = 1 << 26;

/// Edges may also take this many bytes for each byte of the file. Two groups of nodes stand for an edge between each
/// pair, so a short file may have many edges.
const ROOM_PER_BYTE: usize = 64;

/// Whether a text begins like a DOT file.
pub(in crate::formats) fn is_dot(text: &str) -> bool {
    head(&mut Tokens::new("", text)).is_ok_and(|head| head.is_some())
}

/// The first graph of a file, and whether anything follows it.
///
/// # Errors
/// Returns [`Error::Markup`] with the line.
pub(super) fn parse(file: &str, text: &str) -> Result<(Graph, bool), Error> {
    let mut tokens = Tokens::new(file, text);
    let Some(name) = head(&mut tokens)? else { return Err(tokens.broken("expected `graph` or `digraph` and `{`")) };
    let graph = Graph { name, ..Graph::default() };
    let room = text.len().saturating_mul(ROOM_PER_BYTE).max(ROOM);
    let mut parser = Parser { tokens, graph, numbers: HashMap::new(), defaults: Vec::new(), room };
    parser.statements(0)?;
    let has_more = parser.tokens.next()?.is_some();
    Ok((parser.graph, has_more))
}

/// Reads up to the first brace of a graph, and returns its name, if it has one.
fn head(tokens: &mut Tokens<'_>) -> Result<Option<String>, Error> {
    let mut word = tokens.next()?;
    if matches!(&word, Some(Token::Id(id)) if id.is_word("strict")) {
        word = tokens.next()?;
    }
    let is_graph = matches!(&word, Some(Token::Id(id)) if id.is_word("graph") || id.is_word("digraph"));
    if !is_graph {
        return Ok(None);
    }
    match tokens.next()? {
        Some(Token::Open) => Ok(Some(String::new())),
        Some(Token::Id(name)) => Ok(tokens.take(&Token::Open)?.then_some(name.text)),
        _ => Ok(None),
    }
}

/// What a list of attributes is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Nodes,
    Edges,
}

struct Parser<'t> {
    tokens: Tokens<'t>,
    graph: Graph,
    numbers: HashMap<String, usize>,
    /// The default attributes for the nodes or edges that follow, up to the end of the subgraph.
    defaults: Vec<(About, String, Id)>,
    /// The number of bytes that edges may still take.
    room: usize,
}

impl Parser<'_> {
    /// Reads statements up to the closing brace, and returns the nodes that they name, each once.
    fn statements(&mut self, depth: usize) -> Result<Vec<usize>, Error> {
        if depth > DEEPEST {
            return Err(self.tokens.broken(&format!("frames are nested more than {DEEPEST} deep")));
        }
        let (outside, mut nodes) = (self.defaults.len(), Vec::new());
        while !self.tokens.take(&Token::Close)? {
            if !self.tokens.take(&Token::Separator)? {
                self.statement(depth, &mut nodes)?;
            }
        }
        self.defaults.truncate(outside);
        let mut seen = HashSet::new();
        nodes.retain(|node| seen.insert(*node));
        Ok(nodes)
    }

    /// Reads one statement, and adds the nodes that it names.
    fn statement(&mut self, depth: usize, nodes: &mut Vec<usize>) -> Result<(), Error> {
        let first = match self.tokens.next()? {
            Some(Token::Id(word)) if self.tokens.peek()? == Some(&Token::OpenList) && is_default(&word) => {
                let attributes = self.attributes()?;
                return self.set_defaults(&word, attributes);
            }
            Some(Token::Id(name)) if self.tokens.take(&Token::Equals)? => {
                let value = self.id()?;
                if name.is_word("label") {
                    self.graph.labels.push(value);
                }
                return Ok(());
            }
            Some(token) => self.end(token, depth)?,
            None => return Err(self.tokens.broken("a brace is never closed")),
        };
        let mut ends = vec![first];
        while self.tokens.take(&Token::Edge)? {
            let token = self.tokens.next()?;
            let token = token.ok_or_else(|| self.tokens.broken("an edge has no second end"))?;
            ends.push(self.end(token, depth)?);
        }
        let attributes = self.attributes()?;
        if let [only] = &ends[..]
            && let [node] = only[..]
        {
            let known = &mut self.graph.nodes[node].attributes;
            attributes.each().for_each(|(name, value)| known.set(name, value));
            if known.len() > MOST_ATTRIBUTES {
                return Err(self.tokens.broken(&format!("a node has more than {MOST_ATTRIBUTES} attributes")));
            }
        }
        self.edges(&ends, &attributes)?;
        nodes.extend(ends.into_iter().flatten());
        Ok(())
    }

    /// Adds an edge between every node of each group and every node of the next group.
    fn edges(&mut self, ends: &[Vec<usize>], attributes: &Attributes) -> Result<(), Error> {
        for pair in ends.windows(2) {
            let [tails, heads] = [&pair[0], &pair[1]];
            let mut all = attributes.clone();
            self.add_defaults(About::Edges, &mut all);
            let length = |nodes: &[usize]| nodes.iter().map(|&node| self.graph.nodes[node].id.len()).sum::<usize>();
            let of_ends = [length(tails).saturating_mul(heads.len()), length(heads).saturating_mul(tails.len())];
            let of_attributes = tails.len().saturating_mul(heads.len()).saturating_mul(size_of::<Edge>() + all.size());
            let needed = of_ends.iter().fold(of_attributes, |sum, more| sum.saturating_add(*more));
            let Some(left) = self.room.checked_sub(needed) else {
                return Err(self.tokens.broken("groups of nodes stand for more edges than a graph has"));
            };
            self.room = left;
            for &a in tails {
                let edge = |&b: &usize| Edge { ends: [a, b], attributes: all.clone() };
                self.graph.edges.extend(heads.iter().map(edge));
            }
        }
        Ok(())
    }

    /// The nodes of an end, whose first token has been read: a node, perhaps with a port, or a group.
    fn end(&mut self, token: Token, depth: usize) -> Result<Vec<usize>, Error> {
        match token {
            Token::Open => self.statements(depth + 1),
            Token::Id(word) if word.is_word("subgraph") => {
                match self.tokens.next()? {
                    Some(Token::Open) => {}
                    Some(Token::Id(_)) if self.tokens.take(&Token::Open)? => {}
                    _ => return Err(self.tokens.broken("`subgraph` has no brace behind it")),
                }
                self.statements(depth + 1)
            }
            Token::Id(id) => {
                while self.tokens.take(&Token::Colon)? {
                    self.id()?;
                }
                Ok(vec![self.node(id.text)])
            }
            _ => Err(self.tokens.broken("expected a node, an edge or a closing brace")),
        }
    }

    /// The number of a node, which is added when it is named for the first time.
    fn node(&mut self, id: String) -> usize {
        if let Some(&known) = self.numbers.get(&id) {
            return known;
        }
        let mut attributes = Attributes::default();
        self.add_defaults(About::Nodes, &mut attributes);
        self.graph.nodes.push(Node { id: id.clone(), attributes });
        let number = self.graph.nodes.len() - 1;
        self.numbers.insert(id, number);
        number
    }

    /// Adds the default attributes that a node or edge doesn't set itself.
    fn add_defaults(&self, about: About, attributes: &mut Attributes) {
        // The last default counts.
        for (_, name, value) in self.defaults.iter().rev().filter(|(of, ..)| *of == about) {
            if attributes.get(name).is_none() {
                attributes.set(name.clone(), value.clone());
            }
        }
    }

    fn set_defaults(&mut self, word: &Id, attributes: Attributes) -> Result<(), Error> {
        let about = if word.is_word("node") { About::Nodes } else { About::Edges };
        for (name, value) in attributes.each() {
            if word.is_word("graph") {
                if name == "label" {
                    self.graph.labels.push(value);
                }
            } else if name != "label" && !DRAWN.contains(&&*name) {
                self.defaults.push((about, name, value));
            }
        }
        let length: usize = self.defaults.iter().map(|(_, name, value)| name.len() + value.text.len() + 1).sum();
        if length > LONGEST_DEFAULTS {
            return Err(self.tokens.broken(&format!("default values have more than {LONGEST_DEFAULTS} bytes")));
        }
        Ok(())
    }

    /// The attributes in any number of lists.
    fn attributes(&mut self) -> Result<Attributes, Error> {
        let mut attributes = Attributes::default();
        while self.tokens.take(&Token::OpenList)? {
            while !self.tokens.take(&Token::CloseList)? {
                if self.tokens.take(&Token::Separator)? {
                    continue;
                }
                let name = self.id()?.text;
                if self.tokens.take(&Token::Equals)? {
                    attributes.set(name, self.id()?);
                }
                if attributes.len() > MOST_ATTRIBUTES {
                    return Err(self.tokens.broken(&format!("a list has more than {MOST_ATTRIBUTES} attributes")));
                }
            }
        }
        Ok(attributes)
    }

    fn id(&mut self) -> Result<Id, Error> {
        match self.tokens.next()? {
            Some(Token::Id(id)) => Ok(id),
            Some(_) => Err(self.tokens.broken("expected a name or a value")),
            None => Err(self.tokens.broken("the file breaks off")),
        }
    }
}

/// Whether the word before a list of attributes makes them defaults.
fn is_default(word: &Id) -> bool {
    ["node", "edge", "graph"].iter().any(|known| word.is_word(known))
}
