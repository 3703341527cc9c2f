// What a page holds, read from its columns in the order in which `src/atlas/mod.rs` writes them.

import { Columns } from './columns';

export interface Hatch {
  background: string;
  line: string;
  lineWidth: number;
  distance: number;
  angle: number;
}

export interface Theme {
  paper: string;
  ink: string;
  faint: string;
  water: string;
  ground: string;
  groundLine: string;
  line: string;
  innerLine: string;
  ramp: string[];
  categories: string[];
  accent: string;
  plainFill: string;
  hatches: [Hatch, Hatch];
}

/** A word of the program, and what it is called in the page's language. */
export type Word = [name: string, text: string];

export interface Head {
  format: number;
  title: string;
  source: string;
  madeWith: string;
  language: string;
  words: Record<string, string>;
  kinds: Word[];
  statuses: Word[];
  reasons: Word[];
  /** Columns and rows of the map's grid. */
  size: [number, number];
  /** What the map shows at first, in columns of the grid: left, top, width, height. */
  view: [number, number, number, number];
  classes: [number, number][];
  coloursRegions: boolean;
  /** The codes of the countries and regions whose regions are coloured. */
  sides: string[];
  focus: string[];
  isFiltered: boolean;
  basis: string;
  state: string;
  isEmbedded: boolean;
  themes: { light: Theme; dark: Theme; print: Theme };
}

/** Countries, by number from 1: 0 is none. */
export interface Countries {
  codes: string[];
  names: string[];
}

/** Regions, by number from 1: 0 is none. */
export interface Regions extends Countries {
  country: Float64Array;
  checked: Float64Array;
}

export const COUNTRY = 0;
export const REGION = 1;
/** A city that is its region, too. */
export const CITY_AND_REGION = 3;

/** Places, by number from 0. */
export interface Places {
  ids: string[];
  names: string[];
  /** Other names, with U+001F between them. */
  others: string[];
  level: Float64Array;
  country: Float64Array;
  region: Float64Array;
  /** The place that each is a part of, from 1; 0 for none. */
  partOf: Float64Array;
  /** Inhabitants and one; 0 where they aren't known. */
  population: Float64Array;
  kind: Float64Array;
  kinds: string[];
}

/** Partnerships, by both ends. */
export interface Partnerships {
  a: Float64Array;
  b: Float64Array;
  kind: Float64Array;
  /** The status stated, from 1; 0 where none is. */
  stated: Float64Array;
  since: Float64Array;
  until: Float64Array;
  suspended: Float64Array;
  claimedBy: Float64Array;
  source: Float64Array;
  sources: string[];
  note: Float64Array;
  notes: string[];
  document: Float64Array;
  documents: string[];
}

/** Ties: each is the partnerships from one start to the next. */
export interface Ties {
  count: number;
  start: Uint32Array;
  a: Uint32Array;
  b: Uint32Array;
  /** Tenths of a kilometre and one; 0 where a position isn't known. */
  km: Float64Array;
}

/** Rings of areas, in columns of the grid. */
export interface Outlines {
  /** The number of each area; 0 of one that isn't named. */
  areas: Float64Array;
  /** The rings of each area: x and y in turn. */
  rings: Float64Array[][];
}

/** Points of places: x and y in turn, NaN where a place has none. */
export type Points = Float32Array;

export interface Atlas {
  head: Head;
  countries: Countries;
  regions: Regions;
  places: Places;
  partnerships: Partnerships;
  ties: Ties;
  spots: Points;
  /** Of each tie its strokes: a start, then control point and end of each curve. */
  arcs: Float32Array[][];
  sphere: Outlines;
  land: Outlines;
  coloured: Outlines;
  network: { size: [number, number]; spots: Points };
  /** By region: who looks after it, and what is done. */
  ledger: Map<number, LedgerEntry>;
}

export interface LedgerEntry {
  official: string;
  office: string;
  agreements: number;
  contacts: number;
}

/** Control points are given in steps of so many columns. */
const STEP = 16;

function readPoints(columns: Columns): Points {
  const x = columns.numbers();
  const y = columns.numbers();
  const points = new Float32Array(2 * x.length);
  for (let at = 0; at < x.length; at += 1) {
    const isKnown = x[at]! > 0;
    points[2 * at] = isKnown ? x[at]! - 1 : NaN;
    points[2 * at + 1] = isKnown ? y[at]! - 1 : NaN;
  }
  return points;
}

function readOutlines(columns: Columns): Outlines {
  const areas = columns.numbers();
  const counts = columns.numbers();
  const sizes = columns.numbers();
  const x = columns.differences();
  const y = columns.differences();
  let ring = 0;
  let at = 0;
  const rings = Array.from(counts, (count) =>
    Array.from({ length: count }, () => {
      const size = sizes[ring++]!;
      const points = new Float64Array(2 * size);
      for (let point = 0; point < size; point += 1, at += 1) points.set([x[at]!, y[at]!], 2 * point);
      return points;
    }),
  );
  return { areas, rings };
}

