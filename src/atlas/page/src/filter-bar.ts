// The filters: kind, status, country or region, year, partners.

import type { Word } from './atlas';
import { h } from './dom';
import { years, type YearRow } from './figures';
import type { Page, Part } from './page';
import { START, type State } from './state';
import { number, say } from './words';

interface Choice extends Part {
  select: HTMLSelectElement;
}

/** A labelled list of choices; the first one means no filter. */
function choice(
  id: string,
  label: string,
  change: (value: string) => Partial<State>,
  value: (state: State) => string,
): Choice {
  let go: Page['go'] | undefined;
  const select = h('select', { id, change: () => go?.(change(select.value)) });
  const element = h('div', { class: 'field' }, h('label', { for: id }, label), select);
  return {
    element,
    select,
    render: (page) => {
      go = page.go;
      const wanted = value(page.state);
      // A value from a link is shown even if it isn't among the choices.
      if (![...select.options].some((option) => option.value === wanted))
        select.append(h('option', { value: wanted }, wanted));
      select.value = wanted;
    },
  };
}

const options = (words: Word[]) => words.map(([name, text]) => h('option', { value: name }, text));

/** A group of all countries, then a group with the regions of each country that the page is about. */
function areas(page: Page): HTMLElement[] {
  const { atlas } = page;
  const { countries, regions, head } = { ...atlas, head: atlas.head };
  const order = (x: string, y: string) => x.localeCompare(y, head.language);
  const ofCountries = [...countries.codes.keys()]
    .slice(1)
    .sort((x, y) => order(countries.names[x]!, countries.names[y]!));
  const group = h('optgroup', { label: say('countries') });
  group.append(...ofCountries.map((at) => h('option', { value: countries.codes[at]! }, countries.names[at]!)));
  const about = ofCountries.filter((at) => head.sides.includes(countries.codes[at]!));
  const below = about.map((at) => {
    const own = [...regions.codes.keys()].filter((region) => region > 0 && regions.country[region] === at);
    own.sort((x, y) => order(regions.names[x]!, regions.names[y]!));
    const list = h('optgroup', { label: say('regions-of', { name: countries.names[at]! }) });
    list.append(...own.map((region) => h('option', { value: regions.codes[region]! }, regions.names[region]!)));
    return list;
  });
  return [group, ...below];
}

/** The slider of years, with the number of partnerships in force in each year. */
function yearSlider(): Part {
  let page: Page | undefined;
  let rows: YearRow[] = [];
  let counted = '';
  const range = h('input', { type: 'range', id: 'year', step: '1' });
  const label = h('label', { for: 'year' }, say('year'));
  const shown = h('output', { for: 'year' });
  const bars = h('div', { class: 'bars', 'aria-hidden': 'true' });
  const ends = h('div', { class: 'ends', 'aria-hidden': 'true' });
  const all = h(
    'button',
    { type: 'button', class: 'quiet', click: () => page?.go({ asOf: undefined }) },
    say('any-year'),
  );
  const undated = h('input', { type: 'checkbox', id: 'undated' });
  const withUndated = h('label', { class: 'check' }, undated, ' ', say('with-undated'));
  const note = h('p', { class: 'note' });
  const element = h(
    'fieldset',
    { class: 'years' },
    h('legend', {}, say('time')),
    h('div', { class: 'line' }, label, shown),
    bars,
    range,
    ends,
    all,
    withUndated,
    note,
  );
  range.addEventListener('input', () => page?.go({ asOf: range.value.padStart(4, '0') }, true));
  range.addEventListener('change', () => page?.go({ asOf: range.value.padStart(4, '0') }));
  undated.addEventListener('change', () => page?.go({ withUndated: undated.checked }));
  return {
    element,
    render: (now) => {
      page = now;
      const { state, atlas, shown: ties } = now;
      const key = JSON.stringify([state.kinds, state.areas, state.to, state.withUndated]);
      if (key !== counted) {
        rows = years(atlas, state);
        counted = key;
        const most = Math.max(...rows.map(({ inForce }) => inForce), 1);
        const heights = rows.map(({ inForce }) => {
          const bar = h('span');
          bar.style.height = `${Math.max((inForce / most) * 100, inForce > 0 ? 4 : 0)}%`;
          return bar;
        });
        bars.replaceChildren(...heights);
      }
      const isDated = rows.length > 1;
      for (const part of [range, bars, ends, label, shown]) part.hidden = !isDated;
      all.hidden = state.asOf === undefined;
      if (isDated) {
        [range.min, range.max] = [String(rows[0]!.year), String(rows.at(-1)!.year)];
        range.value = state.asOf?.slice(0, 4) ?? range.max;
        ends.replaceChildren(h('span', {}, range.min), h('span', {}, range.max));
        const year = state.asOf ?? say('any-year-short');
        shown.textContent = year;
        range.setAttribute('aria-valuetext', `${year}: ${say('ties-count', { ties: ties.ties.length })}`);
        rows.forEach((row, at) =>
          bars.children[at]?.classList.toggle('now', String(row.year) === state.asOf?.slice(0, 4)),
        );
      }
      undated.checked = state.withUndated;
      note.textContent = isDated
        ? say('undated-count', { undated: ties.undated, partnerships: ties.partnerships })
        : say('no-dates');
    },
  };
}

