// Bundles the page into ../bundle: script, style, and the hashes that its policy names. `--check` writes nothing and
// fails where the bundle isn't what the source gives.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const here = new URL('.', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, here));

async function bundled(entry) {
  const { outputFiles } = await build({
    entryPoints: [path(entry)],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
  });
  return outputFiles[0].text.trim();
}

const script = await bundled('src/main.ts');
const style = await bundled('src/style.css');
const hash = (text) => createHash('sha256').update(text).digest('base64');
const files = {
  'page.js': `${script}\n`,
  'page.css': `${style}\n`,
  'hashes.txt': `${hash(script)}\n${hash(style)}\n`,
};
const stale = [];
for (const [name, text] of Object.entries(files)) {
  const file = path(`../bundle/${name}`);
  if (process.argv.includes('--check')) {
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) stale.push(name);
  } else {
    writeFileSync(file, text);
    console.log(`${name}: ${text.length} characters`);
  }
}
if (stale.length > 0) {
  console.error(`src/atlas/bundle is not what src/atlas/page gives (${stale.join(', ')}): run \`npm run build\` there`);
  process.exit(1);
}
