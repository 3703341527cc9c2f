// What a page holds. Numbers of places and ties begin at 0, those of countries and regions at 1: 0 is none.

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
