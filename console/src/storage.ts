import { useCallback, useSyncExternalStore } from 'react';

const prefix = 'tocsin.';
const listeners = new Set<() => void>();

function readText(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key);
  } catch {
    return null; // storage is blocked: the console works, it only forgets
  }
}

/** Reads what this browser remembers under `key`; undefined where it remembers nothing that parses. */
export function remembered<T>(key: string): T | undefined {
  const text = readText(key);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

/** Remembers `value` in this browser, and tells every component that uses it. */
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // storage is blocked or full
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** State that this browser remembers, shared by all who use the same key. */
export function useRemembered<T>(key: string, fallback: T): [T, (value: T) => void] {
  const text = useSyncExternalStore(subscribe, () => readText(key));
  const set = useCallback((value: T) => remember(key, value), [key]);
  if (text === null) return [fallback, set];
  try {
    return [JSON.parse(text) as T, set];
  } catch {
    return [fallback, set];
  }
}
