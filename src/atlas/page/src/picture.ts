// Draws the map and the network with any pen and for any camera.

import { areaNames } from './area-names';
import { toX, toY, type Camera } from './camera';
import type { Atlas, Outlines, Points, Theme } from './atlas';
import { countryTies, regionFigures, tiesOfRegion } from './figures';
import type { Shown } from './filters';
import { labels, SIZE, type Dot } from './labels';
import type { Fill, Pen } from './pen';
import type { ViewName } from './state';

/** The selection, as it is marked in the picture. */
export interface Marked {
  places: Set<number>;
  ties: number[];
  /** The region or country whose outline is drawn, by number; 0 for none. */
  region: number;
  country: number;
}

export interface Picture {
  atlas: Atlas;
  view: ViewName;
  shown: Shown;
  theme: Theme;
  marked: Marked;
  /** Places with fewer partners than this aren't drawn. */
  degree: number;
  /** The numbers of the regions to be marked because they have no tie to an area. */
  without: Set<number> | undefined;
  widthOf: (text: string) => number;
  paint: 'screen' | 'paper';
}

const MANY_TIES = 2000;
/** At most this many dots are drawn in the visible part of the map. */
export const MANY_DOTS = 1500;

export const pointsOf = ({ atlas, view }: Pick<Picture, 'atlas' | 'view'>): Points =>
  view === 'map' ? atlas.spots : atlas.network.spots;

/** The class of a count, from 0; -1 for a count of 0. */
export function classOf(classes: [number, number][], count: number): number {
  const at = classes.findIndex(([, last]) => count <= last);
  return count === 0 ? -1 : at < 0 ? classes.length - 1 : at;
}

/** The colour of a class. A few classes are spread over the whole ramp. */
export const rampColour = (theme: Theme, at: number, classes: number) =>
  theme.ramp[classes > 1 ? Math.floor((at * (theme.ramp.length - 1)) / (classes - 1)) : 2]!;

