const scheme = /^([a-z][a-z0-9+.-]*):\/\//i;

function bracketLast(text: string, separator: string): string {
  const at = text.lastIndexOf(separator);
  return at < 0 ? text : `${text.slice(0, at)}[${separator}]${text.slice(at + 1)}`;
}

/**
 * Makes an indicator safe to read and to paste: http becomes hxxp, every dot of a host name is bracketed, of an
 * address the last separator (it stays readable, and no program makes a link of it).
 */
export function defang(value: string): string {
  const found = scheme.exec(value);
  if (found !== null) {
    const rest = value.slice(found[0].length);
    const end = rest.search(/[/?#]/);
    const [host, path] = end < 0 ? [rest, ''] : [rest.slice(0, end), rest.slice(end)];
    const name = (found[1] ?? '').replace(/^http/i, 'hxxp').replace(/^ftp/i, 'fxp');
    return `${name}://${host.replaceAll('.', '[.]')}${path}`;
  }
  if (/^[0-9.]+(\/\d+)?$/.test(value)) return bracketLast(value, '.');
  if (value.includes(':')) return bracketLast(value, ':');
  return value.replaceAll('.', '[.]').replace('@', '[@]');
}
