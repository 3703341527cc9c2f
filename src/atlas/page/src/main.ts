// The page: reads its data, and shows the state in its address and each state that the user selects.

import { Columns } from './columns';
import type { Atlas } from './atlas';
import { readAtlas } from './data';
import { h } from './dom';
import { numberOf, placesOf } from './figures';
import { countsLine, filterBar } from './filter-bar';
import { fragile, type Fragile } from './fragile';
import { otherEnd, shown, type Shown } from './filters';
import { legends, type Legend } from './legend';
import { pick, selectionOf, type Page } from './page';
import { panel, placeOf, withoutTie } from './panel';
import { chain } from './paths';
import { tiesOfAll, type Marked, type Picture } from './picture';
import { csv, offer, png, svg, type Captions } from './save';
import { Index } from './search';
import { searchBox } from './search-box';
import { measured, stage } from './stage';
import { format, parse, type State } from './state';
import { tieTable } from './table';
import { inWords } from './terms';
import { say, speak } from './words';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** The selection, in the form that the picture marks. */
function markedOf(atlas: Atlas, state: State, now: Shown): Marked {
  const { selection } = state;
  if (!selection || numberOf(atlas, selection) < 0) return { places: new Set(), ties: [], region: 0, country: 0 };
  const at = numberOf(atlas, selection);
  const places = placesOf(atlas, selection);
  const other = placeOf(atlas, state.other);
  const way = other >= 0 && selection.level === 'place' ? chain(atlas, now, at, other) : undefined;
  return {
    places: way ? new Set(way.places) : places,
    ties: way ? way.ties : tiesOfAll(now, places),
    region: selection.level === 'region' ? at : 0,
    country: selection.level === 'country' ? at : 0,
  };
}

/** A description of the filters. */
function filtersInWords(atlas: Atlas, state: State): string {
  const { head } = atlas;
  const parts = [
    state.kinds.length > 0 && `${say('kind')}: ${inWords(head.kinds, state.kinds)}`,
    state.statuses.length > 0 && `${say('status')}: ${inWords(head.statuses, state.statuses)}`,
    state.areas.length > 0 && `${say('area')}: ${state.areas.join(', ')}`,
    state.to !== undefined && `${say('to')}: ${state.to}`,
    state.asOf !== undefined && `${say('year')}: ${state.asOf}`,
    !state.withUndated && say('without-undated'),
    state.degree > 0 && `${say('degree')}: ${state.degree}`,
  ];
  return parts.filter(Boolean).join(' · ');
}

