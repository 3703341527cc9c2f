// A field to search for a place: the combobox of the ARIA Authoring Practices, with a list below it.

import { h, isolated } from './dom';
import type { Hit, Index } from './search';
import type { Selection } from './state';
import { say } from './words';

const MOST = 12;

export interface SearchBox {
  element: HTMLElement;
  input: HTMLInputElement;
  /** The index that is searched. */
  index: Index | undefined;
}

/** A search box with its own label; it calls `picked` with the user's choice. */
export function searchBox(
  id: string,
  label: string,
  picked: (selection: Selection) => void,
  levels?: Selection['level'][],
): SearchBox {
  const input = h('input', {
    id,
    type: 'search',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-expanded': 'false',
    'aria-controls': `${id}-list`,
    'aria-autocomplete': 'list',
    placeholder: say('search-hint'),
  });
  const list = h('ul', { id: `${id}-list`, role: 'listbox', 'aria-label': label, hidden: true });
  const none = h('p', { class: 'none', role: 'status' });
  const element = h('div', { class: 'search' }, h('label', { for: id }, label), input, list, none);
  const box: SearchBox = { element, input, index: undefined };
  let hits: Hit[] = [];
  let active = -1;

  const show = () => {
    list.replaceChildren(
      ...hits.map(({ name, about, alias }, at) => {
        const option = h('li', { id: `${id}-${at}`, role: 'option', 'aria-selected': String(at === active) });
        option.append(
          isolated(name),
          h(
            'span',
            { class: 'about' },
            ' ',
            alias !== undefined && isolated(alias),
            alias !== undefined && ' · ',
            isolated(about),
          ),
        );
        // This keeps the focus in the field.
        option.addEventListener('pointerdown', (event) => event.preventDefault());
        option.addEventListener('click', () => choose(at));
        return option;
      }),
    );
    list.hidden = hits.length === 0;
    input.setAttribute('aria-expanded', String(hits.length > 0));
    if (active >= 0) input.setAttribute('aria-activedescendant', `${id}-${active}`);
    else input.removeAttribute('aria-activedescendant');
    list.children[active]?.scrollIntoView({ block: 'nearest' });
  };
  const close = () => {
    [hits, active] = [[], -1];
    show();
  };
  const choose = (at: number) => {
    const hit = hits[at];
    if (!hit) return;
    input.value = '';
    close();
    picked(hit.selection);
  };
  const seek = () => {
    hits = box.index?.find(input.value, MOST, levels) ?? [];
    active = hits.length > 0 ? 0 : -1;
    none.textContent = hits.length === 0 && input.value.trim() !== '' ? say('no-match') : '';
    show();
  };
  input.addEventListener('input', seek);
  input.addEventListener('focus', () => input.value !== '' && seek());
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && hits.length > 0) {
      active = (active + step + hits.length) % hits.length;
      show();
    } else if (event.key === 'Enter' && active >= 0) {
      choose(active);
    } else if (event.key === 'Escape') {
      if (hits.length === 0) input.value = '';
      close();
    } else {
      return;
    }
    event.preventDefault();
  });
  return box;
}
