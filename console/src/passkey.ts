import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import { t } from './messages/index.ts';

type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];
type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];

/** What went wrong between browser and person, in words. */
function told(error: unknown): Error {
  const code = error instanceof WebAuthnError ? error.code : '';
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return new Error(t.account.passkeys.knownHere, { cause: error });
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError')
    return new Error(t.account.passkeys.cancelled, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

/** Lets the browser make a passkey for the options that the server gave. */
export async function makePasskey(options: object): Promise<object> {
  return startRegistration({ optionsJSON: options as CreationOptions }).catch((error: unknown) => {
    throw told(error);
  });
}

/** Lets the browser show a passkey for the options that the server gave. */
export async function showPasskey(options: object): Promise<object> {
  return startAuthentication({ optionsJSON: options as RequestOptions }).catch((error: unknown) => {
    throw told(error);
  });
}
