use super::{
    Anchor, FAMILY, Fill, Font, Group, Hatch, Mark, Node, Scene, Shape, Style, escape::push_xml, path::number,
};

/// The picture as SVG 1.1: one element per mark and one group per layer. Styles are presentation attributes, which any
/// style sheet overrides. The same scene gives the same bytes.
pub fn to_svg(scene: &Scene) -> String {
    let mut whole = String::new();
    to_svg_parts(scene, usize::MAX, &mut |part| whole = part);
    whole
}

/// The picture as a series of SVGs, each with at most `most` consecutive marks. Drawn over each other, they give the
/// picture.
pub(super) fn to_svg_parts(scene: &Scene, most: usize, take: &mut dyn FnMut(String)) {
    let mut writer = Writer { scene, out: head(scene), groups: Vec::new(), marks: 0, most, take };
    writer.out.push_str(&format!(
        "<rect class=\"paper\" width=\"{}\" height=\"{}\" fill=\"{}\"/>\n",
        number(scene.width),
        number(scene.height),
        scene.background
    ));
    scene.nodes.iter().for_each(|node| writer.push_node(node));
    writer.out.push_str("</svg>\n");
    let Writer { out, take, .. } = writer;
    take(out);
}

/// The beginning of the picture, up to its background.
fn head(scene: &Scene) -> String {
    let mut out = String::with_capacity(1 << 16);
    let (width, height) = (number(scene.width), number(scene.height));
    out.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"title desc\" lang=\"{0}\" xml:lang=\"{0}\" font-family=\"{FAMILY}\" \
         stroke-linejoin=\"round\" stroke-linecap=\"round\">\n",
        scene.language
    ));
    for (tag, text) in [("title", &scene.title), ("desc", &scene.description)] {
        out.push_str(&format!("<{tag} id=\"{tag}\">"));
        push_xml(&mut out, text);
        out.push_str(&format!("</{tag}>\n"));
    }
    if !scene.made_with.is_empty() {
        out.push_str("<metadata>");
        push_xml(&mut out, &scene.made_with);
        out.push_str("</metadata>\n");
    }
    if !scene.hatches.is_empty() {
        out.push_str("<defs>\n");
        scene.hatches.iter().for_each(|hatch| push_hatch(&mut out, hatch));
        out.push_str("</defs>\n");
    }
    out
}

/// Writes nodes, and begins a new part when the current one is full.
struct Writer<'s, 't> {
    scene: &'s Scene,
    out: String,
    /// The open groups, the outermost first.
    groups: Vec<&'s Group>,
    /// The number of marks in this part.
    marks: usize,
    most: usize,
    take: &'t mut dyn FnMut(String),
}

impl<'s> Writer<'s, '_> {
    fn push_node(&mut self, node: &'s Node) {
        match node {
            Node::Group(group) => {
                push_opening(&mut self.out, group);
                self.groups.push(group);
                group.nodes.iter().for_each(|node| self.push_node(node));
                self.groups.pop();
                self.out.push_str("</g>\n");
            }
            Node::Mark(mark) => {
                if self.marks == self.most {
                    self.turn();
                }
                self.marks += 1;
                let inherited = || self.groups.iter().rev().find_map(|group| group.style.font_size);
                push_mark(&mut self.out, mark, mark.style.font_size.or_else(inherited));
            }
        }
    }

    /// Closes the part and all its groups, and opens the same groups in the next part.
    fn turn(&mut self) {
        self.groups.iter().for_each(|_| self.out.push_str("</g>\n"));
        self.out.push_str("</svg>\n");
        (self.take)(std::mem::replace(&mut self.out, head(self.scene)));
        self.groups.iter().for_each(|group| push_opening(&mut self.out, group));
        self.marks = 0;
    }
}

fn push_hatch(out: &mut String, hatch: &Hatch) {
    let (size, half) = (number(hatch.distance), number(hatch.distance / 2.0));
    out.push_str(&format!(
        "<pattern id=\"{}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate({})\"><rect width=\"{size}\" height=\"{size}\" fill=\"{}\"/>\
         <path d=\"M{half} 0V{size}\" stroke=\"{}\" stroke-width=\"{}\" stroke-linecap=\"butt\"/></pattern>\n",
        hatch.id,
        number(hatch.angle),
        hatch.background,
        hatch.line,
        number(hatch.line_width)
    ));
}

fn push_opening(out: &mut String, group: &Group) {
    out.push_str("<g");
    if !group.id.is_empty() {
        push_attribute(out, "id", &group.id);
    }
    if !group.class.is_empty() {
        push_attribute(out, "class", group.class);
    }
    push_style(out, &group.style);
    out.push_str(">\n");
}

