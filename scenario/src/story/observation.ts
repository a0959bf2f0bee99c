import type { RsitType } from '@tocsin/api/rsit.ts';

/** What a sensor saw, before it is written in the format of its feed. */
export interface Observation {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly class: RsitType;
  readonly family: string;
  /** '' where only a name or URL is known. */
  readonly address: string;
  /** -1 where it was not seen. */
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly asn: number;
  /** Nation of the address; '' where it lies in none. */
  readonly nation: string;
  readonly destination: { readonly address: string; readonly port: number } | null;
  readonly domain: string;
  readonly url: string;
}
