use super::{Anchor, FAMILY, Fill, Group, Hatch, Mark, Node, Scene, Shape, Style, escape::push_xml, path::number};

/// The picture as SVG 1.1: one element a mark, one group a layer, look in presentation attributes that any style sheet
/// overrides. The same scene gives the same bytes.
pub fn to_svg(scene: &Scene) -> String {
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
    if !scene.hatches.is_empty() {
        out.push_str("<defs>\n");
        scene.hatches.iter().for_each(|hatch| push_hatch(&mut out, hatch));
        out.push_str("</defs>\n");
    }
    out.push_str(&format!(
        "<rect class=\"paper\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        scene.background
    ));
    scene.nodes.iter().for_each(|node| push_node(&mut out, node));
    out.push_str("</svg>\n");
    out
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

fn push_node(out: &mut String, node: &Node) {
    match node {
        Node::Group(group) => push_group(out, group),
        Node::Mark(mark) => push_mark(out, mark),
    }
}

fn push_group(out: &mut String, group: &Group) {
    out.push_str("<g");
    if !group.id.is_empty() {
        push_attribute(out, "id", &group.id);
    }
    if !group.class.is_empty() {
        push_attribute(out, "class", group.class);
    }
    push_style(out, &group.style);
    out.push_str(">\n");
    group.nodes.iter().for_each(|node| push_node(out, node));
    out.push_str("</g>\n");
}

fn push_mark(out: &mut String, mark: &Mark) {
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
        Shape::Text { x, y, turned, .. } => {
            push_numbers(out, &[("x", *x), ("y", *y)]);
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
