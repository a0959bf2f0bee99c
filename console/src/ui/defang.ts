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

const wholeAddress = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f]*:[0-9a-f:]*)(\/\d+)?$/i;
const nameOrMail = /^[\w.@+-]*\.[a-z][a-z0-9-]+\.?$/i;

/** Running text, or a pattern, with each indicator in it defanged and the rest as it is. */
export function defangText(text: string): string {
  // Word by word: no expression runs over more than one, so that long hostile text costs no more than its length.
  return text.replace(/[^\s'"<>()[\]{},;=]+/g, (word) =>
    scheme.test(word) || wholeAddress.test(word) || nameOrMail.test(word) ? defang(word) : word,
  );
}
