// Pages of the program in a browser, at two widths and on paper: see README.md.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { chromium } from 'playwright-core';

import { pages, program } from './questions.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const measure = readFileSync(join(here, 'measure.js'), 'utf8').replace(/^(\/\/.*\n|\/\*.*\*\/\n|\n)*/, '');
// Nothing is sent anywhere: a page that would load something is found by its request.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
// Pictures and papers to look at, where a folder is named for them.
const shots = process.env.SHOTS;
const only = process.env.ONLY;

const folder = mkdtempSync(join(tmpdir(), 'sistergraph-pages-'));
let browser;
before(async () => {
  for (const [what, path] of Object.entries({ program, browser: executablePath })) {
    assert.ok(existsSync(path), `there is no ${what} at ${path}`);
  }
  if (shots) mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({ executablePath, headless: true, args });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const written = await pages(folder);
assert.ok(written.length > 50, 'the pages are written');

const screens = [
  { name: 'narrow', width: 390, height: 844 },
  { name: 'wide', width: 1280, height: 900 },
];

test('pages in a browser', { concurrency: 2 }, async (t) => {
  const asked = written.filter(({ name }) => only === undefined || name.includes(only));
  await Promise.all(asked.map(({ name, file }) => t.test(name, { timeout: 60_000 }, () => inspect(name, file))));
});

/** Fails where a page is laid out badly, says or loads something, or is closed to some people. */
async function inspect(name, file) {
  const found = [];
  // A window of its own: a page behind another one draws nothing, and waits for ever for its picture.
  const page = await browser.newPage();
  page.on('console', (message) => found.push(`the console says: ${message.text()}`));
  page.on('pageerror', (error) => found.push(`an error: ${error.message}`));
  page.on('dialog', (dialog) => found.push(`a dialog: ${dialog.message()}`) && dialog.dismiss());
  const address = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url() !== address) found.push(`a request: ${request.url().slice(0, 80)}`);
  });
  try {
    await page.goto(address);
    for (const { name: screen, ...size } of screens) {
      await page.setViewportSize(size);
      await page.emulateMedia({ media: 'screen' });
      found.push(...(await page.evaluate(`(${measure})()`)).map((text) => `${screen}: ${text}`));
      if (shots) await page.screenshot({ path: `${shots}/${name.replaceAll('/', '_')}-${screen}.png` });
    }
    found.push(...(await onPaper(page, name)).map((text) => `on paper: ${text}`));
    await page.addScriptTag({ path: axe });
    // All rows of a table are alike; of a long one the first are asked.
    await page.evaluate(() => document.querySelectorAll('tbody tr:nth-child(n + 30)').forEach((row) => row.remove()));
    for (const { name: screen, ...size } of screens) {
      await page.setViewportSize(size);
      const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }));
      found.push(...violations.map(({ id, nodes: [node] }) => `${screen}: axe: ${id}: ${node.html.slice(0, 120)}`));
    }
  } finally {
    await page.close();
  }
  assert.deepEqual(found, []);
}

/** What is wrong with a page in print: words that are missing, cut in two, cut off, or too small to be read. */
async function onPaper(page, name) {
  const pdf = join(folder, `${name.replaceAll('/', '_')}.pdf`);
  await page.emulateMedia({ media: 'print' });
  writeFileSync(pdf, await page.pdf({ format: 'A4', preferCSSPageSize: true }));
  await page.emulateMedia({ media: 'screen' });
  if (shots) writeFileSync(`${shots}/${name.replaceAll('/', '_')}.pdf`, readFileSync(pdf));
  const words = await page.evaluate(() => {
    const kept = document.body.cloneNode(true);
    kept.querySelectorAll('svg, script, style').forEach((element) => element.remove());
    // Cells are apart on paper.
    kept.querySelectorAll(':not(span, a)').forEach((element) => element.append(' '));
    return kept.textContent.split(/\s+/).filter((word) => word !== '');
  });
  const laid = execFileSync('pdftotext', ['-bbox', pdf, '-'], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const found = [];
  const say = (text) => found.length < 4 && found.push(text);
  const counts = new Map();
  let paper;
  for (const line of laid.split('\n')) {
    const numbers = [...line.matchAll(/="([-\d.]+)"/g)].map((match) => Number(match[1]));
    if (line.includes('<page ')) paper = numbers;
    const word = line.match(/<word [^>]*>(.*)<\/word>/)?.[1];
    if (word === undefined) continue;
    const text = word.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    counts.set(text, (counts.get(text) ?? 0) + 1);
    const [left, top, right, bottom] = numbers;
    // A line is about 1.36 times as high as its letters are said to be; one that runs upwards is as wide as that.
    const letters = [...text.normalize('NFC').replace(/\p{M}/gu, '')].length;
    if (Math.min(right - left, bottom - top) < 5 && letters > 3) say(`too small: ${text}`);
    if (left < 0 || right > paper[0]) say(`off the page: ${text}`);
  }
  // Letters that are written from right to left, combined or invisible come out otherwise.
  const plain = /^[\p{Script=Latin}\p{Script=Cyrillic}\d.,:;()%°/|-]{2,24}$/u;
  for (const word of words.filter((word) => plain.test(word) && !word.includes('fi') && !word.includes('fl'))) {
    const left = counts.get(word) ?? 0;
    // A word may be broken behind a hyphen.
    const isBroken = word.split(/(?<=[\p{L}][-/|])/u).length > 1;
    if (left === 0 && !isBroken) say(`missing or broken: ${word}`);
    counts.set(word, left - 1);
  }
  return found;
}
