// Explains the colours, lines and dots of a picture, and lists what isn't drawn.

import type { Atlas, Hatch, Theme } from './atlas';
import { countryTies, regionFigures, tiesOfRegion } from './figures';
import type { Shown } from './filters';
import { classOf, countryColours, leadingKind, MANY_DOTS, pointsOf, rampColour, type Picture } from './picture';
import { number, say } from './words';

export interface Entry {
  sign: { fill: string | Hatch } | { line: string } | { dot: string };
  text: string;
}

export interface Legend {
  heading: string;
  entries: Entry[];
}

function classes(atlas: Atlas, shown: Shown, theme: Theme): Legend {
  const { head, coloured } = atlas;
  const counts = new Map<number, number>();
  const count = (at: number) => counts.set(at, (counts.get(at) ?? 0) + 1);
  if (head.coloursRegions) {
    const figures = regionFigures(atlas, shown);
    for (const region of coloured.areas) {
      const figure = figures[region]!;
      const of = classOf(head.classes, tiesOfRegion(figure));
      count(of >= 0 ? of : figure.places > 0 ? -1 : -2);
    }
  } else {
    countryTies(atlas, shown).forEach((ties, country) => country > 0 && ties > 0 && count(classOf(head.classes, ties)));
  }
  const noun = (many: number) => say(head.coloursRegions ? 'regions-count' : 'countries-count', { count: many });
  const entries = head.classes.map(
    ([low, high], at) =>
      ({
        sign: { fill: rampColour(theme, at, head.classes.length) },
        text: `${low === high ? number(low) : `${number(low)}–${number(high)}`} (${noun(counts.get(at) ?? 0)})`,
      }) as Entry,
  );
  for (const [at, hatch, word] of [
    [-1, 0, 'no-tie'],
    [-2, 1, 'no-place'],
  ] as const) {
    const many = counts.get(at) ?? 0;
    if (many > 0) entries.push({ sign: { fill: theme.hatches[hatch] }, text: `${say(word)} (${noun(many)})` });
  }
  return { heading: say(head.coloursRegions ? 'ties-per-region' : 'ties-per-country'), entries };
}

/** The legends of a picture, in order. */
export function legends(picture: Picture): Legend[] {
  const { atlas, shown, theme, view, degree, without } = picture;
  const all: Legend[] = [];
  if (view === 'map' && without) {
    const sign = { fill: theme.hatches[0] };
    all.push({
      heading: say('without-short'),
      entries: [{ sign, text: say('regions-count', { count: without.size }) }],
    });
  } else if (view === 'map') {
    all.push(classes(atlas, shown, theme));
  } else {
    const colours = [...countryColours(picture)];
    const entries = colours.map(([country, colour]) => ({
      sign: { dot: colour },
      text: atlas.countries.names[country] || '–',
    }));
    all.push({
      heading: say('countries'),
      entries: [...entries, { sign: { dot: theme.faint }, text: say('other-countries') }],
    });
  }
  const kinds = [...new Set([...shown.ties].map((tie) => leadingKind(atlas, shown, tie)))].sort((x, y) => x - y);
  if (kinds.length > 0) {
    const entries = kinds.map((kind) => ({
      sign: { line: theme.categories[kind]! },
      text: atlas.head.kinds[kind]![1],
    }));
    all.push({ heading: say('ties'), entries });
  }
  const notes = notDrawn(picture, degree);
  all.push({ heading: say('dots'), entries: [{ sign: { dot: theme.ink }, text: say('dots-meaning') }] });
  if (notes.length > 0) {
    all.push({ heading: say('not-drawn'), entries: notes.map((text) => ({ sign: { line: 'transparent' }, text })) });
  }
  return all;
}

/** Notes that say what isn't drawn, with numbers. */
function notDrawn({ atlas, shown, view }: Picture, degree: number): string[] {
  const points = pointsOf({ atlas, view });
  const isNowhere = (place: number) => Number.isNaN(points[2 * place]!);
  let [places, few] = [0, 0];
  shown.degree.forEach((count, place) => {
    if (count > 0 && isNowhere(place)) places += 1;
    else if (count > 0 && count < degree) few += 1;
  });
  const ties = shown.ties.reduce(
    (sum, tie) => sum + Number(isNowhere(atlas.ties.a[tie]!) || isNowhere(atlas.ties.b[tie]!)),
    0,
  );
  const notes: string[] = [];
  if (places > 0) notes.push(say('without-position', { places, ties }));
  if (view === 'map' && shown.tied > MANY_DOTS) notes.push(say('nearer-more'));
  if (few > 0) notes.push(say('few-partners', { places: few, degree }));
  return notes;
}
