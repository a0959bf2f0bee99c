/** One case of a corpus of indicators (the format of ../shared/data/iocs): a text, and what stands in it by type. */
export interface IocCase {
  id: string;
  text: string;
  expected: Partial<Record<string, string[]>>;
  /** Values that are not judged. */
  ignored?: Partial<Record<string, string[]>>;
}

/** The types that are judged. */
export const iocTypes = ['ipv4', 'ipv6', 'domain', 'url', 'email', 'md5', 'sha1', 'sha256', 'sha512', 'cve'] as const;

/** What of a JSON value is a corpus; an error names the first case that is none. */
export function readIocCorpus(value: unknown): IocCase[] {
  if (!Array.isArray(value)) throw new TypeError('The corpus must be a JSON array of cases.');
  return value.map((item: unknown, index) => {
    const { id, text, expected, ignored } = (item ?? {}) as Record<string, unknown>;
    if (typeof id !== 'string' || typeof text !== 'string' || typeof expected !== 'object' || expected === null)
      throw new TypeError(`Case ${index} of the corpus must have id, text and expected.`);
    return {
      id,
      text,
      expected,
      ...(ignored ? { ignored } : {}),
    };
  });
}
