/** What a hash of each algorithm looks like (STIX 2.1 section 10.8, hash-algorithm-ov); keys without hyphens, upper case. */
const forms: Readonly<Record<string, RegExp>> = {
  MD5: /^[0-9a-f]{32}$/i,
  MD6: /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i,
  RIPEMD160: /^[0-9a-f]{40}$/i,
  SHA1: /^[0-9a-f]{40}$/i,
  SHA224: /^[0-9a-f]{56}$/i,
  SHA256: /^[0-9a-f]{64}$/i,
  SHA384: /^[0-9a-f]{96}$/i,
  SHA512: /^[0-9a-f]{128}$/i,
  SHA3224: /^[0-9a-f]{56}$/i,
  SHA3256: /^[0-9a-f]{64}$/i,
  SHA3384: /^[0-9a-f]{96}$/i,
  SHA3512: /^[0-9a-f]{128}$/i,
  SSDEEP: /^[a-z0-9/+:.]{1,128}$/i,
  TLSH: /^(?:T1)?[0-9a-f]{70}$/i,
  WHIRLPOOL: /^[0-9a-f]{128}$/i,
};

/** Whether a text can be a hash by the algorithm so called. Of an algorithm that we do not know, any can. */
export function canBeHash(algorithm: string, text: string): boolean {
  const key = algorithm.toUpperCase().replaceAll('-', '');
  const form = Object.hasOwn(forms, key) ? forms[key] : undefined;
  return form?.test(text) ?? true;
}
