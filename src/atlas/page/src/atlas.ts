// The data of a page. Places and ties are numbered from 0. Countries and regions are numbered from 1, and 0 means none.

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

/** A word of the program, and its translation for the page. */
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
  /** The number of columns and rows of the map's grid. */
  size: [number, number];
  /** The part of the map that is shown at first, in columns of the grid: left, top, width, height. */
  view: [number, number, number, number];
  classes: [number, number][];
  coloursRegions: boolean;
  /** The codes of the countries and regions that the page is about. Their regions are coloured. */
  sides: string[];
  focus: string[];
  isFiltered: boolean;
  basis: string;
  state: string;
  isEmbedded: boolean;
  themes: { light: Theme; dark: Theme; print: Theme };
}

/** Countries, by number from 1; 0 means none. */
export interface Countries {
  codes: string[];
  names: string[];
}

/** Regions, by number from 1; 0 means none. */
export interface Regions extends Countries {
  country: Float64Array;
  checked: Float64Array;
}

export const COUNTRY = 0;
export const REGION = 1;
/** A city that is also a region. */
export const CITY_AND_REGION = 3;

/** Places, by number from 0. */
export interface Places {
  ids: string[];
  names: string[];
  /** Other names, separated by U+001F. */
  others: string[];
  level: Float64Array;
  country: Float64Array;
  region: Float64Array;
  /** The number of the place that each place is a part of, counted from 1; 0 for none. */
  partOf: Float64Array;
  /** The number of inhabitants plus 1; 0 if it isn't known. */
  population: Float64Array;
  kind: Float64Array;
  kinds: string[];
}

/** Partnerships, sorted by their two ends. */
export interface Partnerships {
  a: Float64Array;
  b: Float64Array;
  kind: Float64Array;
  /** The status that the row states, counted from 1; 0 if it states none. */
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

/** Ties. A tie has the partnerships from its start to the start of the next tie. */
export interface Ties {
  count: number;
  start: Uint32Array;
  a: Uint32Array;
  b: Uint32Array;
  /** Tenths of a kilometre plus 1; 0 if a position isn't known. */
  km: Float64Array;
}

/** Outlines of areas, in columns of the grid. */
export interface Outlines {
  /** The number of each area; 0 if it has no name. */
  areas: Float64Array;
  /** The rings of each area, with x and y alternating. */
  rings: Float64Array[][];
}

/** The points of places, with x and y alternating; NaN if a place has no point. */
export type Points = Float32Array;

export interface Atlas {
  head: Head;
  countries: Countries;
  regions: Regions;
  places: Places;
  partnerships: Partnerships;
  ties: Ties;
  spots: Points;
  /** The strokes of each tie: a start, then a control point and an end for each curve. */
  arcs: Float32Array[][];
  sphere: Outlines;
  land: Outlines;
  coloured: Outlines;
  network: { size: [number, number]; spots: Points };
  /** For each region: who looks after it, and its contacts and agreements. */
  ledger: Map<number, LedgerEntry>;
}

export interface LedgerEntry {
  official: string;
  office: string;
  agreements: number;
  contacts: number;
}
