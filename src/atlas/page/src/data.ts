// Reads the data of a page from its columns, in the order in which `src/atlas/mod.rs` writes them.

import type { Head, Partnerships, Ties, Outlines, Points, Atlas, LedgerEntry } from './atlas';
import type { Columns } from './columns';

/** Control points are given in steps of this many columns. */
const STEP = 16;

function readPoints(columns: Columns): Points {
  const x = columns.numbers();
  const y = columns.numbers();
  const points = new Float32Array(2 * x.length);
  for (let at = 0; at < x.length; at += 1) {
    const isKnown = x[at]! > 0;
    points[2 * at] = isKnown ? x[at]! - 1 : NaN;
    points[2 * at + 1] = isKnown ? y[at]! - 1 : NaN;
  }
  return points;
}

function readOutlines(columns: Columns): Outlines {
  const areas = columns.numbers();
  const counts = columns.numbers();
  const sizes = columns.numbers();
  const x = columns.differences();
  const y = columns.differences();
  let ring = 0;
  let at = 0;
  const rings = Array.from(counts, (count) =>
    Array.from({ length: count }, () => {
      const size = sizes[ring++]!;
      const points = new Float64Array(2 * size);
      for (let point = 0; point < size; point += 1, at += 1) points.set([x[at]!, y[at]!], 2 * point);
      return points;
    }),
  );
  return { areas, rings };
}

function tiesOf({ a, b }: Partnerships, km: Float64Array): Ties {
  const start: number[] = [];
  for (let at = 0; at < a.length; at += 1) {
    if (at === 0 || a[at] !== a[at - 1] || b[at] !== b[at - 1]) start.push(at);
  }
  const count = start.length;
  return {
    count,
    start: Uint32Array.from([...start, a.length]),
    a: Uint32Array.from(start, (at) => a[at]!),
    b: Uint32Array.from(start, (at) => b[at]!),
    km,
  };
}

function readArcs(columns: Columns, ties: Ties, spots: Points): Float32Array[][] {
  const strokes = columns.numbers();
  const curves = columns.numbers();
  const walk = (numbers: Float64Array) => {
    let at = 0;
    return () => numbers[at++]!;
  };
  const [nextEnd, nextJoint] = [walk(columns.signed()), walk(columns.signed())];
  const [nextX, nextY] = [walk(columns.signed()), walk(columns.signed())];
  let stroke = 0;
  const spot = (place: number) => [spots[2 * place]! || 0, spots[2 * place + 1]! || 0];
  return Array.from(strokes, (count, tie) =>
    Array.from({ length: count }, () => {
      const size = curves[stroke++]!;
      const [fromX, fromY] = spot(ties.a[tie]!) as [number, number];
      const [toX, toY] = spot(ties.b[tie]!) as [number, number];
      const points = new Float32Array(2 + 4 * size);
      let x = fromX + nextEnd();
      let y = fromY + nextEnd();
      points.set([x, y]);
      for (let curve = 0; curve < size; curve += 1) {
        const isLast = curve + 1 === size;
        const endX = isLast ? toX + nextEnd() : x + nextJoint();
        const endY = isLast ? toY + nextEnd() : y + nextJoint();
        const controlX = Math.floor((x + endX) / 2) + STEP * nextX();
        const controlY = Math.floor((y + endY) / 2) + STEP * nextY();
        points.set([controlX, controlY, endX, endY], 2 + 4 * curve);
        [x, y] = [endX, endY];
      }
      return points;
    }),
  );
}

/** The default id of a place, which isn't written (`src/atlas/data.rs`). */
function usualId(name: string, country: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return `${plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}-${country.toLowerCase()}`;
}

/** Reads all columns. */
export function readAtlas(columns: Columns): Atlas {
  const head = JSON.parse(columns.texts()[0]!) as Head;
  if (head.format !== 1) throw new Error(`data of format ${head.format}`);
  const countries = { codes: ['', ...columns.texts()], names: ['', ...columns.texts()] };
  const regions = {
    codes: ['', ...columns.texts()],
    names: ['', ...columns.texts()],
    country: Float64Array.from([0, ...columns.numbers()]),
    checked: Float64Array.from([0, ...columns.numbers()]),
  };
  const places = {
    ids: columns.texts(),
    names: columns.texts(),
    others: columns.texts(),
    level: columns.numbers(),
    country: columns.numbers(),
    region: columns.numbers(),
    partOf: columns.numbers(),
    population: columns.numbers(),
    kind: columns.numbers(),
    kinds: ['', ...columns.texts()],
  };
  places.ids = places.ids.map(
    (id, place) => id || usualId(places.names[place]!, countries.codes[places.country[place]!]!),
  );
  const partnerships = {
    a: columns.differences(),
    b: columns.differences(),
    kind: columns.numbers(),
    stated: columns.numbers(),
    since: columns.numbers(),
    until: columns.numbers(),
    suspended: columns.numbers(),
    claimedBy: columns.numbers(),
    source: columns.numbers(),
    sources: ['', ...columns.texts()],
    note: columns.numbers(),
    notes: ['', ...columns.texts()],
    document: columns.numbers(),
    documents: ['', ...columns.texts()],
  };
  const ties = tiesOf(partnerships, columns.numbers());
  const spots = readPoints(columns);
  const arcs = readArcs(columns, ties, spots);
  const [sphere, land, coloured] = [readOutlines(columns), readOutlines(columns), readOutlines(columns)];
  const [width, height] = columns.numbers() as unknown as [number, number];
  const network = { size: [width, height] as [number, number], spots: readPoints(columns) };
  const told = columns.numbers();
  const [official, office] = [columns.texts(), columns.texts()];
  const [agreements, contacts] = [columns.numbers(), columns.numbers()];
  const entry = (at: number): LedgerEntry => ({
    official: official[at]!,
    office: office[at]!,
    agreements: agreements[at]!,
    contacts: contacts[at]!,
  });
  const ledger = new Map(Array.from(told, (region, at) => [region, entry(at)]));
  return {
    head,
    countries,
    regions,
    places,
    partnerships,
    ties,
    spots,
    arcs,
    sphere,
    land,
    coloured,
    network,
    ledger,
  };
}
