// The panel of what is picked out: figures, partners, gaps.

import { CITY_AND_REGION, type Atlas } from './data';
import { h, isolated, linked } from './dom';
import {
  inArea, nameOf, numberOf, partners, placesOf, regionFigures, regionsIn, unconnected,
  type PartnerRow, type Unconnected,
} from './figures';
import { pick, selectionOf, type Page } from './page';
import { chain, common } from './paths';
import { searchBox, type SearchBox } from './search-box';
import type { Selection } from './state';
import { inWords, termsOf } from './terms';
import { number, say } from './words';

/** So many partners are listed at once; the table has all. */
const MOST = 300;

const button = (page: Page, selection: Selection, text: string) =>
  h('button', { type: 'button', class: 'link', click: () => page.go(pick(selection)) }, isolated(text));

const region = (page: Page, at: number) =>
  button(page, { level: 'region', key: page.atlas.regions.codes[at]! }, page.atlas.regions.names[at]!);

const country = (page: Page, at: number) =>
  button(page, { level: 'country', key: page.atlas.countries.codes[at]! }, page.atlas.countries.names[at]!);

const place = (page: Page, at: number) => button(page, selectionOf(page.atlas, at), page.atlas.places.names[at]!);

function figures(pairs: [string, string | number | undefined][]): HTMLElement {
  const known = pairs.filter(([, value]) => value !== undefined);
  return h('dl', { class: 'figures' }, ...known.flatMap(([name, value]) => [
    h('dt', {}, name), h('dd', {}, typeof value === 'number' ? number(value) : value!),
  ]));
}

/** A list that opens, with how many it holds. */
function fold(name: string, count: number, isOpen: boolean, ...content: (Node | string)[]): HTMLElement {
  return h('details', { open: isOpen && count > 0 }, h('summary', {}, `${name} (${number(count)})`), ...content);
}

