export interface Span {
  from: number;
  to: number;
}

function spanOf(raw: string, text: string): Span | undefined {
  const from = text === '' ? -1 : raw.indexOf(text);
  return from < 0 ? undefined : { from, to: from + text.length };
}

/** A JSON field with its value: `"class":7`. */
function fieldOf(raw: string, name: string): Span | undefined {
  const key = `"${name.split('.').at(-1) ?? name}"`;
  const from = raw.indexOf(key);
  if (from < 0) return undefined;
  const rest = /^\s*:\s*("(?:[^"\\]|\\.)*"|[^,}\]]*)/.exec(raw.slice(from + key.length));
  return { from, to: from + key.length + (rest?.[0].length ?? 0) };
}

/**
 * Where in a refused record the problem seems to be, from what the server says of it: an index ("at position 82"), a value
 * ("99999 is no port"), a field ("class is not a text"), or a character that must not be there. Undefined where it says none.
 */
export function problemPosition(raw: string, reason: string, detail: string): Span | undefined {
  const index = /at position (\d+)/.exec(detail)?.[1];
  if (index !== undefined) {
    const at = Math.min(Number(index), raw.length);
    return { from: at, to: Math.min(at + 1, raw.length) };
  }
  if (reason === 'nul_byte' || reason === 'bad_encoding') {
    const at = raw.search(reason === 'nul_byte' ? /\u0000/ : /\uFFFD/);
    if (at >= 0) return { from: at, to: at + 1 };
  }
  if (reason === 'truncated') return { from: raw.length, to: raw.length };
  const quoted = /^"(.*?)(?:…)?" is/.exec(detail)?.[1];
  if (quoted !== undefined) return spanOf(raw, quoted);
  const field = /^([\w.]+) is not a/.exec(detail)?.[1];
  if (field !== undefined) return fieldOf(raw, field);
  const value = /^(-?[\d.]+) is no/.exec(detail)?.[1];
  return value === undefined ? undefined : spanOf(raw, value);
}
