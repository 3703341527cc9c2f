// The atlas in a browser: what it shows, against what the commands say.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

import { hostileSet, program } from './questions.mjs';
import { randomSet } from './random-set.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const shots = process.env.SHOTS;
const folder = mkdtempSync(join(tmpdir(), 'sistergraph-atlas-'));
const run = (...words) => execFileSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });

function written(name, ...words) {
  const file = join(folder, `${name}.html`);
  run(...words, 'atlas', '-o', file);
  return file;
}

const COLUMNS = 'a,a_name,a_country,a_region,b,b_name,b_country,b_region,kind,status,since,until,distance_km,source';

let browser;
let file;
before(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({ executablePath, headless: true, args });
  file = written('built-in');
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page, does something with it, and fails where the console says anything or anything is requested. */
async function open(of, state, use, { width = 1600, height = 900, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const said = [];
  const address = pathToFileURL(of).href;
  page.on('console', (message) => said.push(`the console says: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`an error: ${error.stack}`));
  page.on('dialog', (dialog) => said.push(`a dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on('request', (request) => {
    // What a page makes of its own data is no request.
    if (request.url().split('#')[0] !== address && !/^(blob|data):/.test(request.url())) said.push(`a request: ${request.url()}`);
  });
  try {
    await page.goto(state ? `${address}#${state}` : address);
    if (options.javaScriptEnabled !== false) await page.waitForSelector('.counts');
    await use(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(said, []);
}

const heading = (page) => page.textContent('#panel');
const show = async (page, state) => {
  await page.evaluate((hash) => (location.hash = hash), state);
  await page.waitForTimeout(50);
};
async function saved(page, form) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[data-save=${form}]`)]);
  return readFileSync(await download.path());
}
const figures = (page) =>
  page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.figures dt')].map((dt) => [dt.textContent, Number(dt.nextSibling.textContent.replaceAll(',', ''))])));

test('is small and opens without asking anybody', async () => {
  assert.ok(statSync(file).size <= 350_000, `${statSync(file).size} bytes`);
  await open(file, '', async (page) => {
    assert.equal(await page.textContent('.counts'), 'Ties: 461 · Places with a tie: 486 · Partnerships: 461');
    if (shots) await page.screenshot({ path: `${shots}/atlas-start.png` });
  });
});

test('the three uses by mouse', async () => {
  await open(file, '', async (page) => {
    // The partnership map: a dot says what it is, and a click shows its partners.
    const box = await page.locator('.surface').boundingBox();
    const at = await page.evaluate(async ({ x, y, width, height }) => {
      const surface = document.querySelector('.surface');
      for (let top = 4; top < height; top += 5) {
        for (let left = 4; left < width - 4; left += 5) {
          surface.dispatchEvent(new PointerEvent('pointermove', { clientX: x + left, clientY: y + top, pointerType: 'mouse', bubbles: true }));
          if (/^Vladivostok/.test(document.querySelector('.tip:not([hidden])')?.textContent ?? '')) return [x + left, y + top];
        }
      }
      return undefined;
    }, box);
    assert.ok(at, 'Vladivostok is on the map');
    await page.mouse.click(...at);
    assert.equal(await heading(page), 'Vladivostok');
    // A city's partners: found in another script.
    await page.fill('#search', 'Могилёв');
    await page.click('#search-list li >> nth=0');
    assert.equal(await heading(page), 'Mogilev');
    const partners = JSON.parse(run('partners', 'Mogilev', '--format', 'json')).map(({ name }) => name);
    assert.deepEqual(await page.locator('.partners .link').allTextContents(), partners);
    assert.match(page.url(), /#place=mogilev-by$/);
    // Regions without a tie.
    await page.selectOption('#without', 'BY');
    const without = JSON.parse(run('unconnected', 'RU', '--to', 'BY', '--format', 'json')).map(({ name }) => name);
    assert.deepEqual(await page.locator('.panel details').first().locator('.link').allTextContents(), without);
    if (shots) await page.screenshot({ path: `${shots}/atlas-without.png` });
  });
});

test('the same by keyboard alone', async () => {
  await open(file, '', async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.textContent);
    const tabTo = async (id) => {
      for (let presses = 0; presses < 60; presses += 1) {
        if ((await focused()) === id) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`${id} can't be reached`);
    };
    await tabTo('search');
    await page.keyboard.type('mogilev');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    assert.match(await heading(page), /^Mogilev/);
    assert.equal(await focused(), 'panel', 'who reads with the ears hears what was found');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await heading(page), 'Overview');
    await page.locator('#search').focus();
    await tabTo('without');
    await page.keyboard.type('Belarus');
    await page.keyboard.press('Enter');
    assert.equal(await heading(page), 'Regions without a tie');
    await page.locator('#search').focus();
    await tabTo('surface');
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => location.hash.includes('at='));
    await page.keyboard.press('0');
    await page.waitForFunction(() => !location.hash.includes('at='));
  });
});

