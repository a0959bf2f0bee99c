import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import ipaddr from 'ipaddr.js';
import { AppError } from '#kernel/errors.ts';

/** COSE numbers of EdDSA, ES256 and RS256: one of them every authenticator has. */
const algorithms = [-8, -7, -257];

/** Where browsers bind passkeys to. */
export interface RelyingParty {
  /** The domain name: `rpId` of Web Authentication. */
  readonly id: string;
  readonly origin: string;
}

/** The relying party of an origin; undefined where it is an address: Web Authentication takes names alone. */
export function relyingParty(origin: string): RelyingParty | undefined {
  const { hostname } = new URL(origin);
  return ipaddr.isValid(hostname.replace(/^\[(.*)\]$/, '$1')) ? undefined : { id: hostname, origin };
}

/** The same, or AppError `passkeys_need_a_name`. */
export function demandName(origin: string): RelyingParty {
  const party = relyingParty(origin);
  if (party === undefined) throw new AppError('passkeys_need_a_name');
  return party;
}

/** A person as their authenticator shows them. The handle is the account's id: it says nothing about them. */
export interface PasskeyOwner {
  readonly id: string;
  readonly name: string;
  readonly mail: string;
}

const handleOf = (person: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(person.replaceAll('-', ''), 'hex'));

/**
 * What a browser needs to make a passkey. The passkey is discoverable, so that its owner need not say who they are, and
 * the authenticator verifies its user: it is two factors in one.
 */
export function registrationOptions(
  party: RelyingParty,
  programme: string,
  owner: PasskeyOwner,
  existing: readonly { id: string; transports: string[] }[],
) {
  return generateRegistrationOptions({
    rpName: programme,
    rpID: party.id,
    userID: handleOf(owner.id),
    userName: owner.mail,
    userDisplayName: owner.name,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: [...existing],
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** What a browser needs to show a passkey: any of this site, or one of those named. */
export function authenticationOptions(
  party: RelyingParty,
  allowed: readonly { id: string; transports: string[] }[] = [],
) {
  return generateAuthenticationOptions({
    rpID: party.id,
    allowCredentials: [...allowed],
    userVerification: 'required',
  });
}

/** What is stored of a passkey that a browser made; undefined where the answer does not hold. */
export async function verifyRegistration(party: RelyingParty, challenge: string, response: object) {
  const verified = await verifyRegistrationResponse({
    // The library checks its form: what does not have it does not verify.
    response: response as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => undefined);
  if (verified?.verified !== true) return undefined;
  const { credential, credentialBackedUp } = verified.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    synced: credentialBackedUp,
  };
}

/** The credential id that an answer names; undefined where it names none. */
export function credentialIdIn(response: object): string | undefined {
  return 'id' in response && typeof response.id === 'string' && response.id.length <= 2000 ? response.id : undefined;
}

/**
 * The new counter after a passkey was shown; undefined where the answer does not hold. A counter that does not move on
 * means that there are two of it (Web Authentication 7.2, step 22): then nothing holds either.
 */
export async function verifyAuthentication(
  party: RelyingParty,
  challenge: string,
  response: object,
  passkey: { credentialId: string; publicKey: Buffer; counter: number; transports: string[] },
): Promise<number | undefined> {
  const verified = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.counter,
      transports: passkey.transports,
    },
  }).catch(() => undefined);
  return verified?.verified === true ? verified.authenticationInfo.newCounter : undefined;
}
