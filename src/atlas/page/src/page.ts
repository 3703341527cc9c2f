// What all parts of the page share: the data, the state, and a way to change the state.

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
  /** Counted only when it is first needed. */
  fragile: () => Fragile;
  index: Index;
  /** Changes the state. The browser's back button returns to the old state, unless `replaces` is set. */
  go: (change: Partial<State>, replaces?: boolean) => void;
}

export type Part = { element: HTMLElement; render: (page: Page) => void };

/** The ties of the selection, seen from it; without a selection, all ties. */
export function rowsOf({ atlas, state, shown }: Page): PartnerRow[] {
  if (state.selection) return partners(atlas, shown, placesOf(atlas, state.selection));
  const directed = direction(atlas, state);
  return Array.from(shown.ties, (tie) => {
    const [near, far] = directed(atlas.ties.a[tie]!, atlas.ties.b[tie]!);
    return { tie, near, far };
  });
}

/** The change of the state that selects something. */
export const pick = (selection: Selection | undefined): Partial<State> => ({
  selection,
  other: undefined,
  at: undefined,
});

/** The selection for a place. If the place is a region or country, this is selected instead. */
export function selectionOf(atlas: Atlas, place: number): Selection {
  const level = (['country', 'region'] as const)[atlas.places.level[place]!] ?? 'place';
  return { level, key: atlas.places.ids[place]! };
}