function rings(pen: Pen, camera: Camera, all: Float64Array[]): void {
  for (const ring of all) {
    for (let at = 0; at < ring.length; at += 2) {
      const [x, y] = [toX(camera, ring[at]!), toY(camera, ring[at + 1]!)];
      if (at === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    pen.closePath();
  }
}

function ground(pen: Pen, camera: Camera, { atlas, theme, shown, without }: Picture): void {
  pen.rectangle(0, 0, camera.width, camera.height, theme.paper);
  const { head, sphere, land, coloured } = atlas;
  const line = { colour: theme.groundLine, width: 0.6 };
  atlas.sphere.rings.forEach((all) => {
    rings(pen, camera, all);
    pen.finish(theme.water);
  });
  if (sphere.rings.length === 0) pen.rectangle(0, 0, camera.width, camera.height, theme.water);
  const ties = head.coloursRegions ? undefined : countryTies(atlas, shown);
  land.areas.forEach((country, at) => {
    const of = ties && country > 0 ? classOf(head.classes, ties[country]!) : -1;
    rings(pen, camera, land.rings[at]!);
    pen.finish(of < 0 ? theme.ground : rampColour(theme, of, head.classes.length), line);
  });
  if (coloured.areas.length === 0) return;
  const figures = regionFigures(atlas, shown);
  coloured.areas.forEach((region, at) => {
    const figure = figures[region]!;
    const of = classOf(head.classes, tiesOfRegion(figure));
    let fill: Fill = of >= 0 ? rampColour(theme, of, head.classes.length) : theme.hatches[figure.places > 0 ? 0 : 1];
    if (without) fill = without.has(region) ? theme.hatches[0] : theme.ground;
    rings(pen, camera, coloured.rings[at]!);
    pen.finish(fill, { colour: theme.innerLine, width: 0.6 });
  });
}

function outline(pen: Pen, camera: Camera, { areas, rings: all }: Outlines, number: number, colour: string): void {
  areas.forEach((area, at) => {
    if (area !== number || number === 0) return;
    rings(pen, camera, all[at]!);
    pen.finish(undefined, { colour, width: 2 });
  });
}

function tieLine(pen: Pen, camera: Camera, { atlas, view }: Picture, tie: number): void {
  if (view === 'map') {
    for (const points of atlas.arcs[tie]!) {
      pen.moveTo(toX(camera, points[0]!), toY(camera, points[1]!));
      for (let at = 2; at < points.length; at += 4) {
        const [controlX, controlY] = [toX(camera, points[at]!), toY(camera, points[at + 1]!)];
        pen.curveTo(controlX, controlY, toX(camera, points[at + 2]!), toY(camera, points[at + 3]!));
      }
    }
    return;
  }
  const { spots } = atlas.network;
  const [a, b] = [2 * atlas.ties.a[tie]!, 2 * atlas.ties.b[tie]!];
  if (Number.isNaN(spots[a]!) || Number.isNaN(spots[b]!)) return;
  pen.moveTo(toX(camera, spots[a]!), toY(camera, spots[a + 1]!));
  pen.lineTo(toX(camera, spots[b]!), toY(camera, spots[b + 1]!));
}

/** Whether both ends of a tie have at least the chosen number of partners. */
const isAsked = ({ atlas, shown, degree }: Picture, tie: number) =>
  shown.degree[atlas.ties.a[tie]!]! >= degree && shown.degree[atlas.ties.b[tie]!]! >= degree;

/** The closest kind of partnership of a tie, among those that pass the filters. */
export function leadingKind(atlas: Atlas, shown: Shown, tie: number): number {
  let kind = atlas.head.kinds.length - 1;
  for (let row = atlas.ties.start[tie]!; row < atlas.ties.start[tie + 1]!; row += 1) {
    if (shown.status[row]! > 0) kind = Math.min(kind, atlas.partnerships.kind[row]!);
  }
  return kind;
}

function tieLines(pen: Pen, camera: Camera, picture: Picture): void {
  const { atlas, shown, theme, marked } = picture;
  const asked = [...shown.ties].filter((tie) => isAsked(picture, tie));
  const count = Math.max(asked.length, 1);
  const width = Math.min(Math.max(1.3 * (250 / count) ** 0.2, 0.5), 1.5);
  const dimmed = marked.places.size > 0 ? 0.35 : picture.without ? 0.4 : 1;
  const alpha = Math.min(Math.max(0.62 * (250 / count) ** 0.5, 0.06), 0.8) * dimmed;
  // If there are many ties, several are drawn as one path, for speed.
  const together = Math.ceil(count / MANY_TIES);
  atlas.head.kinds.forEach((_, kind) => {
    const colour = theme.categories[kind]!;
    const ofKind = asked.filter((tie) => leadingKind(atlas, shown, tie) === kind);
    ofKind.forEach((tie, at) => {
      tieLine(pen, camera, picture, tie);
      if ((at + 1) % together === 0 || at + 1 === ofKind.length) pen.finish(undefined, { colour, width, alpha });
    });
  });
}

/** The dots of the visible places; their size depends on the number of partners. */
export function dots(picture: Picture, camera: Camera, first: number, isAmong?: (place: number) => boolean): Dot[] {
  const { atlas, shown, degree: least } = picture;
  const points = pointsOf(picture);
  const near = Math.min(Math.max((camera.scale / first) ** 0.45, 0.7), 2.2);
  const dense = Math.min(Math.max(1.8 * (300 / Math.max(shown.tied, 1)) ** 0.5, 0.45), 1.8);
  const base = picture.view === 'network' ? 1.3 * dense : dense;
  const found: Dot[] = [];
  for (let place = 0; place < atlas.places.ids.length; place += 1) {
    const degree = shown.degree[place]!;
    const x = toX(camera, points[2 * place]!);
    if (
      degree < least ||
      Number.isNaN(x) ||
      (isAmong && !isAmong(place)) ||
      (degree === 0 && picture.view === 'network')
    )
      continue;
    const radius = Math.max(Math.min(base * Math.sqrt(Math.max(degree, 1)), 11) * near, degree > 0 ? 1 : 0.8);
    const weight = degree + Math.min(atlas.places.population[place]! / 1e8, 0.9);
    const y = toY(camera, points[2 * place + 1]!);
    if (x < -20 || y < -20 || x > camera.width + 20 || y > camera.height + 20) continue;
    found.push({ place, x, y, radius, weight });
  }
  return picture.view === 'map' ? foremost(found) : found;
}

/** The dots with the most partners, if all dots would cover the map. The others appear when the user zooms in. */
function foremost(all: Dot[]): Dot[] {
  if (all.length <= MANY_DOTS) return all;
  return all.sort((a, b) => b.weight - a.weight || a.place - b.place).slice(0, MANY_DOTS);
}

const isArea = (atlas: Atlas, place: number) => atlas.places.level[place]! < 2;

function drawDots(pen: Pen, all: Dot[], { atlas, shown, theme }: Picture, fill: (place: number) => string): void {
  const line = { colour: theme.paper, width: 0.6 };
  // Larger dots are drawn first, behind the others.
  for (const { place, x, y, radius } of [...all].sort((a, b) => b.radius - a.radius)) {
    if (isArea(atlas, place)) pen.square(x, y, Math.max(radius * 0.886, 2.6), fill(place), line);
    else
      pen.circle(x, y, radius, shown.degree[place]! > 0 ? fill(place) : theme.faint, radius > 1.5 ? line : undefined);
  }
}

/** A colour for each of the countries with the most visible places. The network needs it, since it shows no land. */
export function countryColours({ atlas, shown, theme }: Picture): Map<number, string> {
  const counts = new Map<number, number>();
  atlas.places.country.forEach((country, place) => {
    if (shown.degree[place]! > 0) counts.set(country, (counts.get(country) ?? 0) + 1);
  });
  const most = [...counts].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, theme.categories.length - 1);
  return new Map(most.map(([country], at) => [country, theme.categories[at]!]));
}

/** Draws everything except the selection. */
export function draw(pen: Pen, camera: Camera, picture: Picture, first: number): void {
  const { view, theme, marked, atlas } = picture;
  if (view === 'map') ground(pen, camera, picture);
  else pen.rectangle(0, 0, camera.width, camera.height, theme.paper);
  tieLines(pen, camera, picture);
  const all = dots(picture, camera, first);
  const colours = view === 'network' ? countryColours(picture) : undefined;
  const fill = (place: number) => (colours ? (colours.get(atlas.places.country[place]!) ?? theme.faint) : theme.ink);
  drawDots(pen, all, picture, fill);
  if (marked.places.size > 0) return;
  const most = Math.round((camera.width * camera.height) / 9000);
  names(
    pen,
    all.filter(({ place }) => picture.shown.degree[place]! > 0),
    camera,
    picture,
    most,
  );
}

function names(pen: Pen, all: Dot[], camera: Camera, { atlas, theme, view, widthOf }: Picture, most: number): void {
  const nameOf = (place: number) => short(atlas.places.names[place]!);
  const areas = view === 'map' ? areaNames(atlas, camera) : [];
  for (const { place, text, x, y } of labels(all, camera, most, nameOf, widthOf, areas)) {
    pen.text(x, y, text, { size: SIZE, colour: place === undefined ? theme.faint : theme.ink, halo: theme.paper });
  }
}

const short = (name: string) => (name.length > 40 ? `${name.slice(0, 39)}…` : name);

/** Draws the selection on top of everything else. */
export function drawMarked(pen: Pen, camera: Camera, picture: Picture, first: number): void {
  const { atlas, view, theme, marked, shown } = picture;
  if (view === 'map') {
    outline(pen, camera, atlas.coloured, marked.region, theme.accent);
    outline(pen, camera, atlas.land, marked.country, theme.accent);
  }
  if (marked.places.size === 0) return;
  const width = marked.ties.length > 200 ? 0.8 : 1.6;
  for (const tie of marked.ties) {
    if (!shown.isShown[tie]) continue;
    tieLine(pen, camera, picture, tie);
    pen.finish(undefined, { colour: theme.accent, width, alpha: marked.ties.length > 200 ? 0.35 : 0.75 });
  }
  const ends = new Set(marked.places);
  for (const tie of marked.ties) {
    if (!shown.isShown[tie]) continue;
    ends.add(atlas.ties.a[tie]!).add(atlas.ties.b[tie]!);
  }
  const isEnd = (place: number) => ends.has(place);
  const all = dots({ ...picture, degree: 0 }, camera, first, isEnd);
  const lifted = all.map((dot) => ({
    ...dot,
    radius: Math.max(dot.radius, 2.6),
    weight: dot.weight + (marked.places.has(dot.place) ? 1e6 : 0),
  }));
  drawDots(pen, lifted, picture, (place) => (marked.places.has(place) ? theme.accent : theme.ink));
  names(pen, lifted, camera, picture, Math.round((camera.width * camera.height) / 7000));
}

/** Draws the ties of some places. */
export function tiesOfAll(shown: Shown, places: Set<number>): number[] {
  const found = new Set<number>();
  for (const place of places) for (const tie of shown.tiesOf(place)) found.add(tie);
  return [...found].sort((x, y) => x - y);
}

/** The number of the region that contains a point of the grid, or else of the country. */
export function areaAt(atlas: Atlas, x: number, y: number): { region: number; country: number } {
  const find = ({ areas, rings: all }: Outlines) => {
    for (let at = areas.length - 1; at >= 0; at -= 1) {
      if (areas[at]! > 0 && holds(all[at]!, x, y)) return areas[at]!;
    }
    return 0;
  };
  const region = find(atlas.coloured);
  return { region, country: region > 0 ? atlas.regions.country[region]! : find(atlas.land) };
}

/** Whether a point is inside an area, by the even-odd rule. */
function holds(all: Float64Array[], x: number, y: number): boolean {
  let isIn = false;
  for (const ring of all) {
    for (let at = 0, last = ring.length - 2; at < ring.length; last = at, at += 2) {
      const [fromY, toY] = [ring[last + 1]!, ring[at + 1]!];
      if (fromY > y === toY > y) continue;
      if (x < ring[last]! + ((y - fromY) / (toY - fromY)) * (ring[at]! - ring[last]!)) isIn = !isIn;
    }
  }
  return isIn;
}
