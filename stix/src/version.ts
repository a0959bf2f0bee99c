import { compareInstants, instantOf } from './instant.ts';
import { own, type JsonObject } from './json/json.ts';
import { report, inspection, type Problem } from './problem.ts';

/** Which version of an object it is (section 3.6). Objects without `modified` have one version, by `created` or by nothing. */
export interface Version {
  readonly id: string;
  /** `modified`, else `created`, as it is spelled: digits beyond a database's precision stay. */
  readonly text: string | undefined;
  /** The same instant in the spelling that all spellings share; orders by code unit. */
  readonly instant: string | undefined;
  /** `id` and `instant`: equal for equal versions, different for different ones. */
  readonly key: string;
}

/** The version of a valid object. */
export function versionOf(object: JsonObject): Version {
  const id = textOf(object, 'id') ?? '';
  const text = textOf(object, 'modified') ?? textOf(object, 'created');
  const instant = text === undefined ? undefined : (instantOf(text) ?? text);
  return { id, text, instant, key: instant === undefined ? id : `${id} ${instant}` };
}

/**
 * Why `next` cannot be a later version of `previous` (section 3.6): its id, type, creator or time of creation differ, it is not
 * later, or `previous` is revoked, which is final. Empty where it can.
 */
export function newVersionProblems(previous: JsonObject, next: JsonObject): readonly Problem[] {
  const to = inspection();
  for (const property of ['type', 'id', 'created_by_ref']) {
    if (textOf(previous, property) === textOf(next, property)) continue;
    report(to, 'immutable', '3.6', `${property} cannot change from version to version.`, property);
  }
  const [created, createdNow] = [textOf(previous, 'created'), textOf(next, 'created')];
  if (
    created === undefined || createdNow === undefined
      ? created !== createdNow
      : compareInstants(created, createdNow) !== 0
  ) {
    report(to, 'immutable', '3.6', 'created cannot change from version to version.', 'created');
  }
  const [before, now] = [textOf(previous, 'modified'), textOf(next, 'modified')];
  if (before === undefined || now === undefined) {
    report(to, 'unversioned', '3.6', 'Objects without modified have one version.', 'modified');
  } else if (compareInstants(now, before) <= 0) {
    report(to, 'not_later', '3.6', 'A new version is modified later than the one before.', 'modified');
  }
  if (own(previous, 'revoked') === true) {
    report(to, 'revoked', '3.6', 'The object is revoked; no version follows.', 'revoked');
  }
  return to.problems;
}

function textOf(object: JsonObject, property: string): string | undefined {
  const value = own(object, property);
  return typeof value === 'string' ? value : undefined;
}