test('every state is a link, and back leads back', async () => {
  const states = [
    'view=network',
    'place=mogilev-by',
    'region=RU-BRY',
    'country=BY',
    'place=mogilev-by&path=minsk-by',
    'view=network&place=brest-by&kind=sister-city&in=BY&to=RU',
    'status=terminated',
    'without=BY',
    'year=2016',
    'as-of=2016-03-01&undated=no',
    'degree=5&sort=-distance_km&theme=dark',
    'at=20000,12000,3',
  ];
  for (const state of states) {
    await open(file, state, async (page) => {
      const kept = await page.evaluate(() => location.hash.slice(1));
      assert.equal(kept, state);
      // The page says the same state by itself, once it is asked for another and back.
      await page.click('[data-view=network]');
      await page.click('[data-view=map]');
      const own = new URLSearchParams(await page.evaluate(() => location.hash.slice(1)));
      const asked = new URLSearchParams(state);
      for (const name of ['view', 'at']) [own, asked].forEach((one) => one.delete(name));
      assert.deepEqual([...own], [...asked]);
    });
  }
  await open(file, '', async (page) => {
    await page.fill('#search', 'gomel');
    await page.keyboard.press('Enter');
    await page.fill('#search', 'vitebsk');
    await page.keyboard.press('Enter');
    const second = await heading(page);
    await page.goBack();
    assert.match(await heading(page), /^Gomel/);
    await page.goBack();
    assert.equal(await heading(page), 'Overview');
    await page.goForward();
    await page.goForward();
    assert.equal(await heading(page), second);
  });
});

test('the table is what `ties` says', async () => {
  await open(file, '', async (page) => {
    assert.equal(String(await saved(page, 'CSV')), run('ties', '--format', 'csv', '--select', COLUMNS));
    await page.click('th button >> text=Distance');
    await page.click('th button >> text=Distance');
    const far = JSON.parse(run('ties', '--format', 'json', '--sort', 'distance_km', '--top', '1'))[0];
    assert.match(await page.textContent('tbody tr'), new RegExp(`${far.a_name}.*${far.b_name}`));
  });
});

test('figures of regions and countries are those of the commands', async () => {
  await open(file, '', async (page) => {
    for (const row of JSON.parse(run('regions', 'BY', 'RU', '--to', 'any', '--format', 'json')).filter((_, at) => at % 9 === 0)) {
      await show(page, `region=${row.region}`);
      const own = await figures(page);
      assert.deepEqual(
        [own.Ties, own.Places, own['Places with a tie'], own['Partner regions'], own['Partner countries']],
        [row.ties, row.places, row.tied_places, row.partner_regions, row.partner_countries], row.region);
    }
    const cuts = JSON.parse(run('fragile', '--format', 'json')).filter(({ kind, level }) => kind === 'cut-place' && level === 'city');
    for (const { id, cuts_off } of cuts.slice(0, 12)) {
      await show(page, `place=${id}`);
      assert.equal((await figures(page))['Places cut off without it'], cuts_off, id);
    }
    await show(page, 'place=mogilev-by&path=vladivostok-ru');
    assert.match(await page.textContent('.compared'), /shortest way: 1/);
    await show(page, 'place=mogilev-by&path=gomel-by');
    const common = JSON.parse(run('common', 'Mogilev', 'Gomel', '--format', 'json')).map(({ name }) => name).sort();
    assert.deepEqual((await page.locator('.compared details .link').allTextContents()).sort(), common);
  });
});

test('filters give what the commands give', async () => {
  const { data, combinations } = randomSet(folder, 20);
  const dated = written('dated', '--data', data);
  await open(dated, '', async (page) => {
    for (const { state, words, scope, scopeState } of combinations) {
      await show(page, state);
      const ties = run('--data', data, 'ties', ...words, '--format', 'csv', '--select', COLUMNS);
      assert.equal(String(await saved(page, 'CSV')), ties, state);
      for (const [country, to] of [['RU', 'BY'], ['BY', 'RU']]) {
        await show(page, [scopeState, `without=${to}`].filter(Boolean).join('&'));
        const codes = JSON.parse(run('--data', data, 'unconnected', country, '--to', to, ...scope, '--format', 'json')).map(({ name }) => name);
        const list = page.locator('.panel details').filter({ hasText: country === 'RU' ? 'Regions of Russia' : 'Regions of Belarus' });
        assert.deepEqual(await list.locator('.link').allTextContents(), codes, `${scopeState} ${country}`);
      }
    }
    for (const row of JSON.parse(run('--data', data, 'history', '--format', 'json')).filter((_, at) => at % 4 === 0)) {
      await show(page, `year=${row.year}`);
      const counts = await page.textContent('.counts');
      assert.match(counts, new RegExp(`^Ties: ${row.ties} · .*Partnerships: ${row.in_force} `), String(row.year));
      assert.match(await page.textContent('.years .note'), new RegExp(`: ${row.undated} of ${row.in_force}$`));
    }
    await page.locator('#year').focus();
    await page.keyboard.press('ArrowLeft');
    assert.match(page.url(), /year=\d{4}/);
    if (shots) await page.screenshot({ path: `${shots}/atlas-dated.png` });
  });
});

