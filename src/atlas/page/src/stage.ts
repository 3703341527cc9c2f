// The picture on the page: two canvases, one above the other, moved by mouse, finger and keyboard.

import { fit, fromX, fromY, kept, zoomed, type Box, type Camera } from './camera';
import { h } from './dom';
import { nameOf } from './figures';
import { CanvasPen } from './pen';
import { areaAt, dots, draw, drawMarked, type Picture } from './picture';
import { SIZE, type Dot } from './labels';
import { widthOf } from './pen';
import type { Selection } from './state';
import { say } from './words';

/** The strongest zoom, compared with the first view of the map. */
const NEAREST = 40;
const FARTHEST = 0.5;
/** The picture is redrawn when it has not moved for this many milliseconds. */
const REST = 140;

export interface Stage {
  element: HTMLElement;
  /** Draws a picture; the camera stays where it is, if possible. */
  show: (picture: Picture, at: [number, number, number] | undefined, focus: Set<number>) => void;
  camera: () => Camera;
  /** The scale of the first view. */
  first: () => number;
  zoom: (factor: number) => void;
  reset: () => void;
}

export interface Heard {
  picked: (selection: Selection | undefined) => void;
  moved: (at: [number, number, number] | undefined) => void;
  /** The selection for a place. */
  selectionOf: (place: number) => Selection;
}

