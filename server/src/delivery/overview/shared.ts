/**
 * One answer for all who ask at the same time or soon after: `make` runs at most once in `ms`, and never twice at once.
 * `time` gives milliseconds on a clock that never steps back.
 */
export function shared<T>(make: () => Promise<T>, ms: number, time: () => number): () => Promise<T> {
  let current: Promise<T> | undefined;
  let until = -Infinity;
  return () => {
    if (current !== undefined && time() < until) return current;
    const made = make();
    current = made;
    until = Infinity;
    made.then(
      () => (until = time() + ms),
      () => (current = undefined),
    );
    return made;
  };
}
