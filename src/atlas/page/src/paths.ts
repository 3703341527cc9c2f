// Finds a shortest chain of ties between two places, and the partners that two places share.

import type { Atlas } from './atlas';
import { otherEnd, type Shown } from './filters';

/** The ties of a shortest chain between two places, and its places in order; undefined if there is no chain. */
export interface Chain {
  places: number[];
  ties: number[];
}

/**
 * Breadth-first search. Of equally short chains, it takes the one whose places have the first ids. O(places + ties).
 */
export function chain(atlas: Atlas, { tiesOf }: Shown, from: number, to: number): Chain | undefined {
  const before = new Map<number, [place: number, tie: number]>([[from, [-1, -1]]]);
  let ring = [from];
  while (ring.length > 0 && !before.has(to)) {
    const next: number[] = [];
    for (const place of ring) {
      for (const tie of tiesOf(place)) {
        const other = otherEnd(atlas, tie, place);
        if (before.has(other)) continue;
        before.set(other, [place, tie]);
        next.push(other);
      }
    }
    ring = next;
  }
  if (!before.has(to)) return undefined;
  const found: Chain = { places: [to], ties: [] };
  for (let [place, tie] = before.get(to)!; place >= 0; [place, tie] = before.get(place)!) {
    found.places.unshift(place);
    found.ties.unshift(tie);
  }
  return found;
}

/** The partners that two places share, sorted by id. */
export function common(atlas: Atlas, { tiesOf }: Shown, a: number, b: number): number[] {
  const of = (place: number) => new Set([...tiesOf(place)].map((tie) => otherEnd(atlas, tie, place)));
  const others = of(b);
  return [...of(a)].filter((place) => others.has(place)).sort((x, y) => x - y);
}
