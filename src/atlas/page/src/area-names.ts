// Finds where the names of countries and regions fit: in the middle of their largest part.

import { toX, toY, type Camera } from './camera';
import type { Atlas, Outlines } from './atlas';

interface Middle {
  name: string;
  x: number;
  y: number;
  /** The width of the area at that point, in columns of the grid. */
  width: number;
}

export interface AreaName {
  text: string;
  x: number;
  y: number;
  /** The room for the name, in pixels. */
  room: number;
}

/** Twice the signed area of a ring. */
function areaOf(ring: Float64Array): number {
  let sum = 0;
  for (let at = 0, last = ring.length - 2; at < ring.length; last = at, at += 2) {
    sum += ring[last]! * ring[at + 1]! - ring[at]! * ring[last + 1]!;
  }
  return sum;
}

/** The widest run inside a ring on a horizontal line. It tries a few heights and returns the widest run of all. */
function middleOf(ring: Float64Array): Omit<Middle, 'name'> | undefined {
  let [top, bottom] = [Infinity, -Infinity];
  for (let at = 1; at < ring.length; at += 2) [top, bottom] = [Math.min(top, ring[at]!), Math.max(bottom, ring[at]!)];
  let best: Omit<Middle, 'name'> | undefined;
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const y = top + share * (bottom - top) + 0.5;
    const crossings: number[] = [];
    for (let at = 0, last = ring.length - 2; at < ring.length; last = at, at += 2) {
      const [from, to] = [ring[last + 1]!, ring[at + 1]!];
      if (from > y !== to > y) crossings.push(ring[last]! + ((y - from) / (to - from)) * (ring[at]! - ring[last]!));
    }
    crossings.sort((a, b) => a - b);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const [left, right] = [crossings[at]!, crossings[at + 1]!];
      if (!best || right - left > best.width) best = { x: (left + right) / 2, y, width: right - left };
    }
  }
  return best;
}

function middles({ areas, rings }: Outlines, names: string[]): Middle[] {
  return [...areas].flatMap((area, at) => {
    const largest = rings[at]!.reduce((most, ring) => (Math.abs(areaOf(ring)) > Math.abs(areaOf(most)) ? ring : most));
    const middle = area > 0 ? middleOf(largest) : undefined;
    return middle ? [{ ...middle, name: names[area]! }] : [];
  });
}

const known = new WeakMap<Atlas, Middle[]>();

/** The names of coloured regions and of other countries, each with its room; the widest areas first. */
export function areaNames(atlas: Atlas, camera: Camera): AreaName[] {
  let all = known.get(atlas);
  if (!all) {
    const own = new Set([...atlas.coloured.areas].map((region) => atlas.regions.country[region]));
    const others = {
      areas: atlas.land.areas.map((country) => (own.has(country) ? 0 : country)),
      rings: atlas.land.rings,
    };
    all = [...middles(atlas.coloured, atlas.regions.names), ...middles(others, atlas.countries.names)];
    all.sort((a, b) => b.width - a.width);
    known.set(atlas, all);
  }
  return all.map(({ name, x, y, width }) => ({
    text: name,
    x: toX(camera, x),
    y: toY(camera, y),
    room: width * camera.scale,
  }));
}
