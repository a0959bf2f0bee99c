import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Topology } from 'topojson-specification';
import type { Plugin } from 'vite';
import { projectEurope } from './project.ts';

const id = 'virtual:europe-map';

/** Serves the projected map as the module `virtual:europe-map` (typed in src/europe-map.d.ts). */
export function europeMap(): Plugin {
  const file = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
  return {
    name: 'tocsin-europe-map',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(module) {
      if (module !== `\0${id}`) return undefined;
      const atlas = JSON.parse(readFileSync(file, 'utf8')) as Topology;
      return `export const europe = ${JSON.stringify(projectEurope(atlas))};`;
    },
  };
}
