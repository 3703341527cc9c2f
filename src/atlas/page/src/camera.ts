// The visible part of a picture: turns points of its grid into pixels and back.

export interface Camera {
  /** The point of the grid at the centre. */
  x: number;
  y: number;
  /** The number of pixels for a column of the grid. */
  scale: number;
  width: number;
  height: number;
}

export type Box = [left: number, top: number, width: number, height: number];

/** The camera that shows a whole box of the grid. */
export function fit([left, top, boxWidth, boxHeight]: Box, width: number, height: number, margin = 0): Camera {
  const scale = Math.min((width - 2 * margin) / Math.max(boxWidth, 1), (height - 2 * margin) / Math.max(boxHeight, 1));
  return { x: left + boxWidth / 2, y: top + boxHeight / 2, scale: Math.max(scale, 1e-6), width, height };
}

export const toX = ({ x, scale, width }: Camera, at: number) => (at - x) * scale + width / 2;
export const toY = ({ y, scale, height }: Camera, at: number) => (at - y) * scale + height / 2;
export const fromX = ({ x, scale, width }: Camera, at: number) => (at - width / 2) / scale + x;
export const fromY = ({ y, scale, height }: Camera, at: number) => (at - height / 2) / scale + y;

/** The camera zoomed by `factor`; the point under the given pixel stays there. */
export function zoomed(
  camera: Camera,
  factor: number,
  pixelX: number,
  pixelY: number,
  least: number,
  most: number,
): Camera {
  const scale = Math.min(Math.max(camera.scale * factor, least), most);
  const [x, y] = [fromX(camera, pixelX), fromY(camera, pixelY)];
  return {
    ...camera,
    scale,
    x: x - (pixelX - camera.width / 2) / scale,
    y: y - (pixelY - camera.height / 2) / scale,
  };
}

/** The camera, moved so that its centre is on the grid. */
export function kept(camera: Camera, [columns, rows]: [number, number]): Camera {
  return {
    ...camera,
    x: Math.min(Math.max(camera.x, 0), columns),
    y: Math.min(Math.max(camera.y, 0), rows),
  };
}
