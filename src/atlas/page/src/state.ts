// What the page shows. The part of the address after `#` says it, so that every state has a link.

import { dateOf } from './standing';

export type ViewName = 'map' | 'network';

/** The selection: a place by its id, a region or country by its code. */
export interface Selection {
  level: 'place' | 'region' | 'country';
  key: string;
}

export interface State {
  view: ViewName;
  selection: Selection | undefined;
  /** Another place, to which the panel shows a chain of ties and the shared partners. */
  other: string | undefined;
  kinds: string[];
  statuses: string[];
  /** Ties must have at least one end in one of these countries and regions. */
  areas: string[];
  /** Ties must have their other end in this country or region. */
  to: string | undefined;
  /** Marks regions without a tie to this country or region. */
  without: string | undefined;
  /** A date as `2016`, `2016-03` or `2016-03-31`. */
  asOf: string | undefined;
  /** Whether partnerships without any date count, whatever the date of the filter. */
  withUndated: boolean;
  degree: number;
  sort: string | undefined;
  theme: 'light' | 'dark' | undefined;
  isEmbedded: boolean;
  /** The centre and the scale of the picture, if it was moved by hand. */
  at: [number, number, number] | undefined;
}

export const START: State = {
  view: 'map',
  selection: undefined,
  other: undefined,
  kinds: [],
  statuses: [],
  areas: [],
  to: undefined,
  without: undefined,
  asOf: undefined,
  withUndated: true,
  degree: 0,
  sort: undefined,
  theme: undefined,
  isEmbedded: false,
  at: undefined,
};

const LEVELS = ['place', 'region', 'country'] as const;

/** The state that a link means. Whatever the link leaves out is as in `START`. */
export function parse(link: string): State {
  const said = new URLSearchParams(link.replace(/^#/, ''));
  const text = (name: string) => said.get(name) || undefined;
  const list = (name: string) => (said.get(name) ?? '').split(',').filter((word) => word !== '');
  const at = list('at').map(Number);
  const level = LEVELS.find((name) => text(name) !== undefined);
  const theme = text('theme');
  const asOf = text('as-of') ?? text('year');
  return {
    view: text('view') === 'network' ? 'network' : 'map',
    selection: level && { level, key: text(level)! },
    other: text('path'),
    kinds: list('kind'),
    statuses: list('status'),
    areas: list('in'),
    to: text('to'),
    without: text('without'),
    asOf: dateOf(asOf ?? '') > 0 ? asOf : undefined,
    withUndated: text('undated') !== 'no',
    degree: Math.max(0, Math.floor(Number(text('degree')) || 0)),
    sort: text('sort'),
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    isEmbedded: said.has('embed'),
    at: at.length === 3 && at.every(Number.isFinite) && at[2]! > 0 ? (at as [number, number, number]) : undefined,
  };
}

/** The link for a state, without `#`. It has only the differences from `START`, in a fixed order. */
export function format(state: State): string {
  const parts: string[] = [];
  const add = (name: string, value: string | undefined) => {
    // Commas, colons and the like aren't escaped, so that the link is legible.
    if (value) parts.push(`${name}=${encodeURIComponent(value).replace(/%(2C|3A|2F|40)/g, decodeURIComponent)}`);
  };
  if (state.view !== START.view) add('view', state.view);
  if (state.selection) add(state.selection.level, state.selection.key);
  add('path', state.other);
  add('kind', state.kinds.join(','));
  add('status', state.statuses.join(','));
  add('in', state.areas.join(','));
  add('to', state.to);
  add('without', state.without);
  add(state.asOf?.length === 4 ? 'year' : 'as-of', state.asOf);
  if (!state.withUndated) add('undated', 'no');
  if (state.degree > 0) add('degree', String(state.degree));
  add('sort', state.sort);
  add('theme', state.theme);
  if (state.at) add('at', state.at.map((number) => Number(number.toPrecision(6))).join(','));
  if (state.isEmbedded) parts.push('embed');
  return parts.join('&');
}
