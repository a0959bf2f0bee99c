/** Bytes that came and are not yet decoded: bytes[start..end). It grows to what one record needs and is reused. */
export interface Window {
  bytes: Buffer;
  /** The same memory. Up to SPARE bytes behind the end may be read: the first is 0, the others mean nothing. */
  view: DataView;
  start: number;
  end: number;
  /** No line ends before this byte. */
  searched: number;
}

/** A push is taken in slices of this size, so that a window stays small however large the chunk is. */
export const SLICE = 128 * 1024;

const SPARE = 8;

export function createWindow(): Window {
  return { ...allocate(2 * SLICE), start: 0, end: 0, searched: 0 };
}

function allocate(size: number): { bytes: Buffer; view: DataView } {
  const bytes = Buffer.allocUnsafeSlow(size + SPARE);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/**
 * Appends a slice. Returns by how much the bytes that were there moved towards the front: offsets into them shrink by it. The bytes are moved or
 * copied only when room is needed, so that many small slices cost no more than their length.
 */
export function append(window: Window, slice: Uint8Array): number {
  let moved = 0;
  const held = window.end - window.start;
  if (held === 0) {
    moved = window.start;
    window.start = window.end = 0;
  } else if (window.end + slice.length + SPARE > window.bytes.length) {
    moved = window.start;
    const room = window.bytes.length - SPARE;
    const larger = held + slice.length > room / 2 ? allocate(Math.max(2 * room, held + slice.length)) : window;
    window.bytes.copy(larger.bytes, 0, window.start, window.end);
    window.bytes = larger.bytes;
    window.view = larger.view;
    window.start = 0;
    window.end = held;
  }
  window.searched -= moved;
  window.bytes.set(slice, window.end);
  window.end += slice.length;
  window.bytes[window.end] = 0;
  return moved;
}

/**
 * Where the first line of the window ends: the offset of its line feed, or -1 when that did not come yet. Bytes once searched are not
 * searched again.
 */
export function lineEnd(window: Window): number {
  const found = window.bytes.indexOf(LF, Math.max(window.start, window.searched));
  const came = found >= 0 && found < window.end;
  window.searched = came ? found : window.end;
  return came ? found : -1;
}

const LF = 0x0a;
