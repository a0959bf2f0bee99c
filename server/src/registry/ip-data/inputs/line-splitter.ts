import { StringDecoder } from 'node:string_decoder';

const LONGEST = 64 * 1024;

/** Stands for a line that was too long to keep. */
export const TOO_LONG = Symbol('too long');
export type Line = string | typeof TOO_LONG;

/**
 * Cuts UTF-8 chunks into lines (LF or CRLF, without it), in bounded memory: of a line over 64 Ki characters nothing is
 * kept but that it was there. `end` gives the last line, where it lacks its line break.
 */
export function createLineSplitter(): { push: (chunk: Buffer) => Line[]; end: () => Line[] } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let tooLong = false;
  const finish = (line: string): Line => {
    const long = tooLong || line.length > LONGEST;
    tooLong = false;
    return long ? TOO_LONG : line.endsWith('\r') ? line.slice(0, -1) : line;
  };
  const push = (text: string): Line[] => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    const finished = lines.map(finish);
    if (rest.length > LONGEST) {
      tooLong = true;
      rest = '';
    }
    return finished;
  };
  return {
    push: (chunk) => push(decoder.write(chunk)),
    end: () => {
      const finished = push(decoder.end());
      return rest === '' && !tooLong ? finished : [...finished, finish(rest)];
    },
  };
}
