// The pages that are measured: every command that writes one, on several data sets.

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
export const program = process.env.SISTERGRAPH ?? join(root, 'target/debug/sistergraph');
const fixtures = join(root, 'tests/fixtures');

/** Each question by the name of its page. */
const built_in = {
  report: ['report'],
  'report-filtered': ['report', '--between', 'BY', 'RU', '--kind', 'sister-city'],
  places: ['places'],
  'places-search': ['places', 'Brest'],
  partners: ['partners', 'Mogilev'],
  'partners-region': ['partners', 'BY-MA'],
  common: ['common', 'Mogilev', 'Gomel'],
  ties: ['ties'],
  'ties-filtered': ['ties', 'BY', '--to', 'RU'],
  pairs: ['pairs'],
  'pairs-country': ['pairs', '--by', 'country'],
  regions: ['regions'],
  'regions-any': ['regions', 'BY', '--to', 'any'],
  unconnected: ['unconnected'],
  matrix: ['matrix', 'BY', 'RU'],
  'matrix-country': ['matrix', '--by', 'country'],
  components: ['components'],
  'components-members': ['components', '--members'],
  path: ['path', 'Mogilev', 'Vladivostok'],
  fragile: ['fragile'],
  'fragile-without': ['fragile', '--without', 'Minsk'],
  stats: ['stats'],
  'stats-distribution': ['stats', '--distribution', 'degree'],
  rank: ['rank', '--metric', 'degree'],
  suggest: ['suggest', 'Mogilev'],
  curators: ['curators'],
  scorecard: ['scorecard', 'RU-BRY'],
  'scorecard-country': ['scorecard', '--country', 'BY', '--to', 'any'],
  'scorecard-no-tie': ['scorecard', 'RU-CHU'],
  history: ['history'],
  'empty-answer': ['partners', 'Mogilev', '--to', 'JP'],
  agreements: ['agreements'],
  contacts: ['contacts'],
};

/** Questions to a data set with a ledger. */
const ledger = {
  curators: ['curators'],
  officials: ['curators', '--by', 'official'],
  scorecard: ['scorecard', 'RU-BRY'],
  'scorecard-country': ['scorecard', 'RU', '--to', 'BY'],
  agreements: ['agreements'],
  'agreements-level': ['agreements', '--by', 'level'],
  contacts: ['contacts'],
  'contacts-list': ['contacts', '--list'],
  'contacts-direction': ['contacts', '--by', 'direction'],
  'contacts-region': ['contacts', '--by', 'region'],
  'contacts-month': ['contacts', '--by', 'month'],
  events: ['events'],
  event: ['events', 'meeting'],
  regions: ['regions', '--with', 'agreements,contacts,curator'],
};

/** Questions to the data set of hostile names. */
const hostile = {
  report: ['report'],
  places: ['places'],
  ties: ['ties'],
  partners: ['partners', 'hub'],
  check: ['check'],
  components: ['components', '--members'],
  scorecard: ['scorecard', 'BY-MA'],
};

/** Questions to the world, where it is at hand. Long answers are cut: what is measured is the same in every row. */
const world = {
  report: ['report'],
  ties: ['ties', '--top', '150'],
  places: ['places', '--top', '150'],
  pairs: ['pairs', '--by', 'country', '--top', '150'],
  unconnected: ['unconnected', 'FR'],
  rank: ['rank', '--metric', 'degree', '--top', '100'],
  partners: ['partners', 'coventry-gb'],
  check: ['check', '--top', '100'],
  scorecard: ['scorecard', 'DE-NW'],
  'scorecard-country': ['scorecard', 'MX'],
};

/** Writes all pages below `folder`, and says which they are: each with its name and file. */
export async function pages(folder) {
  const beside = process.env.SISTERGRAPH_EXTRA_DATA ?? resolve(root, '../shared/data');
  const worldwide = join(beside, 'world');
  const sets = [
    ['built-in', [], built_in],
    ['ledger', ['--data', join(fixtures, 'ledger')], ledger],
    ['hostile', ['--data', hostileSet(folder)], hostile],
    ['check', ['--data', join(fixtures, 'check/warnings')], { check: ['check'] }],
    ['diff', ['--data', join(fixtures, 'time')], { dates: ['diff', '--from', '2000', '--until', '2020'] }],
  ];
  if (existsSync(worldwide)) {
    sets.push(['world', ['--data', worldwide], world]);
  } else {
    console.log(`note: no data of the world in ${beside}; its pages are not measured`);
  }
  const runs = [];
  for (const [set, data, questions] of sets) {
    mkdirSync(join(folder, set), { recursive: true });
    for (const [name, question] of Object.entries(questions)) {
      const file = join(folder, set, `${name}.html`);
      runs.push({ pages: () => [{ name: `${set}/${name}`, file }], args: [...data, ...question, '-o', file] });
    }
  }
  const card = (data, name, ...words) => {
    const into = join(folder, name);
    const all = () => readdirSync(into).filter((file) => file.endsWith('.html'));
    const some = () => all().filter((file) => file === 'index.html' || all().indexOf(file) < 3);
    const files = () => some().map((file) => ({ name: `${name}/${file}`, file: join(into, file) }));
    runs.push({ pages: files, args: [...data, 'scorecard', '--all', ...words, '-o', into] });
  };
  card([], 'cards-built-in');
  card(['--data', join(fixtures, 'ledger')], 'cards-ledger', 'RU');
  const queue = [...runs];
  const work = async () => {
    for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
      await write(run.args);
    }
  };
  await Promise.all([work(), work()]);
  return runs.flatMap((run) => run.pages());
}

/** Runs the program; `check` and `unconnected --fail` leave with 3 where they found something. */
async function write(args) {
  try {
    await promisify(execFile)(program, args);
  } catch (error) {
    if (error.code !== 3) throw error;
  }
}

/** Names that try to break a page or its layout. */
const names = [
  '</style><script>console.log(1)</script>',
  '<img src="http://example.org/x.png" onerror="console.log(2)">',
  '"><svg onload=console.log(3)>',
  'javascript:console.log(4)',
  '&lt;b&gt; &amp; &#60;',
  '\u202ereversed', '\u2067isolated\u2069', 'zero\u200bwidth', 'e\u0301\u0302\u0303',
  'Магілёў', '北京市海淀区中关村街道办事处', 'القاهرة', 'ขอนแก่น',
  'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch',
  'x'.repeat(300), 'a b '.repeat(80),
  'Saint-Petersburg', '=1+1', '@import url(http://example.org)', "O'Brien`s",
];

/** A data set whose places all are tied to one; gives its folder. */
export function hostileSet(folder) {
  const into = join(folder, 'hostile-set');
  mkdirSync(into, { recursive: true });
  const cell = (text) => `"${text.replaceAll('"', '""')}"`;
  const cities = names.map((name, at) => `p${at},${cell(name)},${at % 2 ? 'BY,BY-MA' : 'RU,RU-BRY'}`);
  writeFileSync(join(into, 'cities.csv'), `id,name,country,region\nhub,Hub,BY,BY-MA\n${cities.join('\n')}\n`);
  const ties = names.map((name, at) => `hub,p${at},${at % 3 ? 'sister-city' : 'agreement'},${cell(name)},${cell(name)}`);
  writeFileSync(join(into, 'partnerships.csv'), `a,b,kind,document,source\n${ties.join('\n')}\n`);
  const title = JSON.stringify({ name: 'hostile', title: names[0], date: '2024-01-01' });
  writeFileSync(join(into, 'datapackage.json'), title);
  return into;
}
