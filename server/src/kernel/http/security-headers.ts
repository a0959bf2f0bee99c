/**
 * What a page may load and do. Scripts, fonts and connections come from this server alone, nothing is framed, no plugin
 * runs. Mantine writes its theme variables and responsive styles into <style> elements at run time, as do its modals
 * (react-remove-scroll): they carry the nonce of the page, new in each answer. Style attributes in markup are not allowed.
 */
export const pagePolicy = (styleNonce?: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${styleNonce === undefined ? '' : ` 'nonce-${styleNonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** What an answer that is no page may do, should a browser show it as one: nothing. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

// A worker obeys the policy of its own script, not that of the page.
const pages = /^(text\/html|(text|application)\/javascript)/;

const always = {
  'x-content-type-options': 'nosniff',
  // Browsers send `Origin: null` with same-origin forms under no-referrer, which the cross-site check would refuse.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-permitted-cross-domain-policies': 'none',
};

/**
 * Headers for one answer; `https` says whether members reach the server by https, `styleNonce` is that of a page.
 */
export function securityHeaders(contentType: string, https: boolean, styleNonce?: string): Record<string, string> {
  return {
    ...always,
    'content-security-policy': pages.test(contentType) ? pagePolicy(styleNonce) : dataPolicy,
    // Two years, the least that browsers' preload lists take.
    ...(https && { 'strict-transport-security': 'max-age=63072000' }),
  };
}
