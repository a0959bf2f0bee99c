import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useMemo } from 'react';

/** What stands behind the ? of the URL: one text, or several for a repeated name. */
export type UrlState = Readonly<Record<string, string | readonly string[]>>;

/** Plain query strings (?family=a&family=b): people read, edit and share them. */
export function parseQuery(text: string): UrlState {
  const state: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const known = state[name];
    if (known === undefined) state[name] = value;
    else state[name] = Array.isArray(known) ? [...known, value] : [known, value];
  }
  return state;
}

export function formatQuery(state: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export interface Url {
  state: UrlState;
  /** The first value of a name. */
  one(name: string): string | undefined;
  /** All values of a name. */
  all(name: string): readonly string[];
  /** Sets names (undefined removes one) and keeps the others. Replaces the entry of the history unless `push`. */
  set(change: Record<string, string | readonly string[] | undefined>, push?: boolean): void;
  /** Adds the value to the name, or takes it out where it is there. */
  toggle(name: string, value: string): void;
}

/** The state of a screen that lives in its URL, so that any state can be linked to. */
export function useUrl(): Url {
  const state = useRouterState({ select: (router) => router.location.search as UrlState });
  const navigate = useNavigate();
  return useMemo(() => {
    const all = (name: string): readonly string[] => {
      const value = state[name];
      if (value === undefined) return [];
      return typeof value === 'string' ? [value] : value;
    };
    const set: Url['set'] = (change, push = false) => {
      void navigate({ to: '.', search: { ...state, ...change }, replace: !push });
    };
    return {
      state,
      all,
      one: (name) => all(name)[0],
      set,
      toggle: (name, value) => {
        const values = all(name);
        set({ [name]: values.includes(value) ? values.filter((other) => other !== value) : [...values, value] }, true);
      },
    };
  }, [state, navigate]);
}
