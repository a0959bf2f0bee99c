/** Some bytes of a body; `flush`: nothing more came for a while, so that what there is should not wait. */
export interface Gathered {
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly flush: boolean;
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  // A buffer of its own: it will be transferred to another thread, which a slice of a pool must not be.
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * Joins the pieces in which a body arrives into larger ones of about `size` bytes, and says when the sender pauses for
 * `idleMs`: a sensor that keeps one request open for hours is read as it speaks.
 */
export async function* gather(
  body: AsyncIterable<Uint8Array>,
  size: number,
  idleMs: number,
): AsyncGenerator<Gathered, void, void> {
  const pieces = body[Symbol.asyncIterator]();
  let parts: Uint8Array[] = [];
  let held = 0;
  let unflushed = false;
  try {
    let next = pieces.next();
    // The rejection is met below; until then it must not count as unhandled.
    next.catch(() => undefined);
    for (;;) {
      const arrived = held > 0 || unflushed ? await within(next, idleMs) : await next;
      if (arrived === 'idle') {
        yield { bytes: held > 0 ? joined(parts, held) : null, flush: true };
        parts = [];
        held = 0;
        unflushed = false;
        continue;
      }
      if (arrived.done === true) break;
      parts.push(arrived.value);
      held += arrived.value.length;
      next = pieces.next();
      next.catch(() => undefined);
      if (held >= size) {
        yield { bytes: joined(parts, held), flush: false };
        parts = [];
        held = 0;
        unflushed = true;
      }
    }
    if (held > 0) yield { bytes: joined(parts, held), flush: false };
  } finally {
    await pieces.return?.();
  }
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | 'idle'> {
  let timer: NodeJS.Timeout | undefined;
  const idle = new Promise<'idle'>((resolve) => (timer = setTimeout(() => resolve('idle'), ms)));
  try {
    return await Promise.race([promise, idle]);
  } finally {
    clearTimeout(timer);
  }
}