export function filterBar(): Part {
  const first = (words: string[]) => words[0] ?? '';
  const list = (value: string) => (value === '' ? [] : [value]);
  const kind = choice(
    'kind',
    say('kind'),
    (value) => ({ kinds: list(value) }),
    (state) => state.kinds.join(','),
  );
  const status = choice(
    'status',
    say('status'),
    (value) => ({ statuses: list(value) }),
    (state) => state.statuses.join(','),
  );
  const area = choice(
    'in',
    say('area'),
    (value) => ({ areas: list(value) }),
    (state) => (state.areas.length > 1 ? state.areas.join(',') : first(state.areas)),
  );
  const to = choice(
    'to',
    say('to'),
    (value) => ({ to: value || undefined }),
    (state) => state.to ?? '',
  );
  const without = choice(
    'without',
    say('without'),
    (value) => ({ without: value || undefined, selection: undefined }),
    (state) => state.without ?? '',
  );
  const time = yearSlider();
  let page: Page | undefined;
  const degree = h('input', {
    id: 'degree',
    type: 'number',
    min: '0',
    step: '1',
    change: () => page?.go({ degree: Math.max(0, Math.floor(Number(degree.value) || 0)) }),
  });
  const degreeField = h('div', { class: 'field' }, h('label', { for: 'degree' }, say('degree')), degree);
  const clear = h(
    'button',
    {
      type: 'button',
      click: () =>
        page?.go({
          ...START,
          view: page.state.view,
          theme: page.state.theme,
          selection: page.state.selection,
          isEmbedded: page.state.isEmbedded,
        }),
    },
    say('clear'),
  );
  const parts = [kind, area, to, status, time, without];
  const body = h(
    'div',
    { class: 'fields' },
    kind.element,
    area.element,
    to.element,
    status.element,
    time.element,
    degreeField,
    without.element,
    clear,
  );
  const isWide = matchMedia('(min-width: 60em)').matches;
  const details = h('details', { open: isWide }, h('summary', {}, h('h2', {}, say('filters'))), body);
  const element = h('section', { class: 'filters', 'aria-label': say('filters') }, details);
  let isFilled = false;
  return {
    element,
    render: (now) => {
      page = now;
      const { head } = now.atlas;
      if (!isFilled) {
        isFilled = true;
        kind.select.append(h('option', { value: '' }, say('any')), ...options(head.kinds));
        status.select.append(h('option', { value: '' }, say('in-force')), ...options(head.statuses));
        area.select.append(h('option', { value: '' }, say('any')), ...areas(now));
        to.select.append(h('option', { value: '' }, say('any')), ...areas(now));
        without.select.append(h('option', { value: '' }, '–'), ...areas(now));
        without.element.hidden = !head.coloursRegions;
      }
      parts.forEach((part) => part.render(now));
      degree.value = String(now.state.degree);
    },
  };
}

export const countsLine = ({ shown }: Page) =>
  say('counts', {
    ties: number(shown.ties.length),
    places: number(shown.tied),
    partnerships: number(shown.partnerships),
  });
