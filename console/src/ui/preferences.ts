import { useEffect } from 'react';
import { useRemembered } from '../storage.ts';

export type Density = 'comfortable' | 'compact';
export type Scheme = 'light' | 'dark' | 'auto';

/** How dense tables and panels are; before-paint.js applies the same before the first paint. */
export function useDensity(): [Density, (density: Density) => void] {
  const [stored, setStored] = useRemembered<Density>('density', 'comfortable');
  const density = stored === 'compact' ? 'compact' : 'comfortable';
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  return [density, setStored];
}
