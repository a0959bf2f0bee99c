/** What stands in a field, trimmed; '' where there is none. */
export function textIn(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** The same, null where nothing stands. */
export function textOrNull(data: FormData, name: string): string | null {
  const text = textIn(data, name);
  return text === '' ? null : text;
}

/** The entries of a field that takes several, separated by commas, spaces or lines. */
export function listIn(data: FormData, name: string): string[] {
  return textIn(data, name)
    .split(/[\s,;]+/)
    .filter((entry) => entry !== '');
}

export function isTicked(data: FormData, name: string): boolean {
  return data.get(name) !== null;
}

/** A datetime-local field, read as UTC: RFC 3339, or null where nothing stands. */
export function utcIn(data: FormData, name: string): string | null {
  const text = textIn(data, name);
  return text === '' ? null : `${text.slice(0, 16)}:00Z`;
}
