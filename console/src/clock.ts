import { useEffect, useState } from 'react';

/** The browser's clock: the one place of the console that asks for the time. */
export function now(): Date {
  return new Date();
}

/** The time, again every `everyMs`: what shows an age re-renders by itself. */
export function useNow(everyMs = 30_000): Date {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return at;
}
