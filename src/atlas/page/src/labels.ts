// Chooses the names in a picture and their positions. No two overlap, and places with most partners come first.

import type { AreaName } from './area-names';
import type { Camera } from './camera';

export interface Dot {
  place: number;
  x: number;
  y: number;
  radius: number;
  /** Dots with greater weight are named first. */
  weight: number;
}

export interface Label {
  /** Undefined for the name of a region or country. */
  place: number | undefined;
  text: string;
  x: number;
  y: number;
}

export const SIZE = 12;
const HEIGHT = 15;
const CELL = 32;

/** The boxes in use, indexed by the cells of a grid. */
class Taken {
  private readonly cells = new Map<string, [number, number, number, number][]>();

  private *cellsOf([left, top, right, bottom]: [number, number, number, number]) {
    for (let x = Math.floor(left / CELL); x <= right / CELL; x += 1) {
      for (let y = Math.floor(top / CELL); y <= bottom / CELL; y += 1) yield `${x},${y}`;
    }
  }

  isFree(box: [number, number, number, number]): boolean {
    for (const cell of this.cellsOf(box)) {
      const meets = (other: [number, number, number, number]) =>
        box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1];
      if (this.cells.get(cell)?.some(meets)) return false;
    }
    return true;
  }

  take(box: [number, number, number, number]): void {
    for (const cell of this.cellsOf(box)) {
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell)!.push(box);
    }
  }
}

/** Puts each name at the first free spot: right, left, above or below its dot. O(dots log dots). */
export function labels(
  dots: Dot[],
  camera: Camera,
  most: number,
  nameOf: (place: number) => string,
  widthOf: (text: string) => number,
  areas: AreaName[] = [],
): Label[] {
  const taken = new Taken();
  const visible = dots
    .filter(({ x, y }) => x > -20 && y > -20 && x < camera.width + 20 && y < camera.height + 20)
    .sort((a, b) => b.weight - a.weight || a.place - b.place);
  // Names don't cover the dots of the most important places.
  for (const { x, y, radius } of visible.slice(0, 3 * most)) {
    if (radius >= 3) taken.take([x - radius, y - radius, x + radius, y + radius]);
  }
  const found: Label[] = [];
  for (const { place, x, y, radius } of visible) {
    if (found.length >= most) break;
    const text = nameOf(place);
    const width = widthOf(text);
    const gap = radius + 3;
    const spots: [number, number][] = [
      [x + gap, y - HEIGHT / 2],
      [x - gap - width, y - HEIGHT / 2],
      [x - width / 2, y - gap - HEIGHT],
      [x - width / 2, y + gap],
    ];
    const spot = spots.find(([left, top]) => {
      const box: [number, number, number, number] = [left, top, left + width, top + HEIGHT];
      return left >= 2 && top >= 2 && box[2] <= camera.width - 2 && box[3] <= camera.height - 2 && taken.isFree(box);
    });
    if (!spot) continue;
    taken.take([spot[0] - 2, spot[1], spot[0] + width + 2, spot[1] + HEIGHT]);
    found.push({ place, text, x: spot[0], y: spot[1] + SIZE - 0.5 });
  }
  // Regions and countries are named where room is left, and only if the name fits inside their outline.
  for (const { text, x, y, room } of areas) {
    const width = widthOf(text);
    const box: [number, number, number, number] = [x - width / 2, y - HEIGHT / 2, x + width / 2, y + HEIGHT / 2];
    const isSeen = box[0] >= 2 && box[1] >= 2 && box[2] <= camera.width - 2 && box[3] <= camera.height - 2;
    // A region that is also a place is named only once.
    const isNamed = found.some((label) => label.text === text);
    if (width + 6 > room || !isSeen || isNamed || !taken.isFree(box)) continue;
    taken.take(box);
    found.push({ place: undefined, text, x: box[0], y: box[1] + SIZE - 0.5 });
  }
  return found;
}
