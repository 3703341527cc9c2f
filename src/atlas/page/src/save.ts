// Saves what is shown to a file: rows as CSV, the picture as SVG or PNG with title, legend and source.

import type { Camera } from './camera';
import type { Hatch } from './atlas';
import { h } from './dom';
import type { Legend } from './legend';
import { rowsOf, type Page } from './page';
import { CanvasPen, SvgPen, type Pen } from './pen';
import { draw, drawMarked, type Picture } from './picture';
import { COLUMNS, sorted } from './table';
import { termsOf } from './terms';

/** A cell as the program writes it: quoted if necessary, and guarded if a spreadsheet would read it as a formula. */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** All rows of the table, in the order of the table. */
export function csv(page: Page): string {
  const { atlas, shown, state } = page;
  const lines = sorted(atlas, rowsOf(page), shown, state.sort).map((row) => {
    const terms = termsOf(atlas, shown, row.tie);
    return COLUMNS.map(({ value }) => cell(String(value(atlas, row, terms)))).join(',');
  });
  return `${[COLUMNS.map(({ name }) => name).join(','), ...lines].join('\n')}\n`;
}

/** Offers a file for download. */
export function offer(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = h('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export interface Captions {
  title: string;
  subtitle: string;
  source: string[];
}

const HEAD = 66;
const LEGEND = 250;
const LINE = 18;

/** Breaks a text into lines of at most this many characters. */
function lines(text: string, most: number): string[] {
  const all = [''];
  for (const word of text.split(' ')) {
    if (`${all.at(-1)} ${word}`.trim().length > most && all.at(-1) !== '') all.push(word);
    else all[all.length - 1] = `${all.at(-1)} ${word}`.trim();
  }
  return all;
}

function sign(pen: Pen, x: number, y: number, { sign: mark }: Legend['entries'][number], ink: string): void {
  if ('fill' in mark) pen.rectangle(x, y - 10, 20, 12, mark.fill as string | Hatch, { colour: ink, width: 0.4 });
  else if ('dot' in mark) pen.circle(x + 10, y - 4, 5, mark.dot);
  else {
    pen.moveTo(x, y - 4);
    pen.lineTo(x + 20, y - 4);
    pen.finish(undefined, { colour: mark.line, width: 2 });
  }
}

/** The size of a page with a picture on it. */
function pageSize(camera: Camera, captions: Captions): { width: number; height: number; feet: string[] } {
  const width = camera.width + LEGEND;
  const feet = captions.source.flatMap((line) => lines(line, Math.floor(width / 6)));
  return { width, height: camera.height + HEAD + 14 + feet.length * 14, feet };
}

function drawPage(
  pen: Pen,
  camera: Camera,
  first: number,
  picture: Picture,
  legends: Legend[],
  captions: Captions,
  at: (x: number, y: number, inside: () => void) => void,
): void {
  const { theme } = picture;
  const { width, height, feet } = pageSize(camera, captions);
  at(0, HEAD, () => {
    draw(pen, camera, picture, first);
    drawMarked(pen, camera, picture, first);
  });
  // This covers what extends beyond the picture.
  pen.rectangle(0, 0, width, HEAD, theme.paper);
  pen.rectangle(camera.width, 0, LEGEND, height, theme.paper);
  pen.rectangle(0, HEAD + camera.height, width, height - HEAD - camera.height, theme.paper);
  pen.text(12, 30, captions.title, { size: 22, colour: theme.ink, isBold: true });
  pen.text(12, 52, captions.subtitle, { size: 14, colour: theme.faint });
  let y = HEAD + 14;
  for (const { heading, entries } of legends) {
    pen.text(camera.width + 14, y, heading, { size: 13, colour: theme.ink, isBold: true });
    y += LINE;
    for (const entry of entries) {
      sign(pen, camera.width + 14, y, entry, theme.line);
      for (const line of lines(entry.text, 30)) {
        pen.text(camera.width + 42, y, line, { size: 12, colour: theme.ink });
        y += LINE;
      }
    }
    y += 8;
  }
  feet.forEach((line, number) =>
    pen.text(12, HEAD + camera.height + 18 + number * 14, line, { size: 11, colour: theme.faint }),
  );
}

/** A pen that moves all points by a shift. */
function shifted(pen: SvgPen, shift: [number, number]): Pen {
  const moved = Object.create(pen) as SvgPen;
  const [dx, dy] = [() => shift[0], () => shift[1]];
  moved.moveTo = (x, y) => pen.moveTo(x + dx(), y + dy());
  moved.lineTo = (x, y) => pen.lineTo(x + dx(), y + dy());
  moved.curveTo = (controlX, controlY, x, y) => pen.curveTo(controlX + dx(), controlY + dy(), x + dx(), y + dy());
  moved.closePath = () => pen.closePath();
  moved.finish = (fill, line) => pen.finish(fill, line);
  moved.circle = (x, y, radius, fill, line) => pen.circle(x + dx(), y + dy(), radius, fill, line);
  moved.rectangle = (x, y, width, height, fill, line) => pen.rectangle(x + dx(), y + dy(), width, height, fill, line);
  moved.square = (x, y, half, fill, line) => pen.square(x + dx(), y + dy(), half, fill, line);
  moved.text = (x, y, text, letters) => pen.text(x + dx(), y + dy(), text, letters);
  return moved;
}

export function svg(camera: Camera, first: number, picture: Picture, legends: Legend[], captions: Captions): string {
  const own = new SvgPen();
  const shift: [number, number] = [0, 0];
  const pen = shifted(own, shift);
  drawPage(pen, camera, first, picture, legends, captions, (x, y, inside) => {
    [shift[0], shift[1]] = [x, y];
    inside();
    [shift[0], shift[1]] = [0, 0];
  });
  const { width, height } = pageSize(camera, captions);
  return own.picture(width, height, captions.title);
}

export async function png(
  camera: Camera,
  first: number,
  picture: Picture,
  legends: Legend[],
  captions: Captions,
): Promise<Blob | null> {
  const { width, height } = pageSize(camera, captions);
  const canvas = h('canvas');
  [canvas.width, canvas.height] = [2 * width, 2 * height];
  const context = canvas.getContext('2d')!;
  context.scale(2, 2);
  drawPage(new CanvasPen(context), camera, first, picture, legends, captions, (x, y, inside) => {
    context.save();
    context.translate(x, y);
    inside();
    context.restore();
  });
  return new Promise((done) => canvas.toBlob(done, 'image/png'));
}
