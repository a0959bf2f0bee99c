/** What an indicator is, in the words of the field; `hash kinds` carry the name of their function. */
export const indicatorKinds = [
  'ipv4',
  'ipv6',
  'cidr',
  'asn',
  'domain',
  'url',
  'email',
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'imphash',
  'ssdeep',
  'cve',
  'file-name',
  'file-path',
  'registry-key',
  'wallet',
  'technique',
  'yara',
  'sigma',
] as const;

export type IndicatorKind = (typeof indicatorKinds)[number];

/** Why something was taken for an indicator, or for a mere mention. */
export const reasons = [
  'defanged',
  'rejoined',
  'indicator-section',
  'reference-section',
  'detection-section',
  'table',
  'alone-on-line',
  'labelled',
  'in-code',
  'linked',
  'prose',
  'referred-to',
  'reference-host',
  'undefanged-among-defanged',
  'version-number',
  'file-extension',
  'software-name',
  'special-use-address',
  'checksum-holds',
  'checksum-fails',
  'warninglist',
] as const;

export type Reason = (typeof reasons)[number];

/** One thing found. `start` and `end` are offsets of UTF-16 code units into the text handed in, so that `text.slice(start, end) === raw`. */
export interface Indicator {
  kind: IndicatorKind;
  /** Refanged and normalised: hosts and hashes in lower case, IPv6 as written, URLs with scheme and host in lower case. */
  value: string;
  raw: string;
  start: number;
  end: number;
  reasons: Reason[];
  /** 0 to 1: how likely the author means it as an indicator, and not in passing. At least {@link indicatorScore} counts as one. */
  score: number;
}

/** The score from which on something counts as an indicator. */
export const indicatorScore = 0.5;

/** Names and addresses that are known to be harmless or shared by many. */
export interface Warninglist {
  name: string;
  /** Whether this host (a domain or an address, in lower case) is on the list. */
  has: (host: string) => boolean;
}

export interface ExtractOptions {
  /** Lists that lower the score of what they hold. */
  warninglists?: readonly Warninglist[];
  /** Leaves out what scores lower. 0 (all, mentions too) where none is given. */
  minScore?: number;
}

/** What a matcher found in the refanged text, before anything is known of its surroundings. */
export interface Match {
  kind: IndicatorKind;
  value: string;
  /** Offsets into the refanged text. */
  start: number;
  end: number;
  /** The host of a URL or an e-mail address, or the name or address itself. */
  host?: string;
  /** What the matcher itself has to say for or against it. */
  notes?: Reason[];
}
