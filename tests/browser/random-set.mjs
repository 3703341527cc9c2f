// A data set with dates, kinds and statuses at random, always the same, and questions to it.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers from 0 to below `n`, the same in every run (D. Lehmer's generator with S. Park and K. Miller's factor, 1988). */
function generator(seed) {
  let state = seed;
  return (n) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
}

const REGIONS = ['BY-BR', 'BY-HO', 'BY-HR', 'BY-MA', 'BY-MI', 'BY-VI', 'RU-BRY', 'RU-SMO', 'RU-TUL', 'RU-KLU', 'RU-ORL', 'RU-PSK', 'PL-14', 'PL-20'];
const KINDS = ['sister-city', 'friendship', 'cooperation', 'agreement', 'project', 'informal'];
const STATUSES = ['proposed', 'active', 'dormant', 'suspended', 'terminated', 'unknown'];

/** Writes the data set below `folder`; gives its folder, and questions as a state of the page and as words of the command. */
export function randomSet(folder, questions) {
  const below = generator(20161017);
  const one = (all) => all[below(all.length)];
  const data = join(folder, 'random-set');
  mkdirSync(data, { recursive: true });
  const cities = Array.from({ length: 70 }, (_, at) => {
    const region = one(REGIONS);
    return `p${at},Place ${at},${region.slice(0, 2)},${region},${(50 + below(60) / 10).toFixed(1)},${(20 + below(300) / 10).toFixed(1)}`;
  });
  writeFileSync(join(data, 'cities.csv'), `id,name,country,region,lat,lon\n${cities.join('\n')}\n`);
  const two = (number) => String(number).padStart(2, '0');
  const date = (from, to) => {
    const year = from + below(to - from);
    return [`${year}`, `${year}-${two(1 + below(12))}`, `${year}-${two(1 + below(12))}-${two(1 + below(28))}`][below(3)];
  };
  const rows = Array.from({ length: 220 }, () => {
    const a = below(70);
    const b = (a + 1 + below(69)) % 70;
    const maybe = (chance, value) => (below(10) < chance ? value() : '');
    const since = maybe(7, () => date(1960, 2000));
    const until = maybe(2, () => date(2000, 2022));
    const suspended = until === '' ? maybe(2, () => date(2000, 2022)) : '';
    return `p${a},p${b},${one(KINDS)},${maybe(4, () => one(STATUSES))},${since},${until},${suspended},list-${below(3)}`;
  });
  writeFileSync(join(data, 'partnerships.csv'), `a,b,kind,status,since,until,suspended,source\n${rows.join('\n')}\n`);
  writeFileSync(join(data, 'datapackage.json'), JSON.stringify({ name: 'random', title: 'At random', date: '2022', focus: ['BY', 'RU'] }));
  const combinations = Array.from({ length: questions }, () => {
    const [state, words, scope] = [[], [], []];
    const add = (name, value, ...said) => {
      state.push(`${name}=${value}`);
      scope.push(...said);
    };
    if (below(2)) {
      const kind = one(KINDS.slice(0, 3));
      add('kind', kind, '--kind', kind);
    }
    if (below(3) === 0) {
      const status = one(STATUSES);
      add('status', status, '--status', status);
    }
    if (below(2)) {
      const day = date(1965, 2023);
      add(day.length === 4 ? 'year' : 'as-of', day, '--as-of', day);
    }
    // Kind, status and date alone, for questions that ask about places by themselves.
    const scopeState = state.join('&');
    if (below(2)) {
      const area = one(['BY', 'RU', 'PL', 'BY-MA', 'RU-SMO']);
      state.push(`in=${area}`);
      words.push(area);
      if (below(2)) {
        const to = one(['BY', 'RU', 'PL-14']);
        state.push(`to=${to}`);
        words.push('--to', to);
      }
    }
    return { state: state.join('&'), words: [...words, ...scope], scopeState, scope };
  });
  return { data, combinations };
}
