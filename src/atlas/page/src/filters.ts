// Selects the ties that pass the filters, by the rules of the program (`src/graph/scope.rs`).

import type { Atlas } from './atlas';
import { dateOf, isInForce, statusOf } from './standing';
import type { State } from './state';

/** The ties that pass the filters; the program calls this a graph. */
export interface Shown {
  /** The ties, in order. */
  ties: Uint32Array;
  /** For each tie of the page: whether it is shown. */
  isShown: Uint8Array;
  /** For each partnership: its status, counted from 1; 0 if it doesn't pass the filters. */
  status: Uint8Array;
  partnerships: number;
  /** How many of these partnerships have no known start. */
  undated: number;
  /** For each place: the number of partners. */
  degree: Uint32Array;
  /** The number of places that have a partner. */
  tied: number;
  /** The ties of a place. O(1). */
  tiesOf: (place: number) => Uint32Array;
}

/** A set of places, given by countries and regions. */
export interface AreaSet {
  has: (place: number) => boolean;
}

/** The places in countries and regions with these codes. */
export function areaSet(atlas: Atlas, codes: string[]): AreaSet {
  const numbers = (all: string[]) => new Set(codes.map((code) => all.indexOf(code)).filter((number) => number > 0));
  const [countries, regions] = [numbers(atlas.countries.codes), numbers(atlas.regions.codes)];
  const { country, region } = atlas.places;
  return { has: (place) => countries.has(country[place]!) || regions.has(region[place]!) };
}

/** Only codes of regions have a hyphen; codes of countries have two letters. */
const isRegion = (code: string) => code.includes('-');

/** Tells whether the two ends of a tie pass the filters on places. */
function placeFilter(atlas: Atlas, { areas, to }: Pick<State, 'areas' | 'to'>): (a: number, b: number) => boolean {
  const any = { has: () => true };
  const set = (codes: string[]) => (codes.length > 0 ? areaSet(atlas, codes) : any);
  const countries = set(areas.filter((code) => !isRegion(code)));
  const regions = set(areas.filter(isRegion));
  if (to === undefined) {
    return (a, b) => (countries.has(a) || countries.has(b)) && (regions.has(a) || regions.has(b));
  }
  const far = areaSet(atlas, [to]);
  const leads = (near: number, other: number) => countries.has(near) && regions.has(near) && far.has(other);
  return (a, b) => leads(a, b) || leads(b, a);
}

/** The ties of each place, stored in one array. */
function incidence(atlas: Atlas, ties: Uint32Array, degree: Uint32Array): (place: number) => Uint32Array {
  const first = new Uint32Array(degree.length + 1);
  degree.forEach((count, place) => (first[place + 1] = first[place]! + count));
  const all = new Uint32Array(2 * ties.length);
  const next = first.slice();
  for (const tie of ties) {
    for (const end of [atlas.ties.a[tie]!, atlas.ties.b[tie]!]) all[next[end]!++] = tie;
  }
  return (place) => all.subarray(first[place], first[place + 1]);
}

/**
 * The ends of a tie in the direction of the filters, from `areas` to `to`; in stored order if both directions pass or
 * neither.
 */
export function direction(
  atlas: Atlas,
  { areas, to }: Pick<State, 'areas' | 'to'>,
): (a: number, b: number) => [number, number] {
  const near = [areas.filter((code) => !isRegion(code)), areas.filter(isRegion)].filter((codes) => codes.length > 0);
  const sets = near.map((codes) => areaSet(atlas, codes));
  const far = to === undefined ? undefined : areaSet(atlas, [to]);
  const leads = (first: number, other: number) => sets.every((set) => set.has(first)) && (far?.has(other) ?? true);
  return (a, b) => (!leads(a, b) && leads(b, a) ? [b, a] : [a, b]);
}

/** The ties that pass the filters of a state. O(places + partnerships). */
export function shown(atlas: Atlas, state: State): Shown {
  const { head, partnerships: rows, ties } = atlas;
  const asOf = state.asOf === undefined ? 0 : dateOf(state.asOf);
  const wanted = (words: string[], all: [string, string][]) =>
    all.map(([name]) => words.length === 0 || words.includes(name));
  const kinds = wanted(state.kinds, head.kinds);
  const statuses = wanted(state.statuses, head.statuses);
  const admitsStatus = (status: number) =>
    state.statuses.length === 0 ? isInForce(status) : statuses[status] === true;
  const admitsPlaces = placeFilter(atlas, state);
  const status = new Uint8Array(rows.a.length);
  const isShown = new Uint8Array(ties.count);
  const degree = new Uint32Array(atlas.places.ids.length);
  const found: number[] = [];
  let [partnerships, undated] = [0, 0];
  for (let tie = 0; tie < ties.count; tie += 1) {
    const [a, b] = [ties.a[tie]!, ties.b[tie]!];
    if (!admitsPlaces(a, b)) continue;
    for (let row = ties.start[tie]!; row < ties.start[tie + 1]!; row += 1) {
      const now = kinds[rows.kind[row]!] ? statusOf(rows, row, asOf) : -1;
      const isUndated = rows.since[row] === 0;
      if (now < 0 || !admitsStatus(now) || (isUndated && !state.withUndated)) continue;
      status[row] = now + 1;
      partnerships += 1;
      if (isUndated) undated += 1;
      if (isShown[tie] === 0) {
        isShown[tie] = 1;
        found.push(tie);
        degree[a]! += 1;
        degree[b]! += 1;
      }
    }
  }
  const all = Uint32Array.from(found);
  const tied = degree.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  return { ties: all, isShown, status, partnerships, undated, degree, tied, tiesOf: incidence(atlas, all, degree) };
}

/** The other end of a tie. */
export const otherEnd = ({ ties }: Atlas, tie: number, place: number) =>
  ties.a[tie] === place ? ties.b[tie]! : ties.a[tie]!;
