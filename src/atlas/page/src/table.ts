// The visible ties as rows, with the columns of the program's `ties` and `partners`.

import type { Atlas } from './atlas';
import { h, isolated, linked } from './dom';
import { nameOf, type PartnerRow } from './figures';
import { pick, rowsOf, selectionOf, type Page, type Part } from './page';
import { inWords, termsOf, type Terms } from './terms';
import { number, say } from './words';

const STEP = 100;

export interface Column {
  /** The name of the column in the program. */
  name: string;
  isNumber?: boolean;
  value: (atlas: Atlas, row: PartnerRow, terms: Terms) => string | number;
}

const of =
  (end: 'near' | 'far', what: (atlas: Atlas, place: number) => string): Column['value'] =>
  (atlas, row) =>
    what(atlas, row[end]);
const id = ({ places }: Atlas, place: number) => places.ids[place]!;
const name = ({ places }: Atlas, place: number) => places.names[place]!;
const region = ({ places, regions }: Atlas, place: number) => regions.codes[places.region[place]!]!;
const country = ({ places, countries }: Atlas, place: number) => countries.codes[places.country[place]!]!;

/** The columns of `ties`, without positions. */
export const COLUMNS: Column[] = [
  { name: 'a', value: of('near', id) },
  { name: 'a_name', value: of('near', name) },
  { name: 'a_country', value: of('near', country) },
  { name: 'a_region', value: of('near', region) },
  { name: 'b', value: of('far', id) },
  { name: 'b_name', value: of('far', name) },
  { name: 'b_country', value: of('far', country) },
  { name: 'b_region', value: of('far', region) },
  { name: 'kind', value: (_, __, { kinds }) => kinds.join(' ') },
  { name: 'status', value: (_, __, { statuses }) => statuses.join(' ') },
  { name: 'since', value: (_, __, { since }) => since },
  { name: 'until', value: (_, __, { until }) => until },
  { name: 'distance_km', isNumber: true, value: (_, __, { km }) => (Number.isNaN(km) ? '' : (km / 10).toFixed(1)) },
  { name: 'source', value: (_, __, { sources }) => sources.join(' ') },
];

/** The columns that the page shows. Ids are left out, because the names are links. */
const SHOWN = COLUMNS.filter(({ name: column }) => column !== 'a' && column !== 'b');

/** Sorts rows by `column` or, descending, by `-column`: numbers by size, texts alphabetically, missing values last. */
export function sorted(atlas: Atlas, rows: PartnerRow[], shown: Page['shown'], sort: string | undefined): PartnerRow[] {
  const asked = sort?.replace(/^-/, '');
  const column = SHOWN.find((one) => one.name === asked);
  if (!column) return rows;
  const sign = sort!.startsWith('-') ? -1 : 1;
  const { compare } = new Intl.Collator(atlas.head.language);
  const keyed = rows.map((row) => ({ row, key: column.value(atlas, row, termsOf(atlas, shown, row.tie)) }));
  keyed.sort(({ key: x }, { key: y }) => {
    if (x === '' || y === '') return Number(x === '') - Number(y === '');
    return sign * (column.isNumber ? Number(x) - Number(y) : compare(String(x), String(y)));
  });
  return keyed.map(({ row }) => row);
}

export function tieTable(): Part {
  let page: Page | undefined;
  let rows: PartnerRow[] = [];
  let written = 0;
  const heading = h('h2', { id: 'ties' });
  const body = h('tbody');
  const heads = SHOWN.map((column) => {
    const button = h(
      'button',
      {
        type: 'button',
        click: () => {
          const isUp = page?.state.sort === column.name;
          page?.go({ sort: isUp ? `-${column.name}` : column.name });
        },
      },
      say(`column-${column.name.replace(/^[ab]_/, '')}`),
    );
    return h('th', { scope: 'col', class: column.isNumber && 'n' }, button);
  });
  const table = h('table', { 'aria-labelledby': 'ties' }, h('thead', {}, h('tr', {}, ...heads)), body);
  const more = h('button', { type: 'button', click: () => write(written + STEP) });
  const element = h(
    'section',
    { class: 'table', 'aria-labelledby': 'ties' },
    heading,
    h('div', { class: 'rows', tabindex: 0, role: 'group', 'aria-labelledby': 'ties' }, table),
    more,
  );

  const link = (place: number) => {
    const { atlas, go } = page!;
    return h(
      'button',
      { type: 'button', class: 'link', click: () => go(pick(selectionOf(atlas, place))) },
      isolated(name(atlas, place)),
    );
  };
  const cell = (column: Column, row: PartnerRow, terms: Terms) => {
    const { atlas } = page!;
    const { head, regions, places } = atlas;
    const own: Record<string, () => Node | string> = {
      a_name: () => link(row.near),
      b_name: () => link(row.far),
      a_region: () => regions.names[places.region[row.near]!]!,
      b_region: () => regions.names[places.region[row.far]!]!,
      kind: () => inWords(head.kinds, terms.kinds),
      status: () => inWords(head.statuses, terms.statuses),
      distance_km: () => (Number.isNaN(terms.km) ? '' : number(terms.km / 10, 1)),
      source: () =>
        terms.sources.reduce((all, text, at) => (all.append(...(at > 0 ? [' '] : []), linked(text)), all), h('span')),
    };
    return h('td', { class: column.isNumber && 'n' }, own[column.name]?.() ?? String(column.value(atlas, row, terms)));
  };
  const write = (to: number) => {
    const { atlas, shown } = page!;
    const next = rows.slice(written, to).map((row) => {
      const terms = termsOf(atlas, shown, row.tie);
      return h('tr', {}, ...SHOWN.map((column) => cell(column, row, terms)));
    });
    body.append(...next);
    written = Math.min(to, rows.length);
    more.hidden = written >= rows.length;
    more.textContent = say('more-rows', { rows: Math.min(STEP, rows.length - written), left: rows.length - written });
  };
  return {
    element,
    render: (now) => {
      page = now;
      const { atlas, state, shown } = now;
      rows = sorted(atlas, rowsOf(now), shown, state.sort);
      heading.replaceChildren(
        state.selection ? say('ties-of', { name: nameOf(atlas, state.selection) }) : say('ties'),
        ` (${number(rows.length)})`,
      );
      heads.forEach((head, at) => {
        const isSorted = state.sort?.replace(/^-/, '') === SHOWN[at]!.name;
        const order = isSorted ? (state.sort!.startsWith('-') ? 'descending' : 'ascending') : 'none';
        head.setAttribute('aria-sort', order);
      });
      written = 0;
      body.replaceChildren();
      write(STEP);
    },
  };
}
