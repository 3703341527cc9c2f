// Figures of places, regions and countries, counted as the program does (`src/metrics/region_degree.rs`,
// `src/query/unconnected.rs`, `src/query/history.rs`).

import { CITY_AND_REGION, type Atlas } from './atlas';
import { areaSet, otherEnd, shown, type Shown } from './filters';
import { isInForce, statusOf, yearOf } from './standing';
import { START, type Selection, type State } from './state';

/** The number of a place, region or country; -1 if the page has none with that key. */
export function numberOf(atlas: Atlas, { level, key }: Selection): number {
  const all = { place: atlas.places.ids, region: atlas.regions.codes, country: atlas.countries.codes }[level];
  return all.indexOf(key);
}

/** The name of a place, region or country. */
export function nameOf(atlas: Atlas, selection: Selection): string {
  const number = numberOf(atlas, selection);
  const { places, regions, countries } = atlas;
  return (
    { place: places.names, region: regions.names, country: countries.names }[selection.level][number] ?? selection.key
  );
}

/**
 * The places of a selection, with their parts: one place, or all places of a region or country. A city that is also a
 * region stands for all places of the region.
 */
export function placesOf(atlas: Atlas, selection: Selection): Set<number> {
  const { places } = atlas;
  const number = numberOf(atlas, selection);
  const found = new Set<number>();
  if (number < 0) return found;
  const isRegion = selection.level === 'place' && places.level[number] === CITY_AND_REGION;
  const region = selection.level === 'region' ? number : isRegion ? places.region[number]! : 0;
  for (let place = 0; place < places.ids.length; place += 1) {
    const isIn =
      selection.level === 'country'
        ? places.country[place] === number
        : (region > 0 && places.region[place] === region) || (selection.level === 'place' && place === number);
    if (isIn) found.add(place);
  }
  // Parts may have parts, so this repeats until it adds none.
  for (let before = -1; before !== found.size;) {
    before = found.size;
    places.partOf.forEach((whole, place) => {
      if (whole > 0 && found.has(whole - 1)) found.add(place);
    });
  }
  return found;
}

export interface PartnerRow {
  tie: number;
  near: number;
  far: number;
}

/** The ties of some places, seen from these places; sorted by the partner's country, name and id. */
export function partners(atlas: Atlas, { tiesOf }: Shown, own: Set<number>): PartnerRow[] {
  const rows: PartnerRow[] = [];
  for (const near of own) {
    for (const tie of tiesOf(near)) {
      const far = otherEnd(atlas, tie, near);
      // A tie between two of the places is one row, seen from its first end.
      if (!own.has(far) || near < far) rows.push({ tie, near, far });
    }
  }
  const { places, countries } = atlas;
  const key = (place: number) => [countries.codes[places.country[place]!]!, places.names[place]!] as const;
  const order = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  return rows.sort((x, y) => {
    const [a, b] = [key(x.far), key(y.far)];
    return order(a[0], b[0]) || order(a[1], b[1]) || x.far - y.far || x.near - y.near;
  });
}

/** The figures of a region; see `RegionDegree` of the program. */
export interface RegionFigures {
  places: number;
  tied: number;
  internal: number;
  external: number;
  partnerRegions: number;
  partnerCountries: number;
}

export const tiesOfRegion = ({ internal, external }: RegionFigures) => internal + external;

/** The figures of every region, by number. Counts only ties whose far end `counts`. O(regions + places + ties). */
export function regionFigures(atlas: Atlas, { ties }: Shown, counts?: (place: number) => boolean): RegionFigures[] {
  const { places, regions } = atlas;
  const figures = regions.codes.map(() => ({
    places: 0,
    tied: 0,
    internal: 0,
    external: 0,
    partnerRegions: 0,
    partnerCountries: 0,
  }));
  const met = regions.codes.map(() => ({
    places: new Set<number>(),
    regions: new Set<number>(),
    countries: new Set<number>(),
  }));
  places.region.forEach((region) => (figures[region]!.places += 1));
  for (const tie of ties) {
    const ends = [atlas.ties.a[tie]!, atlas.ties.b[tie]!] as const;
    const [a, b] = [places.region[ends[0]]!, places.region[ends[1]]!];
    const isInternal = a === b && a > 0;
    let isCounted = false;
    for (const [near, far] of [ends, [ends[1], ends[0]]] as const) {
      if (counts && !counts(far)) continue;
      const region = places.region[near]!;
      met[region]!.places.add(near);
      if (isInternal) {
        if (!isCounted) figures[region]!.internal += 1;
        isCounted = true;
        continue;
      }
      figures[region]!.external += 1;
      if (places.region[far]! > 0) met[region]!.regions.add(places.region[far]!);
      if (places.country[far]! > 0) met[region]!.countries.add(places.country[far]!);
    }
  }
  figures.forEach((figure, region) => {
    figure.tied = met[region]!.places.size;
    figure.partnerRegions = met[region]!.regions.size;
    figure.partnerCountries = met[region]!.countries.size;
  });
  return figures;
}