/** Partners with kind, status, dates, distance and source. */
function partnerList(page: Page, rows: PartnerRow[], isMany: boolean): HTMLElement {
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

/** Regions without a tie, each with the reason. */
export function unconnectedList(page: Page, found: Unconnected[]): HTMLElement {
  const { head } = page.atlas;
  const items = found.map(({ region: at, reason }) =>
    h('li', {}, region(page, at), h('span', { class: 'about' }, head.reasons[reason]![1])));
  return h('div', {}, h('ul', {}, ...items), h('p', { class: 'note' }, head.basis));
}

/** The regions of the countries that the page is about, other than its own, without a tie to some places. */
function gaps(page: Page, own: Set<number>): HTMLElement[] {
  const { atlas, state, shown } = page;
  const home = new Set([...own].map((at) => atlas.countries.codes[atlas.places.country[at]!]!));
  const sides = atlas.head.sides.filter((code) => regionsIn(atlas, code).length > 1 && !home.has(code));
  return sides.map((code) => {
    const found = unconnected(atlas, state, shown, [code], (at) => own.has(at));
    const name = say('gaps', { name: nameOf(atlas, { level: code.includes('-') ? 'region' : 'country', key: code }), all: regionsIn(atlas, code).length });
    return fold(name, found.length, false, unconnectedList(page, found));
  });
}

/** Places of an area without a tie. */
function untied(page: Page, own: Set<number>): HTMLElement {
  const alone = [...own].filter((at) => page.shown.degree[at] === 0);
  return fold(say('untied'), alone.length, false, h('ul', {}, ...alone.map((at) => h('li', {}, place(page, at)))));
}

/** The way to another place, and the partners that both share. */
function compared(page: Page, from: number, to: number): HTMLElement {
  const { atlas, shown, go } = page;
  const way = chain(atlas, shown, from, to);
  const steps = way?.places.map((at) => h('li', {}, place(page, at)));
  const both = common(atlas, shown, from, to);
  return h('div', { class: 'compared' },
    h('h3', {}, say('way-to', { name: atlas.places.names[to]! })),
    way ? h('p', {}, say('way-length', { ties: way.ties.length })) : h('p', {}, say('no-way')),
    steps ? h('ol', {}, ...steps) : undefined,
    fold(say('shared'), both.length, true, h('ul', {}, ...both.map((at) => h('li', {}, place(page, at))))),
    h('button', { type: 'button', click: () => go({ other: undefined }) }, say('way-end')));
}

function ofPlace(page: Page, at: number, box: SearchBox): (Node | undefined)[] {
  const { atlas, state, shown } = page;
  const { places } = atlas;
  const own = placesOf(atlas, state.selection!);
  const rows = partners(atlas, shown, own);
  const kind = places.kinds[places.kind[at]!]!;
  const [inRegion, inCountry, whole] = [places.region[at]!, places.country[at]!, places.partOf[at]!];
  const cuts = page.fragile().cutPlaces.get(at);
  const other = state.other === undefined ? -1 : atlas.places.ids.indexOf(state.other);
  const others = places.others[at]!.split('\u001f').filter(Boolean);
  return [
    h('p', { class: 'where' }, ...[
      kind,
      whole > 0 && place(page, whole - 1),
      inRegion > 0 && region(page, inRegion),
      inCountry > 0 && country(page, inCountry),
    ].filter((part): part is string | HTMLButtonElement => Boolean(part)).flatMap((part, number) => (number > 0 ? [', ', part] : [part]))),
    figures([
      [say('partners'), new Set(rows.map(({ far }) => far)).size],
      [say('ties'), rows.length],
      [say('partner-countries'), new Set(rows.map(({ far }) => places.country[far])).size],
      [say('inhabitants'), places.population[at]! > 0 ? places.population[at]! - 1 : undefined],
      [say('cut-place'), cuts],
    ]),
    other >= 0 ? compared(page, at, other) : box.element,
    fold(say('partners'), rows.length, true, partnerList(page, rows, own.size > 1 && places.level[at] !== CITY_AND_REGION)),
    ...gaps(page, own),
    others.length > 0 ? fold(say('other-names'), others.length, false, h('p', {}, ...others.flatMap((name) => [isolated(name), ' · ']).slice(0, -1))) : undefined,
  ];
}

function ofRegion(page: Page, at: number): (Node | undefined)[] {
  const { atlas, state, shown } = page;
  const own = placesOf(atlas, state.selection!);
  const figure = regionFigures(atlas, shown)[at]!;
  const told = atlas.ledger.get(at);
  const rows = partners(atlas, shown, own);
  return [
    h('p', { class: 'where' }, `${atlas.regions.codes[at]}, `, country(page, atlas.regions.country[at]!)),
    figures([
      [say('ties'), figure.internal + figure.external],
      [say('places'), figure.places],
      [say('tied-places'), figure.tied],
      [say('partner-regions'), figure.partnerRegions],
      [say('partner-countries'), figure.partnerCountries],
      [say('agreements'), told?.agreements || undefined],
      [say('contacts'), told?.contacts || undefined],
    ]),
    told && (told.official || told.office) ? h('p', {}, `${say('curator')}: `, isolated([told.official, told.office].filter(Boolean).join(', '))) : undefined,
    fold(say('partners'), rows.length, rows.length <= 60, partnerList(page, rows, true)),
    untied(page, own),
    ...gaps(page, own),
  ];
}

function ofCountry(page: Page, at: number): (Node | undefined)[] {
  const { atlas, state, shown } = page;
  const code = atlas.countries.codes[at]!;
  const own = placesOf(atlas, state.selection!);
  const rows = partners(atlas, shown, own);
  const all = regionFigures(atlas, shown);
  const regions = regionsIn(atlas, code).sort((x, y) => all[y]!.internal + all[y]!.external - all[x]!.internal - all[x]!.external || x - y);
  const tied = regions.filter((number) => all[number]!.tied > 0);
  const without = unconnected(atlas, state, shown, [code]);
  const far = new Map<number, number>();
  for (const { far: end } of rows) {
    const other = atlas.places.country[end]!;
    if (other !== at) far.set(other, (far.get(other) ?? 0) + 1);
  }
  const partnerCountries = [...far].sort((x, y) => y[1] - x[1] || x[0] - y[0]);
  return [
    h('p', { class: 'where' }, code),
    figures([
      [say('ties'), rows.length],
      [say('places'), own.size],
      [say('tied-places'), [...own].filter((number) => shown.degree[number]! > 0).length],
      [say('partner-countries'), far.size],
      [say('regions'), regions.length],
      [say('regions-without'), without.length],
    ]),
    fold(say('regions-with'), tied.length, true, h('ul', {}, ...tied.map((number) =>
      h('li', {}, region(page, number), h('span', { class: 'about' }, say('ties-count', { ties: all[number]!.internal + all[number]!.external })))))),
    fold(say('regions-without'), without.length, false, unconnectedList(page, without)),
    fold(say('partner-countries'), partnerCountries.length, false, h('ul', {}, ...partnerCountries.map(([number, ties]) =>
      h('li', {}, country(page, number), h('span', { class: 'about' }, say('ties-count', { ties })))))),
    untied(page, own),
    ...gaps(page, own),
  ];
}

/** What there is when nothing is picked: the regions without a tie to the others that the page is about. */
function overview(page: Page): (Node | undefined)[] {
  const { atlas, state, shown } = page;
  const { head } = atlas;
  const sides = head.sides.filter((code) => regionsIn(atlas, code).length > 0);
  const against = (code: string) => {
    const others = sides.filter((other) => other !== code);
    if (state.without !== undefined) return inArea(atlas, state.without);
    const inOthers = others.map((other) => inArea(atlas, other));
    return others.length > 0 ? (at: number) => inOthers.some((has) => has(at)) : undefined;
  };
  const named = (code: string) => nameOf(atlas, { level: code.includes('-') ? 'region' : 'country', key: code });
  const asked = sides.filter((code) => code !== state.without);
  const lists = asked.map((code) => {
    const found = unconnected(atlas, state, shown, [code], against(code));
    const to = state.without !== undefined ? named(state.without) : sides.filter((other) => other !== code).map(named).join(', ');
    const name = to === '' ? say('gaps-any', { name: named(code), all: regionsIn(atlas, code).length }) : say('gaps-to', { name: named(code), to, all: regionsIn(atlas, code).length });
    return fold(name, found.length, state.without !== undefined, unconnectedList(page, found));
  });
  const most = [...shown.degree.keys()].filter((at) => shown.degree[at]! > 0).sort((x, y) => shown.degree[y]! - shown.degree[x]! || x - y);
  return [
    h('p', {}, say('how-to')),
    ...lists,
    fold(say('most-partners'), Math.min(most.length, 20), state.without === undefined, h('ol', {}, ...most.slice(0, 20).map((at) =>
      h('li', {}, place(page, at), h('span', { class: 'about' }, say('partners-count', { partners: shown.degree[at]! })))))),
  ];
}

/** The regions without a tie that are asked for. */
export function withoutTie({ atlas, state, shown }: Page): Set<number> | undefined {
  if (state.without === undefined) return undefined;
  const sides = atlas.head.sides.filter((code) => code !== state.without);
  return new Set(unconnected(atlas, state, shown, sides, inArea(atlas, state.without)).map(({ region: at }) => at));
}

export function panel() {
  const heading = h('h2', { id: 'panel', tabindex: -1 });
  const close = h('button', { type: 'button', class: 'close', 'aria-label': say('close') }, '×');
  const body = h('div');
  const element = h('aside', { class: 'panel', 'aria-labelledby': 'panel' }, h('div', { class: 'line' }, heading, close), body);
  let page: Page | undefined;
  const box = searchBox('other', say('way-search'), ({ key }) => page?.go({ other: key }), ['place']);
  close.addEventListener('click', () => page?.go(pick(undefined)));
  return {
    element,
    /** For who has just picked something. */
    focus: () => heading.focus(),
    render: (now: Page) => {
      page = now;
      box.index = now.index;
      const { atlas, state } = now;
      const at = state.selection ? numberOf(atlas, state.selection) : -1;
      close.hidden = !state.selection;
      const of = { place: () => ofPlace(now, at, box), region: () => ofRegion(now, at), country: () => ofCountry(now, at) };
      const content = state.selection && at >= 0 ? of[state.selection.level]() : overview(now);
      heading.replaceChildren(state.selection ? isolated(nameOf(atlas, state.selection)) : say(state.without ? 'without-short' : 'overview'));
      const unknown = state.selection && at < 0 ? h('p', { class: 'note' }, say('not-here', { key: state.selection.key })) : undefined;
      body.replaceChildren(...[unknown, ...content].filter((node): node is Node => node !== undefined));
    },
  };
}

export const placeOf = (atlas: Atlas, id: string | undefined) => (id === undefined ? -1 : atlas.places.ids.indexOf(id));
