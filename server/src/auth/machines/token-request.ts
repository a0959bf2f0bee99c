/** What a client asks a token endpoint for (RFC 6749 section 4.4.2). */
export interface TokenRequest {
  readonly clientId: string;
  readonly secret: string;
  /** Empty: all that the client may have. */
  readonly scopes: readonly string[];
}

/** A refusal as RFC 6749 section 5.2 words it. */
export interface TokenRefusal {
  readonly error: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope';
  readonly description: string;
}

const refused = (error: TokenRefusal['error'], description: string): TokenRefusal => ({ error, description });

/**
 * Reads a request for a token from its form and its Authorization header. One way of showing who one is, not two
 * (section 2.3), and no parameter twice; one without a value counts as absent (section 3.2).
 */
export function readTokenRequest(body: string, authorization: string | undefined): TokenRequest | TokenRefusal {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (form.has(name)) return refused('invalid_request', `The parameter ${printable(name)} is given twice.`);
    form.set(name, value);
  }
  const given = (name: string): string | undefined => form.get(name) || undefined;

  const posted = { clientId: given('client_id'), secret: given('client_secret') };
  const basic = authorization === undefined ? undefined : readBasic(authorization);
  if (authorization !== undefined && basic === undefined)
    return refused('invalid_client', 'The Authorization header is not of the scheme Basic, or cannot be read.');
  if (basic !== undefined && posted.secret !== undefined)
    return refused('invalid_request', 'The client shows who it is in two ways: use one.');
  if (basic !== undefined && posted.clientId !== undefined && posted.clientId !== basic.clientId)
    return refused('invalid_request', 'The form names another client than the Authorization header.');
  const { clientId, secret } = basic ?? posted;
  if (clientId === undefined || secret === undefined)
    return refused('invalid_client', 'The client has not shown who it is.');

  const grant = given('grant_type');
  if (grant === undefined) return refused('invalid_request', 'The parameter grant_type is missing.');
  if (grant !== 'client_credentials') return refused('unsupported_grant_type', 'Only client_credentials is given.');
  return { clientId, secret, scopes: (given('scope') ?? '').split(' ').filter((scope) => scope !== '') };
}

/** Id and secret of a Basic header; both are encoded as in a form before (section 2.3.1). */
function readBasic(authorization: string): { clientId: string; secret: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  const [clientId, secret] = [formDecoded(text.slice(0, colon)), formDecoded(text.slice(colon + 1))];
  return clientId === undefined || secret === undefined ? undefined : { clientId, secret };
}

function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** Of what was sent, only what error_description may hold (section 5.2). */
const printable = (text: string): string => text.slice(0, 40).replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?');
