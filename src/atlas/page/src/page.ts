// What every part of the page knows, and how it asks for another state.

import type { Atlas, Theme } from './atlas';
import { partners, placesOf, type PartnerRow } from './figures';
import type { Fragile } from './fragile';
import { direction, type Shown } from './filters';
import type { Index } from './search';
import type { Selection, State } from './state';

export interface Page {
  atlas: Atlas;
  state: State;
  shown: Shown;
  theme: Theme;
  /** Counted when it is first asked for. */
  fragile: () => Fragile;
  index: Index;
  /** Shows another state: `back` leads to this one, unless it is replaced. */
  go: (change: Partial<State>, replaces?: boolean) => void;
}

export type Part = { element: HTMLElement; render: (page: Page) => void };

/** The ties of what is picked out, seen from it; all ties where nothing is. */
export function rowsOf({ atlas, state, shown }: Page): PartnerRow[] {
  if (state.selection) return partners(atlas, shown, placesOf(atlas, state.selection));
  const directed = direction(atlas, state);
  return Array.from(shown.ties, (tie) => {
    const [near, far] = directed(atlas.ties.a[tie]!, atlas.ties.b[tie]!);
    return { tie, near, far };
  });
}

/** What a change to picking something out is. */
export const pick = (selection: Selection | undefined): Partial<State> => ({
  selection,
  other: undefined,
  at: undefined,
});

/** The selection that a place is: a region or country that is an end is picked as such. */
export function selectionOf(atlas: Atlas, place: number): Selection {
  const level = (['country', 'region'] as const)[atlas.places.level[place]!] ?? 'place';
  return { level, key: atlas.places.ids[place]! };
}
