import http from 'node:http';
import https from 'node:https';

/** One answer, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: Record<string, unknown> | undefined;
}

export interface Asking {
  readonly method?: string;
  /** Sent beside Authorization and Accept; null leaves one of these out. */
  readonly headers?: Readonly<Record<string, string | null | undefined>>;
  readonly body?: string | Buffer;
}

/** The media type of TAXII 2.1 (section 1.6.8). */
export const taxiiType = 'application/taxii+json;version=2.1';

/** Says who asks: the value of `Authorization`. */
export type Authorization = string;

/** Asks one server. Of node:http, because fetch adds headers of its own, and these are what is tested. */
export function createAsk(
  base: string,
  authorization: Authorization,
): (path: string, asking?: Asking) => Promise<Answer> {
  const { request } = base.startsWith('https:') ? https : http;
  const agent = base.startsWith('https:') ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  return (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const all = { authorization, accept: taxiiType, ...headers };
      const sent = Object.fromEntries(
        Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      );
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const asked = request(new URL(path, base), { method, agent, headers: { ...sent, ...length } }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: jsonOf(text) });
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
}

function jsonOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
