// The parts of panels: names that are links, figures, and lists that unfold.

import { h, isolated, linked } from './dom';
import { nameOf, regionsIn, unconnected, type PartnerRow, type Unconnected } from './figures';
import { pick, selectionOf, type Page } from './page';
import type { Selection } from './state';
import { inWords, termsOf } from './terms';
import { number, say } from './words';

/** A list shows at most this many partners; the table has all of them. */
const MOST = 300;

const button = (page: Page, selection: Selection, text: string) =>
  h('button', { type: 'button', class: 'link', click: () => page.go(pick(selection)) }, isolated(text));

export const region = (page: Page, at: number) =>
  button(page, { level: 'region', key: page.atlas.regions.codes[at]! }, page.atlas.regions.names[at]!);

export const country = (page: Page, at: number) =>
  button(page, { level: 'country', key: page.atlas.countries.codes[at]! }, page.atlas.countries.names[at]!);

export const place = (page: Page, at: number) =>
  button(page, selectionOf(page.atlas, at), page.atlas.places.names[at]!);

export function figures(pairs: [string, string | number | undefined][]): HTMLElement {
  const known = pairs.filter(([, value]) => value !== undefined);
  return h(
    'dl',
    { class: 'figures' },
    ...known.flatMap(([name, value]) => [
      h('dt', {}, name),
      h('dd', {}, typeof value === 'number' ? number(value) : value!),
    ]),
  );
}

/** A list that unfolds, with the number of its items. */
export function fold(name: string, count: number, isOpen: boolean, ...content: (Node | string)[]): HTMLElement {
  return h('details', { open: isOpen && count > 0 }, h('summary', {}, `${name} (${number(count)})`), ...content);
}

/** Partners with kind, status, dates, distance and source. */
export function partnerList(page: Page, rows: PartnerRow[], isMany: boolean): HTMLElement {
  const { atlas, shown } = page;
  const items = rows.slice(0, MOST).map(({ tie, near, far }) => {
    const { kinds, statuses, since, until, km, sources, notes, documents } = termsOf(atlas, shown, tie);
    const code = atlas.countries.codes[atlas.places.country[far]!]!;
    const about = [
      inWords(atlas.head.kinds, kinds),
      statuses.length === 1 && statuses[0] === 'active' ? '' : inWords(atlas.head.statuses, statuses),
      since && say('since', { date: since }),
      until && say('until', { date: until }),
      Number.isNaN(km) ? '' : say('km', { km: number(km / 10) }),
      isMany ? say('through', { name: atlas.places.names[near]! }) : '',
    ];
    const cuts = page.fragile().bridges.get(tie) ?? 0;
    const lines = [
      h('span', { class: 'about' }, about.filter(Boolean).join(' · ')),
      cuts > 1 ? h('span', { class: 'about' }, say('bridge', { cuts })) : undefined,
      ...[...documents, ...notes].map((text) => h('span', { class: 'about' }, linked(text))),
      sources.length > 0 ? h('span', { class: 'about' }, `${say('source')}: `, ...sources.map(linked)) : undefined,
    ];
    return h('li', {}, place(page, far), code ? ` ${code}` : '', ...lines);
  });
  const rest = rows.length > MOST ? h('p', { class: 'note' }, say('more-in-table', { left: rows.length - MOST })) : '';
  return h('div', {}, h('ul', { class: 'partners' }, ...items), rest);
}

/** A list of regions without ties, with the reason for each. */
export function unconnectedList(page: Page, found: Unconnected[]): HTMLElement {
  const { head } = page.atlas;
  const items = found.map(({ region: at, reason }) =>
    h('li', {}, region(page, at), h('span', { class: 'about' }, head.reasons[reason]![1])),
  );
  return h('div', {}, h('ul', {}, ...items), h('p', { class: 'note' }, head.basis));
}

/**
 * For each country that the page is about, except the country of `own`: its regions without a tie to the places `own`.
 */
export function gaps(page: Page, own: Set<number>): HTMLElement[] {
  const { atlas, state, shown } = page;
  const home = new Set([...own].map((at) => atlas.countries.codes[atlas.places.country[at]!]!));
  const sides = atlas.head.sides.filter((code) => regionsIn(atlas, code).length > 1 && !home.has(code));
  return sides.map((code) => {
    const found = unconnected(atlas, state, shown, [code], (at) => own.has(at));
    const name = say('gaps', {
      name: nameOf(atlas, { level: code.includes('-') ? 'region' : 'country', key: code }),
      all: regionsIn(atlas, code).length,
    });
    return fold(name, found.length, false, unconnectedList(page, found));
  });
}

/** Places of an area without a tie. */
export function untied(page: Page, own: Set<number>): HTMLElement {
  const alone = [...own].filter((at) => page.shown.degree[at] === 0);
  return fold(say('untied'), alone.length, false, h('ul', {}, ...alone.map((at) => h('li', {}, place(page, at)))));
}