function start(atlas: Atlas, root: HTMLElement): void {
  const { head } = atlas;
  speak(head);
  const index = new Index(atlas, shown(atlas, parse('')).degree);
  const measure = measured(document.createElement('canvas').getContext('2d')!);
  const here = () => (location.hash.length > 1 ? location.hash.slice(1) : head.state);
  let state = parse(here());
  let [now, filtered] = [shown(atlas, state), ''];
  let cuts: Fragile | undefined;
  let picture: Picture | undefined;
  let signs: Legend[] = [];

  const go: Page['go'] = (change, replaces = false) => {
    const before = state;
    state = { ...state, ...change };
    const link = `#${format(state)}`;
    if (link !== `#${format(before)}` || link !== location.hash) {
      try {
        history[replaces ? 'replaceState' : 'pushState'](null, '', link);
      } catch {
        // Some frames forbid changes of the address; the page works without them.
      }
    }
    // After a move by hand the picture is drawn already, and nothing else changes.
    if (replaces && Object.keys(change).join() === 'at') {
      whole.href = wholeLink();
      return;
    }
    show();
    if (change.selection !== undefined && change.selection?.key !== before.selection?.key) side.focus();
  };

  const tabs = (['map', 'network'] as const).map((view) =>
    h('button', { type: 'button', 'data-view': view, click: () => go({ view, at: undefined }) }, say(view)),
  );
  const search = searchBox('search', say('search'), (selection) => go({ ...pick(selection) }));
  search.index = index;
  const filters = filterBar();
  const side = panel();
  const table = tieTable();
  const counts = h('p', { class: 'counts', role: 'status', 'aria-live': 'polite' });
  const legend = h('div', { class: 'legend' });
  const canvas = stage({
    picked: (selection) => go(pick(selection)),
    moved: (at) => go({ at }, true),
    selectionOf: (place) => selectionOf(atlas, place),
  });
  const file = (ending: string) =>
    `${(
      head.title
        .normalize('NFKD')
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-|-$/g, '') || 'atlas'
    ).slice(0, 60)}.${ending}`;
  const captions = (): Captions => ({
    title: head.title,
    subtitle: [countsLine(page()), filtersInWords(atlas, state)].filter(Boolean).join(' · '),
    source: [head.source, head.madeWith],
  });
  const saves = {
    CSV: () => offer(file('csv'), new Blob([csv(page())], { type: 'text/csv' })),
    SVG: () =>
      offer(
        file('svg'),
        new Blob([svg(canvas.camera(), canvas.first(), picture!, signs, captions())], { type: 'image/svg+xml' }),
      ),
    PNG: async () => {
      const image = await png(canvas.camera(), canvas.first(), picture!, signs, captions());
      if (image) offer(file('png'), image);
    },
  };
  const said = h('span', { role: 'status', class: 'note' });
  const copy = h(
    'button',
    {
      type: 'button',
      click: async () => {
        const link = location.href;
        try {
          await navigator.clipboard.writeText(link);
          said.textContent = say('link-copied');
        } catch {
          said.textContent = link;
        }
      },
    },
    say('copy-link'),
  );
  const colours = h('button', { type: 'button', click: () => go({ theme: isDark() ? 'light' : 'dark' }, true) });
  const actions = h(
    'div',
    { class: 'actions' },
    ...Object.entries(saves).map(([name, save]) =>
      h('button', { type: 'button', 'data-save': name, click: () => void save() }, say('save', { form: name })),
    ),
    copy,
    h('button', { type: 'button', click: () => print() }, say('print')),
    colours,
    said,
  );
  const zooms = h(
    'div',
    { class: 'zooms' },
    h('button', { type: 'button', 'aria-label': say('nearer'), click: () => canvas.zoom(1.5) }, '+'),
    h('button', { type: 'button', 'aria-label': say('farther'), click: () => canvas.zoom(1 / 1.5) }, '−'),
    h('button', { type: 'button', 'aria-label': say('whole'), click: () => canvas.reset() }, '⤢'),
  );
  const whole = h('a', { href: '#', target: '_blank', class: 'whole' }, say('open-whole'));

  const wholeLink = () => `#${format({ ...state, isEmbedded: false })}`;
  const isDark = () => (state.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  let isOnPaper = false;
  const theme = () => (isOnPaper ? head.themes.print : isDark() ? head.themes.dark : head.themes.light);
  const page = (): Page => ({
    atlas,
    state,
    shown: now,
    theme: theme(),
    fragile: () => (cuts ??= fragile(atlas, now)),
    index,
    go,
  });

  function show(): void {
    const key = JSON.stringify([state.kinds, state.statuses, state.areas, state.to, state.asOf, state.withUndated]);
    if (key !== filtered) [now, filtered, cuts] = [shown(atlas, state), key, undefined];
    const current = page();
    const root = document.documentElement;
    root.dataset.theme = isDark() && !isOnPaper ? 'dark' : 'light';
    root.classList.toggle('embedded', state.isEmbedded || head.isEmbedded);
    whole.hidden = head.isEmbedded;
    colours.textContent = say(isDark() ? 'light' : 'dark');
    for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.dataset.view === state.view));
    filters.render(current);
    side.render(current);
    table.render(current);
    counts.textContent = [countsLine(current), filtersInWords(atlas, state)].filter(Boolean).join(' · ');
    const marked = markedOf(atlas, state, now);
    picture = {
      atlas,
      view: state.view,
      shown: now,
      theme: current.theme,
      marked,
      degree: state.degree,
      without: withoutTie(current),
      widthOf: measure,
      paint: isOnPaper ? 'paper' : 'screen',
    };
    signs = legends(picture);
    legend.replaceChildren(...signs.map(drawnLegend));
    const focus = state.selection
      ? new Set(
          [...marked.places].flatMap((at) => [
            at,
            ...(marked.places.size > 60 ? [] : [...now.tiesOf(at)].map((tie) => otherEnd(atlas, tie, at))),
          ]),
        )
      : new Set<number>();
    canvas.show(picture, state.at, marked.places.size > 0 && state.other === undefined ? focus : marked.places);
    whole.href = wholeLink();
  }

  root.append(
    h(
      'header',
      {},
      h('h1', {}, head.title),
      search.element,
      h('div', { class: 'tabs', role: 'group', 'aria-label': say('view') }, ...tabs),
      whole,
    ),
    h(
      'div',
      { class: 'body' },
      filters.element,
      h('main', {}, counts, h('div', { class: 'picture' }, canvas.element, zooms), legend, actions),
      side.element,
    ),
    table.element,
    h('footer', {}, h('p', {}, head.source), h('p', {}, head.madeWith)),
  );
  addEventListener('popstate', () => {
    state = parse(here());
    show();
  });
  dark.addEventListener('change', show);
  for (const event of ['beforeprint', 'afterprint']) {
    addEventListener(event, () => {
      isOnPaper = event === 'beforeprint';
      show();
    });
  }
  show();
}

/** A legend as an element of the page. */
function drawnLegend({ heading, entries }: Legend): HTMLElement {
  const items = entries.map(({ sign, text }) => {
    const mark = h('span', { class: 'sign' });
    if ('fill' in sign) {
      const { fill } = sign;
      mark.style.background =
        typeof fill === 'string'
          ? fill
          : `repeating-linear-gradient(${fill.angle > 0 ? -45 : 45}deg, ${fill.line} 0 ${fill.lineWidth}px, ${fill.background} ${fill.lineWidth}px ${fill.distance}px)`;
      mark.classList.add('area');
    } else if ('dot' in sign) {
      mark.style.background = sign.dot;
      mark.classList.add('dot');
    } else {
      mark.style.background = sign.line;
      mark.classList.add('line');
    }
    return h('li', {}, 'line' in sign && sign.line === 'transparent' ? undefined : mark, text);
  });
  return h('div', {}, h('h2', {}, heading), h('ul', {}, ...items));
}

const root = document.getElementById('atlas')!;
Columns.open(document.getElementById('data')!.textContent!)
  .then((columns) => start(readAtlas(columns), root))
  .catch((error: unknown) => {
    root.append(
      h(
        'p',
        { role: 'alert' },
        `This page could not be opened: ${String(error)}. It needs a browser of 2023 or later.`,
      ),
    );
  });
