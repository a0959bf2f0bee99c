import { randomUUID } from 'node:crypto';
import { vectorText } from './check.ts';

type Name = 'observable' | 'marking' | 'custom' | 'extension' | 'invalid';

const text = vectorText('objects');

/** The lines of the vector, by name: their numbers stay as they are written. */
const line = (name: string): string => {
  const found = new RegExp(`^ {2}"${name}": (.*?),?$`, 'm').exec(text)?.[1];
  if (found === undefined) throw new Error(`vectors/taxii/objects.json has no line ${name}`);
  return found;
};

/** An object of the vector under an id of its own, as JSON text. */
export function freshObject(name: Name): string {
  return line(name).replace('{uuid}', randomUUID());
}

/** The versions of one object under an id of their own, in the order in which they are to be sent. */
export function freshVersions(): { readonly id: string; readonly versions: string[] } {
  const uuid = randomUUID();
  const versions = (JSON.parse(text) as { versions: object[] }).versions;
  return {
    id: `indicator--${uuid}`,
    versions: versions.map((version) => JSON.stringify(version).replace('{uuid}', uuid)),
  };
}