/** How many ties have at least one end in each country, by the country's number. */
export function countryTies(atlas: Atlas, { ties }: Shown): Uint32Array {
  const { country } = atlas.places;
  const counts = new Uint32Array(atlas.countries.codes.length);
  for (const tie of ties) {
    const [a, b] = [country[atlas.ties.a[tie]!]!, country[atlas.ties.b[tie]!]!];
    counts[a]! += 1;
    if (a !== b) counts[b]! += 1;
  }
  return counts;
}

/** A region without ties: its number, and the index of the reason in `head.reasons`. */
export interface Unconnected {
  region: number;
  reason: number;
  places: number;
}

/** The numbers of the regions in a country or region with this code. */
export function regionsIn(atlas: Atlas, code: string): number[] {
  const country = atlas.countries.codes.indexOf(code);
  const own = atlas.regions.codes.indexOf(code);
  if (country <= 0) return own > 0 ? [own] : [];
  return [...atlas.regions.codes.keys()].filter((region) => region > 0 && atlas.regions.country[region] === country);
}

/** The regions, in these countries or regions, that have no tie to a place that `counts`. */
export function unconnected(
  atlas: Atlas,
  state: State,
  now: Shown,
  codes: string[],
  counts?: (place: number) => boolean,
): Unconnected[] {
  const figures = regionFigures(atlas, now, counts);
  const asOf = state.asOf === undefined ? {} : { asOf: state.asOf };
  const inForce = figuresLater(atlas, { ...START, ...asOf });
  const over = figuresLater(atlas, { ...START, ...asOf, statuses: ['terminated', 'suspended'] });
  const reason = (region: number) => {
    if (figures[region]!.places === 0) return 0;
    if (inForce()[region]!.tied > 0) return 3;
    return over()[region]!.tied > 0 ? 2 : 1;
  };
  return codes
    .flatMap((code) => regionsIn(atlas, code))
    .filter((region) => figures[region]!.tied === 0)
    .map((region) => ({ region, reason: reason(region), places: figures[region]!.places }));
}

/** Figures that are counted only when they are first needed. */
function figuresLater(atlas: Atlas, state: State): () => RegionFigures[] {
  let figures: RegionFigures[] | undefined;
  return () => (figures ??= regionFigures(atlas, shown(atlas, state)));
}

/** Tells whether a place is in a country or region. */
export const inArea = (atlas: Atlas, code: string) => areaSet(atlas, [code]).has;

/** The number of partnerships in force at the end of a year. */
export interface YearRow {
  year: number;
  inForce: number;
}

/**
 * A row for each year from the first date to the last. Applies all filters except date and status. O(partnerships +
 * years).
 */
export function years(atlas: Atlas, state: State): YearRow[] {
  const rows = atlas.partnerships;
  const every = shown(atlas, { ...state, asOf: undefined, statuses: atlas.head.statuses.map(([name]) => name) });
  const admitted = [...rows.a.keys()].filter((row) => every.status[row]! > 0);
  const dates = admitted.flatMap((row) => [rows.since[row]!, rows.until[row]!, rows.suspended[row]!]);
  const known = dates.filter((date) => date > 0).map(yearOf);
  if (known.length === 0) return [];
  const first = known.reduce((low, year) => Math.min(low, year));
  const last = known.reduce((high, year) => Math.max(high, year));
  // The calendar goes up to the year 9999, but a slider with thousands of years would be useless.
  if (last - first > 400) return [];
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const year = first + at;
    const inForce = admitted.filter((row) => isInForce(statusOf(rows, row, year * 512)));
    return { year, inForce: inForce.length };
  });
}
