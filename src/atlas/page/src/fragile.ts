// Finds cut places and bridges, and counts what each of them cuts off (`src/metrics/biconnected`).

import type { Atlas } from './atlas';
import { otherEnd, type Shown } from './filters';

export interface Fragile {
  /** For each cut place: how many other places are cut off without it, which are all but the largest remaining part. */
  cutPlaces: Map<number, number>;
  /** For each bridge, by tie: how many places are cut off without it, which is the smaller side. */
  bridges: Map<number, number>;
}

/** R. Tarjan, "Depth-First Search and Linear Graph Algorithms", 1972, here without recursion. O(places + ties). */
export function fragile(atlas: Atlas, { degree, tiesOf }: Shown): Fragile {
  const count = degree.length;
  const [order, low, size, next] = [
    new Int32Array(count).fill(-1),
    new Int32Array(count),
    new Int32Array(count),
    new Int32Array(count),
  ];
  const above = new Int32Array(count).fill(-1);
  const found: Fragile = { cutPlaces: new Map(), bridges: new Map() };
  let clock = 0;
  for (let root = 0; root < count; root += 1) {
    if (degree[root] === 0 || order[root]! >= 0) continue;
    const members: number[] = [];
    /** For each place: the sizes of the parts below it that are cut off without it. */
    const parts = new Map<number, number[]>();
    const cuts: [tie: number, size: number][] = [];
    const stack = [root];
    order[root] = low[root] = clock++;
    while (stack.length > 0) {
      const place = stack.at(-1)!;
      const ties = tiesOf(place);
      if (next[place]! < ties.length) {
        const tie = ties[next[place]!++]!;
        const other = otherEnd(atlas, tie, place);
        if (order[other]! < 0) {
          above[other] = tie;
          order[other] = low[other] = clock++;
          stack.push(other);
        } else if (tie !== above[place]) {
          low[place] = Math.min(low[place]!, order[other]!);
        }
        continue;
      }
      stack.pop();
      members.push(place);
      size[place]! += 1;
      const parent = stack.at(-1);
      if (parent === undefined) continue;
      size[parent]! += size[place]!;
      low[parent] = Math.min(low[parent]!, low[place]!);
      if (low[place]! >= order[parent]!) parts.set(parent, [...(parts.get(parent) ?? []), size[place]!]);
      if (low[place]! > order[parent]!) cuts.push([above[place]!, size[place]!]);
    }
    const all = members.length;
    for (const [tie, below] of cuts) found.bridges.set(tie, Math.min(below, all - below));
    for (const [place, below] of parts) {
      const rest = all - 1 - below.reduce((sum, part) => sum + part, 0);
      const left = rest > 0 ? [...below, rest] : below;
      if (left.length > 1) found.cutPlaces.set(place, all - 1 - Math.max(...left));
    }
  }
  return found;
}