export function stage({ picked, moved, selectionOf }: Heard): Stage {
  const [below, above] = [h('canvas', { 'aria-hidden': 'true' }), h('canvas', { 'aria-hidden': 'true' })];
  const tip = h('div', { class: 'tip', hidden: true });
  const layers = h('div', { class: 'layers' }, below, above);
  const surface = h(
    'div',
    { class: 'surface', tabindex: 0, role: 'application', 'aria-roledescription': say('picture') },
    layers,
    tip,
  );
  let picture: Picture | undefined;
  let camera: Camera | undefined;
  let isByHand = false;
  /** The camera that the canvases show. */
  let drawn: Camera | undefined;
  let timer = 0;

  const size = () => [Math.max(surface.clientWidth, 50), Math.max(surface.clientHeight, 50)] as const;
  const box = (): Box => (picture!.view === 'map' ? picture!.atlas.head.view : [0, 0, ...picture!.atlas.network.size]);
  const grid = (): [number, number] =>
    picture!.view === 'map' ? picture!.atlas.head.size : picture!.atlas.network.size;
  const start = () => fit(box(), ...size(), picture!.view === 'map' ? 0 : 16);
  const first = () => start().scale;

  const context = (canvas: HTMLCanvasElement, { width, height }: Camera) => {
    const ratio = Math.min(devicePixelRatio || 1, 2);
    [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    const drawing = canvas.getContext('2d')!;
    drawing.setTransform(ratio, 0, 0, ratio, 0, 0);
    return drawing;
  };
  const redraw = () => {
    if (!picture || !camera) return;
    clearTimeout(timer);
    layers.style.transform = '';
    // A canvas that is drawn on during printing becomes opaque, so on paper one canvas holds both layers.
    const isOnPaper = picture.paint === 'paper';
    const pen = new CanvasPen(context(below, camera));
    draw(pen, camera, picture, first());
    drawMarked(isOnPaper ? pen : new CanvasPen(context(above, camera)), camera, picture, first());
    above.hidden = isOnPaper;
    drawn = camera;
  };
  /** Moves the last picture at once, and redraws it when the movement ends. */
  const move = (next: Camera) => {
    if (!drawn) return;
    camera = kept(next, grid());
    isByHand = true;
    const factor = camera.scale / drawn.scale;
    const shift = (from: number, to: number, side: number) => (from - to) * camera!.scale + (side / 2) * (1 - factor);
    const [x, y] = [shift(drawn.x, camera.x, camera.width), shift(drawn.y, camera.y, camera.height)];
    layers.style.transform = `translate(${x}px, ${y}px) scale(${factor})`;
    tip.hidden = true;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      redraw();
      if (camera) moved([camera.x, camera.y, camera.scale / first()]);
    }, REST);
  };
  const zoom = (factor: number, x = camera!.width / 2, y = camera!.height / 2) =>
    move(zoomed(camera!, factor, x, y, first() * FARTHEST, first() * NEAREST));
  const reset = () => {
    isByHand = false;
    camera = start();
    redraw();
    moved(undefined);
  };

  const dotAt = (x: number, y: number): Dot | undefined => {
    let [best, least] = [undefined as Dot | undefined, Infinity];
    for (const dot of dots(picture!, camera!, first())) {
      const distance = Math.hypot(dot.x - x, dot.y - y) - dot.radius;
      if (distance < Math.min(least, 9)) [best, least] = [dot, distance];
    }
    return best;
  };
  const selectionAt = (x: number, y: number): Selection | undefined => {
    const dot = dotAt(x, y);
    if (dot) return selectionOf(dot.place);
    if (picture!.view !== 'map') return undefined;
    const { atlas } = picture!;
    const area = areaAt(atlas, fromX(camera!, x), fromY(camera!, y));
    if (area.region > 0) return { level: 'region', key: atlas.regions.codes[area.region]! };
    return area.country > 0 ? { level: 'country', key: atlas.countries.codes[area.country]! } : undefined;
  };
  const point = (event: MouseEvent) => {
    const { left, top } = surface.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top] as const;
  };
  const hover = (event: PointerEvent) => {
    const [x, y] = point(event);
    const found = selectionAt(x, y);
    tip.hidden = !found;
    if (!found) return;
    const { atlas, shown } = picture!;
    const degree = found.level === 'place' ? `: ${shown.degree[atlas.places.ids.indexOf(found.key)]!}` : '';
    tip.textContent = nameOf(atlas, found) + degree;
    tip.style.left = `${Math.min(x + 14, camera!.width - tip.offsetWidth - 4)}px`;
    tip.style.top = `${Math.max(y - tip.offsetHeight - 8, 4)}px`;
  };

  const fingers = new Map<number, readonly [number, number]>();
  let travelled = 0;
  surface.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !camera) return;
    fingers.set(event.pointerId, point(event));
    travelled = fingers.size > 1 ? Infinity : 0;
    surface.setPointerCapture(event.pointerId);
  });
  surface.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!camera || !picture) return;
    if (!before) {
      if (event.pointerType === 'mouse') hover(event);
      return;
    }
    const now = point(event);
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    fingers.set(event.pointerId, now);
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    travelled += Math.hypot(dx, dy);
    if (travelled < 5) {
      fingers.set(event.pointerId, before);
      travelled = Math.hypot(dx, dy);
      return;
    }
    const other = others[0];
    if (!other) {
      move({ ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale });
      return;
    }
    const apart = (at: readonly [number, number]) => Math.max(Math.hypot(at[0] - other[0], at[1] - other[1]), 10);
    zoom(apart(now) / apart(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  });
  const lift = (event: PointerEvent) => {
    const isClick = fingers.delete(event.pointerId) && travelled < 5 && event.type === 'pointerup';
    if (isClick && picture && camera) picked(selectionAt(...point(event)));
  };
  surface.addEventListener('pointerup', lift);
  surface.addEventListener('pointercancel', lift);
  surface.addEventListener('pointerleave', () => (tip.hidden = true));
  surface.addEventListener(
    'wheel',
    (event) => {
      // In a frame, the wheel scrolls the outer page, unless the control key is held or the picture has the focus.
      if (!camera || (window !== window.parent && !event.ctrlKey && document.activeElement !== surface)) return;
      event.preventDefault();
      const lines = event.deltaMode === 1 ? 30 : 1;
      zoom(Math.exp((-event.deltaY * lines) / 400), ...point(event));
    },
    { passive: false },
  );
  surface.addEventListener('keydown', (event) => {
    if (!camera || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = 80 / camera.scale;
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const by = steps[event.key];
    if (by) move({ ...camera, x: camera.x + by[0], y: camera.y + by[1] });
    else if (event.key === '+' || event.key === '=') zoom(1.5);
    else if (event.key === '-') zoom(1 / 1.5);
    else if (event.key === '0') reset();
    else if (event.key === 'Escape') picked(undefined);
    else return;
    event.preventDefault();
  });
  new ResizeObserver(() => {
    if (!picture || !camera) return;
    const [width, height] = size();
    if (width === camera.width && height === camera.height) return;
    camera = isByHand ? { ...camera, width, height } : start();
    redraw();
  }).observe(surface);

  return {
    element: surface,
    camera: () => camera!,
    first,
    zoom,
    reset,
    show: (next, at, focus) => {
      const isOther = picture?.view !== next.view;
      picture = next;
      surface.setAttribute('aria-label', say(next.view === 'map' ? 'map-label' : 'network-label'));
      const [width, height] = size();
      const begin = start();
      const middle = isOther ? begin : (camera ?? begin);
      isByHand = at !== undefined;
      camera = at
        ? { x: at[0], y: at[1], scale: at[2] * begin.scale, width, height }
        : (focused(next, focus, begin) ?? { ...(isByHand ? middle : begin), width, height });
      redraw();
    },
  };
}

/** The camera that shows all places of `focus`; undefined if none of them has a point. */
function focused(picture: Picture, focus: Set<number>, begin: Camera): Camera | undefined {
  const points = picture.view === 'map' ? picture.atlas.spots : picture.atlas.network.spots;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const place of focus) {
    const [x, y] = [points[2 * place]!, points[2 * place + 1]!];
    if (Number.isNaN(x)) continue;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (left > right) return undefined;
  const seen = fit(
    [left, top, right - left, bottom - top],
    begin.width,
    begin.height,
    Math.min(begin.width, begin.height) * 0.12,
  );
  return { ...seen, scale: Math.min(seen.scale, begin.scale * 5) };
}

export const measured = (canvas: CanvasRenderingContext2D) => {
  const widths = new Map<string, number>();
  return (text: string) => {
    let width = widths.get(text);
    if (width === undefined) widths.set(text, (width = widthOf(canvas, text, { size: SIZE, colour: '' })));
    return width;
  };
};
