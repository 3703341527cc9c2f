// The panel about the selection: figures, partners, missing ties.

import { CITY_AND_REGION, type Atlas } from './atlas';
import { h, isolated } from './dom';
import { inArea, nameOf, numberOf, partners, placesOf, regionFigures, regionsIn, unconnected } from './figures';
import { pick, type Page } from './page';
import { chain, common } from './paths';
import { searchBox, type SearchBox } from './search-box';
import { say } from './words';
import { region, country, place, figures, fold, partnerList, unconnectedList, gaps, untied } from './panel-parts';

/** The chain of ties to another place, and the partners that both places share. */
function compared(page: Page, from: number, to: number): HTMLElement {
  const { atlas, shown, go } = page;
  const way = chain(atlas, shown, from, to);
  const steps = way?.places.map((at) => h('li', {}, place(page, at)));
  const both = common(atlas, shown, from, to);
  return h(
    'div',
    { class: 'compared' },
    h('h3', {}, say('way-to', { name: atlas.places.names[to]! })),
    way ? h('p', {}, say('way-length', { ties: way.ties.length })) : h('p', {}, say('no-way')),
    steps ? h('ol', {}, ...steps) : undefined,
    fold(say('shared'), both.length, true, h('ul', {}, ...both.map((at) => h('li', {}, place(page, at))))),
    h('button', { type: 'button', click: () => go({ other: undefined }) }, say('way-end')),
  );
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
    h(
      'p',
      { class: 'where' },
      ...[
        kind,
        whole > 0 && place(page, whole - 1),
        inRegion > 0 && region(page, inRegion),
        inCountry > 0 && country(page, inCountry),
      ]
        .filter((part): part is string | HTMLButtonElement => Boolean(part))
        .flatMap((part, number) => (number > 0 ? [', ', part] : [part])),
    ),
    figures([
      [say('partners'), new Set(rows.map(({ far }) => far)).size],
      [say('ties'), rows.length],
      [say('partner-countries'), new Set(rows.map(({ far }) => places.country[far])).size],
      [say('inhabitants'), places.population[at]! > 0 ? places.population[at]! - 1 : undefined],
      [say('cut-place'), cuts],
    ]),
    other >= 0 ? compared(page, at, other) : box.element,
    fold(
      say('partners'),
      rows.length,
      true,
      partnerList(page, rows, own.size > 1 && places.level[at] !== CITY_AND_REGION),
    ),
    ...gaps(page, own),
    others.length > 0
      ? fold(
          say('other-names'),
          others.length,
          false,
          h('p', {}, ...others.flatMap((name) => [isolated(name), ' · ']).slice(0, -1)),
        )
      : undefined,
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
    told && (told.official || told.office)
      ? h('p', {}, `${say('curator')}: `, isolated([told.official, told.office].filter(Boolean).join(', ')))
      : undefined,
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
  const regions = regionsIn(atlas, code).sort(
    (x, y) => all[y]!.internal + all[y]!.external - all[x]!.internal - all[x]!.external || x - y,
  );
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
    fold(
      say('regions-with'),
      tied.length,
      true,
      h(
        'ul',
        {},
        ...tied.map((number) =>
          h(
            'li',
            {},
            region(page, number),
            h('span', { class: 'about' }, say('ties-count', { ties: all[number]!.internal + all[number]!.external })),
          ),
        ),
      ),
    ),
    fold(say('regions-without'), without.length, false, unconnectedList(page, without)),
    fold(
      say('partner-countries'),
      partnerCountries.length,
      false,
      h(
        'ul',
        {},
        ...partnerCountries.map(([number, ties]) =>
          h('li', {}, country(page, number), h('span', { class: 'about' }, say('ties-count', { ties }))),
        ),
      ),
    ),
    untied(page, own),
    ...gaps(page, own),
  ];
}

/** The panel without a selection: for each side of the page, the regions without a tie to the others. */
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
    const to =
      state.without !== undefined
        ? named(state.without)
        : sides
            .filter((other) => other !== code)
            .map(named)
            .join(', ');
    const name =
      to === ''
        ? say('gaps-any', { name: named(code), all: regionsIn(atlas, code).length })
        : say('gaps-to', { name: named(code), to, all: regionsIn(atlas, code).length });
    return fold(name, found.length, state.without !== undefined, unconnectedList(page, found));
  });
  const most = [...shown.degree.keys()]
    .filter((at) => shown.degree[at]! > 0)
    .sort((x, y) => shown.degree[y]! - shown.degree[x]! || x - y);
  return [
    h('p', {}, say('how-to')),
    ...lists,
    fold(
      say('most-partners'),
      Math.min(most.length, 20),
      state.without === undefined,
      h(
        'ol',
        {},
        ...most
          .slice(0, 20)
          .map((at) =>
            h(
              'li',
              {},
              place(page, at),
              h('span', { class: 'about' }, say('partners-count', { partners: shown.degree[at]! })),
            ),
          ),
      ),
    ),
  ];
}

/** The regions that have no tie to the area `state.without`; undefined if the state has none. */
export function withoutTie({ atlas, state, shown }: Page): Set<number> | undefined {
  if (state.without === undefined) return undefined;
  const sides = atlas.head.sides.filter((code) => code !== state.without);
  return new Set(unconnected(atlas, state, shown, sides, inArea(atlas, state.without)).map(({ region: at }) => at));
}

export function panel() {
  const heading = h('h2', { id: 'panel', tabindex: -1 });
  const close = h('button', { type: 'button', class: 'close', 'aria-label': say('close') }, '×');
  const body = h('div');
  const element = h(
    'aside',
    { class: 'panel', 'aria-labelledby': 'panel' },
    h('div', { class: 'line' }, heading, close),
    body,
  );
  let page: Page | undefined;
  const box = searchBox('other', say('way-search'), ({ key }) => page?.go({ other: key }), ['place']);
  close.addEventListener('click', () => page?.go(pick(undefined)));
  return {
    element,
    /** Moves the focus to the panel, after something was selected. */
    focus: () => heading.focus(),
    render: (now: Page) => {
      page = now;
      box.index = now.index;
      const { atlas, state } = now;
      const at = state.selection ? numberOf(atlas, state.selection) : -1;
      close.hidden = !state.selection;
      const of = {
        place: () => ofPlace(now, at, box),
        region: () => ofRegion(now, at),
        country: () => ofCountry(now, at),
      };
      const content = state.selection && at >= 0 ? of[state.selection.level]() : overview(now);
      heading.replaceChildren(
        state.selection ? isolated(nameOf(atlas, state.selection)) : say(state.without ? 'without-short' : 'overview'),
      );
      const unknown =
        state.selection && at < 0
          ? h('p', { class: 'note' }, say('not-here', { key: state.selection.key }))
          : undefined;
      body.replaceChildren(...[unknown, ...content].filter((node): node is Node => node !== undefined));
    },
  };
}

export const placeOf = (atlas: Atlas, id: string | undefined) => (id === undefined ? -1 : atlas.places.ids.indexOf(id));