test('what is saved can be opened', async () => {
  await open(file, 'place=mogilev-by', async (page) => {
    const svg = String(await saved(page, 'SVG'));
    const found = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      return [parsed.querySelector('parsererror')?.textContent ?? '', parsed.querySelector('title')?.textContent, parsed.querySelectorAll('path').length];
    }, svg);
    assert.equal(found[0], '');
    assert.equal(found[1], 'Partnerships of places in Belarus');
    assert.ok(found[2] > 400 && svg.includes('Natural Earth') && svg.includes('sister city'));
    const png = await saved(page, 'PNG');
    assert.deepEqual([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
    assert.ok(png.length > 50_000);
    if (shots) writeFileSync(`${shots}/atlas-saved.svg`, svg);
    if (shots) writeFileSync(`${shots}/atlas-saved.png`, png);
  });
});

const STATES = ['', 'place=mogilev-by', 'region=RU-CHU', 'country=RU&without=BY', 'view=network', 'place=mogilev-by&path=gomel-by', 'embed'];

for (const [width, height] of [[360, 780], [768, 1024], [1600, 900]]) {
  test(`fits a screen of ${width} pixels, in light and dark, and is open to everyone`, async () => {
    for (const colorScheme of ['light', 'dark']) {
      for (const state of STATES) {
        await open(file, state, async (page) => {
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${state} is ${wide} pixels too wide`);
          if (shots) await page.screenshot({ path: `${shots}/atlas-${width}-${colorScheme}-${state.replace(/\W+/g, '-')}.png` });
          await page.evaluate(() => document.querySelectorAll('tbody tr:nth-child(n + 20)').forEach((row) => row.remove()));
          // The page's own policy keeps other scripts out: this one comes from beside it.
          await page.evaluate(readFileSync(axe, 'utf8'));
          const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }));
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`);
          assert.deepEqual(found, [], `${state} ${colorScheme}`);
        }, { width, height, colorScheme, bypassCSP: true });
      }
    }
  });
}

test('prints', async () => {
  await open(file, 'place=mogilev-by', async (page) => {
    const paper = await page.pdf({ format: 'A4' });
    writeFileSync(join(folder, 'page.pdf'), paper);
    const text = execFileSync('pdftotext', ['-layout', join(folder, 'page.pdf'), '-'], { encoding: 'utf8' });
    for (const part of ['Partnerships of places in Belarus', 'Mogilev', 'Vladivostok', 'Natural Earth', 'Ties of Mogilev (26)']) assert.ok(text.includes(part), part);
    if (shots) writeFileSync(`${shots}/atlas.pdf`, paper);
  });
  // In the colours of paper, whatever the screen has; names on the map are text there.
  await open(file, '', async (page) => {
    writeFileSync(join(folder, 'dark.pdf'), await page.pdf({ format: 'A4' }));
    const text = execFileSync('pdftotext', [join(folder, 'dark.pdf'), '-'], { encoding: 'utf8' });
    for (const name of ['Vladivostok', 'Kazakhstan', 'Vologda']) assert.ok(text.includes(name), name);
    assert.equal(await page.getAttribute('html', 'data-theme'), 'dark', 'afterwards the screen is as before');
  }, { colorScheme: 'dark' });
});

test('without JavaScript it is a list', async () => {
  await open(file, '', async (page) => {
    const text = await page.textContent('noscript');
    for (const part of ['Partnerships of places in Belarus', 'Mogilev Region (BY-MA)', 'Vladivostok (RU)']) assert.ok(text.includes(part), part);
    assert.ok(await page.locator('h2', { hasText: 'Belarus' }).first().isVisible());
    if (shots) await page.screenshot({ path: `${shots}/atlas-no-script.png` });
  }, { javaScriptEnabled: false });
});

test('hostile names are text', async () => {
  const hostile = written('hostile', '--data', hostileSet(folder));
  for (const state of ['', 'place=hub', 'view=network&place=p0', 'in=</script><img src=x>&sort=<b>', 'region=<script>&at=1,NaN,2&degree=-1', 'year=99999&status=nonsense&theme=x', '%E0%A4%A']) {
    await open(hostile, state, async (page) => {
      assert.equal(await page.locator('#atlas img, #atlas svg, #atlas script').count(), 0);
      const links = await page.locator('#atlas a[href]').evaluateAll((all) => all.map((link) => link.protocol));
      assert.ok(links.every((protocol) => /^(https?|file):$/.test(protocol)), links.join());
      const [svg] = [String(await saved(page, 'SVG'))];
      assert.equal(await page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('parsererror, script, image').length, svg), 0);
      if (shots) await page.screenshot({ path: `${shots}/atlas-hostile-${state.replace(/\W+/g, '-').slice(0, 20)}.png` });
    });
  }
});