/// Writes a mark; `size` is its font size.
fn push_mark(out: &mut String, mark: &Mark, size: Option<f64>) {
    let name = match &mark.shape {
        Shape::Path(_) => "path",
        Shape::Circle { .. } => "circle",
        Shape::Rect { .. } => "rect",
        Shape::Text { .. } => "text",
    };
    out.push('<');
    out.push_str(name);
    if !mark.class.is_empty() {
        push_attribute(out, "class", mark.class);
    }
    for (name, value) in &mark.data {
        push_attribute(out, &format!("data-{name}"), value);
    }
    match &mark.shape {
        Shape::Path(path) => push_attribute(out, "d", path.as_str()),
        Shape::Circle { x, y, r } => push_numbers(out, &[("cx", *x), ("cy", *y), ("r", *r)]),
        Shape::Rect { x, y, width, height, r } => {
            push_numbers(out, &[("x", *x), ("y", *y), ("width", *width), ("height", *height)]);
            if *r > 0.0 {
                push_numbers(out, &[("rx", *r)]);
            }
        }
        Shape::Text { x, y, text, turned } => {
            push_numbers(out, &[("x", *x), ("y", *y)]);
            // If another font is used to show the text, it still takes the width that was measured for it.
            let width = size.filter(|_| Font.writes(text)).map_or(0.0, |size| Font.width(text, size));
            if width > 0.0 {
                push_numbers(out, &[("textLength", width)]);
                push_attribute(out, "lengthAdjust", "spacingAndGlyphs");
            }
            if *turned != 0.0 {
                let about = format!("rotate({} {} {})", number(*turned), number(*x), number(*y));
                push_attribute(out, "transform", &about);
            }
        }
    }
    push_style(out, &mark.style);
    let text = match &mark.shape {
        Shape::Text { text, .. } => Some(text),
        _ => None,
    };
    if text.is_none() && mark.tooltip.is_none() {
        out.push_str("/>\n");
        return;
    }
    out.push('>');
    if let Some(tooltip) = &mark.tooltip {
        out.push_str("<title>");
        push_xml(out, tooltip);
        out.push_str("</title>");
    }
    if let Some(text) = text {
        push_xml(out, text);
    }
    out.push_str(&format!("</{name}>\n"));
}

fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_xml(out, value);
    out.push('"');
}

fn push_numbers(out: &mut String, values: &[(&str, f64)]) {
    values.iter().for_each(|(name, value)| push_attribute(out, name, &number(*value)));
}

fn push_style(out: &mut String, style: &Style) {
    match style.fill {
        None => {}
        Some(Fill::None) => push_attribute(out, "fill", "none"),
        Some(Fill::Colour(colour)) => push_attribute(out, "fill", colour),
        Some(Fill::Hatch(id)) => push_attribute(out, "fill", &format!("url(#{id})")),
    }
    let Style { fill_opacity, stroke_width, stroke_opacity, font_size, letter_spacing, .. } = *style;
    let stroke = style.halo.map_or((style.stroke, stroke_width), |(colour, width)| (Some(colour), Some(width)));
    if let Some(colour) = stroke.0 {
        push_attribute(out, "stroke", colour);
    }
    let numbers = [
        ("fill-opacity", fill_opacity),
        ("stroke-width", stroke.1),
        ("stroke-opacity", stroke_opacity),
        ("font-size", font_size),
        ("letter-spacing", letter_spacing),
    ];
    for (name, value) in numbers {
        if let Some(value) = value {
            push_attribute(out, name, &number(value));
        }
    }
    if let Some((dash, gap)) = style.dash {
        push_attribute(out, "stroke-dasharray", &format!("{} {}", number(dash), number(gap)));
    }
    if let Some(anchor) = style.anchor {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        push_attribute(out, "text-anchor", anchor);
    }
    if style.halo.is_some() {
        push_attribute(out, "paint-order", "stroke");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Fonts, ThemeName};

    #[test]
    fn parts_hold_every_mark_once_in_the_groups_it_is_in() {
        let mark = |number: usize| Mark::text(0.0, 0.0, format!("mark {number}"));
        let mut inner = Group { id: "inner".to_owned(), ..Group::default() };
        (0..5).for_each(|number| inner.push(mark(number)));
        let mut outer = Group::layer("outer", Style::filled("#abc"));
        outer.nodes.push(inner.into());
        outer.push(mark(5));
        let scene = Scene {
            width: 10.0,
            height: 10.0,
            title: "T".to_owned(),
            description: String::new(),
            language: "en",
            background: "#fff",
            hatches: ThemeName::Light.theme().hatches.to_vec(),
            nodes: vec![outer.into(), mark(6).into()],
            made_with: String::new(),
            fonts: Fonts::default(),
        };
        let mut parts = Vec::new();
        to_svg_parts(&scene, 2, &mut |part| parts.push(part));
        assert_eq!(parts.len(), 4);
        let mut found = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            let document = roxmltree::Document::parse(part).unwrap();
            assert_eq!(document.descendants().any(|node| node.attribute("class") == Some("paper")), number == 0);
            for text in document.descendants().filter(|node| node.has_tag_name("text")) {
                let groups: Vec<&str> = text.ancestors().filter_map(|node| node.attribute("id")).collect();
                found.push((text.text().unwrap().to_owned(), groups.join(" in ")));
            }
        }
        let expected: Vec<(String, String)> = (0..7)
            .map(|number| {
                (format!("mark {number}"), ["inner in outer", "outer", ""][usize::saturating_sub(number, 4)].to_owned())
            })
            .collect();
        assert_eq!(found, expected);
        assert_eq!(to_svg(&scene).matches("<text").count(), 7);
    }
}
