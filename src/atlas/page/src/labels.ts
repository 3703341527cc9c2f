// Which names stand in a picture, and where: none over another, those of most partners first.

import type { AreaName } from './area-names';
import type { Camera } from './camera';

export interface Dot {
  place: number;
  x: number;
  y: number;
  radius: number;
  /** What comes first has the greater weight. */
  weight: number;
}

export interface Label {
  /** None of a region or country. */
  place: number | undefined;
  text: string;
  x: number;
  y: number;
}

export const SIZE = 12;
const HEIGHT = 15;
const CELL = 32;

/** Boxes that are taken, in cells of a grid. */
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

/** Names right or left of their dots, above or below: the first of these that is free. O(dots log dots). */
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
  // Names don't stand on the dots of places that matter as much.
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
  // Regions and countries are named where room is left, and only within their own land.
  for (const { text, x, y, room } of areas) {
    const width = widthOf(text);
    const box: [number, number, number, number] = [x - width / 2, y - HEIGHT / 2, x + width / 2, y + HEIGHT / 2];
    const isSeen = box[0] >= 2 && box[1] >= 2 && box[2] <= camera.width - 2 && box[3] <= camera.height - 2;
    // A region that is a place, too, is named once.
    const isNamed = found.some((label) => label.text === text);
    if (width + 6 > room || !isSeen || isNamed || !taken.isFree(box)) continue;
    taken.take(box);
    found.push({ place: undefined, text, x: box[0], y: box[1] + SIZE - 0.5 });
  }
  return found;
}