function tiesOf({ a, b }: Partnerships, km: Float64Array): Ties {
  const start: number[] = [];
  for (let at = 0; at < a.length; at += 1) {
    if (at === 0 || a[at] !== a[at - 1] || b[at] !== b[at - 1]) start.push(at);
  }
  const count = start.length;
  return {
    count,
    start: Uint32Array.from([...start, a.length]),
    a: Uint32Array.from(start, (at) => a[at]!),
    b: Uint32Array.from(start, (at) => b[at]!),
    km,
  };
}

function readArcs(columns: Columns, ties: Ties, spots: Points): Float32Array[][] {
  const strokes = columns.numbers();
  const curves = columns.numbers();
  const walk = (numbers: Float64Array) => {
    let at = 0;
    return () => numbers[at++]!;
  };
  const [nextEnd, nextJoint] = [walk(columns.signed()), walk(columns.signed())];
  const [nextX, nextY] = [walk(columns.signed()), walk(columns.signed())];
  let stroke = 0;
  const spot = (place: number) => [spots[2 * place]! || 0, spots[2 * place + 1]! || 0];
  return Array.from(strokes, (count, tie) =>
    Array.from({ length: count }, () => {
      const size = curves[stroke++]!;
      const [fromX, fromY] = spot(ties.a[tie]!) as [number, number];
      const [toX, toY] = spot(ties.b[tie]!) as [number, number];
      const points = new Float32Array(2 + 4 * size);
      let x = fromX + nextEnd();
      let y = fromY + nextEnd();
      points.set([x, y]);
      for (let curve = 0; curve < size; curve += 1) {
        const isLast = curve + 1 === size;
        const endX = isLast ? toX + nextEnd() : x + nextJoint();
        const endY = isLast ? toY + nextEnd() : y + nextJoint();
        const controlX = Math.floor((x + endX) / 2) + STEP * nextX();
        const controlY = Math.floor((y + endY) / 2) + STEP * nextY();
        points.set([controlX, controlY, endX, endY], 2 + 4 * curve);
        [x, y] = [endX, endY];
      }
      return points;
    }),
  );
}

/** The id of a place that has the usual one (`src/atlas/data.rs`). */
function usualId(name: string, country: string): string {
  const plain = name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  return `${plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}-${country.toLowerCase()}`;
}

/** Reads all columns. */
export function readAtlas(columns: Columns): Atlas {
  const head = JSON.parse(columns.texts()[0]!) as Head;
  if (head.format !== 1) throw new Error(`data of format ${head.format}`);
  const countries = { codes: ['', ...columns.texts()], names: ['', ...columns.texts()] };
  const regions = {
    codes: ['', ...columns.texts()],
    names: ['', ...columns.texts()],
    country: Float64Array.from([0, ...columns.numbers()]),
    checked: Float64Array.from([0, ...columns.numbers()]),
  };
  const places = {
    ids: columns.texts(),
    names: columns.texts(),
    others: columns.texts(),
    level: columns.numbers(),
    country: columns.numbers(),
    region: columns.numbers(),
    partOf: columns.numbers(),
    population: columns.numbers(),
    kind: columns.numbers(),
    kinds: ['', ...columns.texts()],
  };
  places.ids = places.ids.map((id, place) => id || usualId(places.names[place]!, countries.codes[places.country[place]!]!));
  const partnerships = {
    a: columns.differences(),
    b: columns.differences(),
    kind: columns.numbers(),
    stated: columns.numbers(),
    since: columns.numbers(),
    until: columns.numbers(),
    suspended: columns.numbers(),
    claimedBy: columns.numbers(),
    source: columns.numbers(),
    sources: ['', ...columns.texts()],
    note: columns.numbers(),
    notes: ['', ...columns.texts()],
    document: columns.numbers(),
    documents: ['', ...columns.texts()],
  };
  const ties = tiesOf(partnerships, columns.numbers());
  const spots = readPoints(columns);
  const arcs = readArcs(columns, ties, spots);
  const [sphere, land, coloured] = [readOutlines(columns), readOutlines(columns), readOutlines(columns)];
  const [width, height] = columns.numbers() as unknown as [number, number];
  const network = { size: [width, height] as [number, number], spots: readPoints(columns) };
  const told = columns.numbers();
  const [official, office] = [columns.texts(), columns.texts()];
  const [agreements, contacts] = [columns.numbers(), columns.numbers()];
  const entry = (at: number): LedgerEntry => ({ official: official[at]!, office: office[at]!, agreements: agreements[at]!, contacts: contacts[at]! });
  const ledger = new Map(Array.from(told, (region, at) => [region, entry(at)]));
  return {
    head, countries, regions, places, partnerships, ties, spots, arcs, sphere, land, coloured, network,
    ledger,
  };
}
