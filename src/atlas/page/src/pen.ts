// Pens that draw the same strokes on a canvas and as SVG.

import type { Hatch } from './atlas';

export type Fill = string | Hatch;

export interface Line {
  colour: string;
  width: number;
  alpha?: number;
  dash?: number[];
}

export interface Letters {
  size: number;
  colour: string;
  halo?: string;
  anchor?: 'start' | 'middle' | 'end';
  isBold?: boolean;
}

export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  curveTo(controlX: number, controlY: number, x: number, y: number): void;
  closePath(): void;
  /** Fills and strokes the path that was drawn since the last call. */
  finish(fill: Fill | undefined, line?: Line): void;
  circle(x: number, y: number, radius: number, fill: string, line?: Line): void;
  square(x: number, y: number, half: number, fill: string, line?: Line): void;
  rectangle(x: number, y: number, width: number, height: number, fill: Fill, line?: Line): void;
  text(x: number, y: number, text: string, letters: Letters): void;
}

export const FONT = "'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
const fontOf = ({ size, isBold }: Letters) => `${isBold ? '600 ' : ''}${size}px ${FONT}`;

/** The width of a text, in pixels. */
export function widthOf(context: CanvasRenderingContext2D, text: string, letters: Letters): number {
  context.font = fontOf(letters);
  return context.measureText(text).width;
}

export class CanvasPen implements Pen {
  private readonly patterns = new Map<Hatch, CanvasPattern | null>();

  constructor(private readonly context: CanvasRenderingContext2D) {
    context.lineJoin = 'round';
    context.beginPath();
  }

  moveTo(x: number, y: number): void {
    this.context.moveTo(x, y);
  }

  lineTo(x: number, y: number): void {
    this.context.lineTo(x, y);
  }

  curveTo(controlX: number, controlY: number, x: number, y: number): void {
    this.context.quadraticCurveTo(controlX, controlY, x, y);
  }

  closePath(): void {
    this.context.closePath();
  }

  finish(fill: Fill | undefined, line?: Line): void {
    const { context } = this;
    if (fill !== undefined) {
      context.fillStyle = this.style(fill);
      context.fill('evenodd');
    }
    if (line) {
      context.strokeStyle = line.colour;
      context.lineWidth = line.width;
      context.globalAlpha = line.alpha ?? 1;
      context.setLineDash(line.dash ?? []);
      context.stroke();
      context.globalAlpha = 1;
    }
    context.beginPath();
  }

  circle(x: number, y: number, radius: number, fill: string, line?: Line): void {
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.finish(fill, line);
  }

  square(x: number, y: number, half: number, fill: string, line?: Line): void {
    this.rectangle(x - half, y - half, 2 * half, 2 * half, fill, line);
  }

  rectangle(x: number, y: number, width: number, height: number, fill: Fill, line?: Line): void {
    this.context.rect(x, y, width, height);
    this.finish(fill, line);
  }

  text(x: number, y: number, text: string, letters: Letters): void {
    const { context } = this;
    context.font = fontOf(letters);
    context.textAlign = letters.anchor === 'middle' ? 'center' : letters.anchor === 'end' ? 'right' : 'left';
    context.textBaseline = 'alphabetic';
    if (letters.halo) {
      context.strokeStyle = letters.halo;
      context.lineWidth = 3;
      context.setLineDash([]);
      context.strokeText(text, x, y);
    }
    context.fillStyle = letters.colour;
    context.fillText(text, x, y);
  }

  private style(fill: Fill): string | CanvasPattern {
    if (typeof fill === 'string') return fill;
    if (!this.patterns.has(fill)) this.patterns.set(fill, this.pattern(fill));
    return this.patterns.get(fill) ?? fill.background;
  }

