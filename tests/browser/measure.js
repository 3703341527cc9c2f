// Run within a page: what of it is laid out badly, in sentences. None where all is well.

/* global document, getComputedStyle, NodeFilter, Range */
() => {
  const found = [];
  const said = new Map();
  // The first of a kind are enough.
  const say = (kind, text) => {
    const times = (said.get(kind) ?? 0) + 1;
    said.set(kind, times);
    if (times <= 3) found.push(`${kind}: ${text}`);
  };
  const root = document.documentElement;
  const width = root.clientWidth;
  const short = (text) => JSON.stringify(text.trim().replace(/\s+/g, ' ').slice(0, 60));
  const shown = (element) => `<${element.localName} class="${element.className}"> ${short(element.textContent)}`;

  const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
  // Where a table fits its cells do.
  const elements = [...document.body.querySelectorAll(':not(table *)')];
  const boxes = elements.filter(scrolls);
  const inBox = (element) => boxes.some((box) => box !== element && box.contains(element));

  // No element is wider than the page, unless it scrolls in a box of its own.
  if (root.scrollWidth > width) say('the page scrolls sideways', `${root.scrollWidth} px in ${width} px`);
  for (const element of elements) {
    // Shapes may reach over the picture's edge, which cuts them off.
    if (element.ownerSVGElement || inBox(element)) continue;
    const { left, right } = element.getBoundingClientRect();
    if (left < -0.5 || right > width + 0.5) {
      say('wider than the page', `${shown(element)} from ${left.toFixed(0)} to ${right.toFixed(0)} of ${width}`);
    }
  }

  // Text that may be broken anywhere, and words too long for any line.
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
  const longest = 24;
  // A number, a date, a code or an id is one word; others may be broken behind a hyphen, a slash or a dash.
  const pieces = (word) => (/\d|^[A-Z]{2}-[A-Z]+$/.test(word) ? [word] : word.split(/(?<=[\p{L}\p{M}][-/–—|])/u));
  const range = new Range();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const rows = new Map();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest('svg, script, style') || parent.checkVisibility?.() === false) continue;
    const row = parent.closest('tr');
    if (row !== null) {
      // What holds for two hundred rows of a table holds for the rest.
      const body = row.parentElement;
      const seen = rows.get(body) ?? new Set();
      rows.set(body, seen.add(row));
      if (seen.size > 200) {
        // To the last text of the table, behind which the walk goes on.
        let last = body;
        while (last.lastChild !== null) last = last.lastChild;
        walker.currentNode = last;
        continue;
      }
    }
    for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
      let at = index;
      for (const piece of pieces(word)) {
        const [start, end] = [at, at + piece.length];
        at = end;
        if (piece.length > longest || piece.length < 2 || unspaced.test(piece)) continue;
        range.setStart(node, start);
        range.setEnd(node, end);
        const lines = new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top / 4)));
        if (lines.size > 1) say('broken inside', `${short(piece)} in ${shown(parent)}`);
      }
    }
  }

  // No cell is narrower than four characters that holds longer words, measured along its lines.
  for (const cell of document.querySelectorAll('tr:nth-child(-n + 200) > *, dd, dt')) {
    const words = cell.textContent.trim().split(/\s+/);
    if (!words.some((word) => word.length > 4)) continue;
    const style = getComputedStyle(cell);
    const isUpright = style.writingMode.startsWith('vertical');
    const inner = isUpright
      ? cell.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)
      : cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const size = parseFloat(style.fontSize);
    if (inner < 4 * 0.45 * size) say('narrower than four characters', `${shown(cell)}: ${inner.toFixed(1)} px at ${size} px`);
  }
  return found;
}
