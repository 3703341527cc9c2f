// Combines the terms of the partnerships of a tie, as the program does (`src/query/tie_terms.rs`).

import type { Atlas, Word } from './atlas';
import type { Shown } from './filters';
import { dateText, firstDay, lastDay } from './standing';

export interface Terms {
  /** Words of the program, not translated. */
  kinds: string[];
  statuses: string[];
  since: string;
  until: string;
  /** Tenths of a kilometre; NaN if the distance isn't known. */
  km: number;
  sources: string[];
  notes: string[];
  documents: string[];
}

function earliest(dates: number[]): number {
  const known = dates.filter((date) => date > 0);
  const before = (x: number, y: number) => firstDay(x) - firstDay(y) || lastDay(x) - lastDay(y);
  return known.sort(before)[0] ?? 0;
}

const names = (all: Word[], numbers: number[]) =>
  [...new Set(numbers)].sort((x, y) => x - y).map((number) => all[number]![0]);
const texts = (all: string[], numbers: number[]) =>
  [...new Set(numbers)]
    .filter((number) => number > 0)
    .map((number) => all[number]!)
    .sort();

/** The terms of a tie, from the partnerships that pass the filters. */
export function termsOf({ head, ties, partnerships: rows }: Atlas, shown: Shown, tie: number): Terms {
  const admitted: number[] = [];
  for (let row = ties.start[tie]!; row < ties.start[tie + 1]!; row += 1) if (shown.status[row]! > 0) admitted.push(row);
  const of = (column: ArrayLike<number>) => admitted.map((row) => column[row]!);
  const km = ties.km[tie]!;
  return {
    kinds: names(head.kinds, of(rows.kind)),
    statuses: names(
      head.statuses,
      of(shown.status).map((status) => status - 1),
    ),
    since: dateText(earliest(of(rows.since))),
    until: dateText(earliest(of(rows.until))),
    km: km === 0 ? NaN : km - 1,
    sources: texts(rows.sources, of(rows.source)),
    notes: texts(rows.notes, of(rows.note)),
    documents: texts(rows.documents, of(rows.document)),
  };
}

/** Words of the program, translated for the page. */
export const inWords = (all: Word[], named: string[]) =>
  named.map((name) => all.find(([word]) => word === name)?.[1] ?? name).join(', ');