  /** Slanted lines on a tile that repeats without seams. */
  private pattern({ background, line, lineWidth, distance, angle }: Hatch): CanvasPattern | null {
    const side = Math.round(distance * Math.SQRT2);
    const tile = document.createElement('canvas');
    [tile.width, tile.height] = [side, side];
    const context = tile.getContext('2d')!;
    context.fillStyle = background;
    context.fillRect(0, 0, side, side);
    context.strokeStyle = line;
    context.lineWidth = lineWidth;
    const rises = angle > 0;
    for (const shift of [-side, 0, side]) {
      context.moveTo(shift - 1, rises ? side + 1 : -1);
      context.lineTo(shift + side + 1, rises ? -1 : side + 1);
    }
    context.stroke();
    return this.context.createPattern(tile, 'repeat');
  }
}

const escaped = (text: string) =>
  text
    .replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
    .replace(/[^\t\n\r -\ud7ff\ud800-\udfff\ue000-\ufffd]/g, '\ufffd');
const short = (length: number) => String(Math.round(length * 10) / 10);

export class SvgPen implements Pen {
  private path = '';
  private readonly elements: string[] = [];
  private readonly hatches: Hatch[] = [];

  moveTo(x: number, y: number): void {
    this.path += `M${short(x)} ${short(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.path += `L${short(x)} ${short(y)}`;
  }

  curveTo(controlX: number, controlY: number, x: number, y: number): void {
    this.path += `Q${short(controlX)} ${short(controlY)} ${short(x)} ${short(y)}`;
  }

  closePath(): void {
    this.path += 'Z';
  }

  finish(fill: Fill | undefined, line?: Line): void {
    if (this.path !== '') {
      this.elements.push(`<path d="${this.path}" fill-rule="evenodd"${this.paint(fill)}${stroke(line)}/>`);
    }
    this.path = '';
  }

  circle(x: number, y: number, radius: number, fill: string, line?: Line): void {
    this.elements.push(
      `<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}"${this.paint(fill)}${stroke(line)}/>`,
    );
  }

  square(x: number, y: number, half: number, fill: string, line?: Line): void {
    this.rectangle(x - half, y - half, 2 * half, 2 * half, fill, line);
  }

  rectangle(x: number, y: number, width: number, height: number, fill: Fill, line?: Line): void {
    const box = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    this.elements.push(`<rect ${box}${this.paint(fill)}${stroke(line)}/>`);
  }

  text(x: number, y: number, text: string, { size, colour, halo, anchor = 'start', isBold }: Letters): void {
    const look = `font-size="${size}" text-anchor="${anchor}" fill="${colour}"${isBold ? ' font-weight="600"' : ''}`;
    const behind = halo ? ` stroke="${halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : '';
    this.elements.push(`<text x="${short(x)}" y="${short(y)}" ${look}${behind}>${escaped(text)}</text>`);
  }

  /** The whole SVG picture, with the given title. */
  picture(width: number, height: number, title: string): string {
    const patterns = this.hatches.map(({ background, line, lineWidth, distance, angle }, number) => {
      const box = `width="${distance}" height="${distance}"`;
      return `<pattern id="hatch${number}" patternUnits="userSpaceOnUse" ${box} patternTransform="rotate(${angle})"><rect ${box} fill="${background}"/><path d="M0 0V${distance}" stroke="${line}" stroke-width="${2 * lineWidth}"/></pattern>`;
    });
    const defs = patterns.length > 0 ? `<defs>${patterns.join('')}</defs>` : '';
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}"><title>${escaped(title)}</title>${defs}${this.elements.join('\n')}</svg>\n`;
  }

  private paint(fill: Fill | undefined): string {
    if (fill === undefined) return ' fill="none"';
    if (typeof fill === 'string') return ` fill="${fill}"`;
    if (!this.hatches.includes(fill)) this.hatches.push(fill);
    return ` fill="url(#hatch${this.hatches.indexOf(fill)})"`;
  }
}

function stroke(line: Line | undefined): string {
  if (!line) return '';
  const alpha =
    line.alpha === undefined
      ? ''
      : ` stroke-opacity="${short(line.alpha * 100) === '100' ? 1 : line.alpha.toFixed(3)}"`;
  const dash = line.dash && line.dash.length > 0 ? ` stroke-dasharray="${line.dash.join(' ')}"` : '';
  return ` stroke="${line.colour}" stroke-width="${short(line.width)}"${alpha}${dash}`;
}
