/**
 * What a page may load and do. Scripts, fonts and connections come from this server alone, nothing is framed, no plugin runs.
 *
 * Styles are the one concession ('unsafe-inline'): Mantine writes its theme variables and responsive styles into <style>
 * elements at run time, as do its modals (react-remove-scroll) and cytoscape, and ECharts' tooltips carry style
 * attributes. Nonces would have to be new in every response, and index.html could no longer be a cached file. As images,
 * fonts and connections are bound to this server, an injected style has nowhere to send what it reads.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
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

/** Headers for one answer; `https` says whether members reach the server by https. */
export function securityHeaders(contentType: string, https: boolean): Record<string, string> {
  return {
    ...always,
    'content-security-policy': pages.test(contentType) ? pagePolicy : dataPolicy,
    // Two years, the least that browsers' preload lists take.
    ...(https && { 'strict-transport-security': 'max-age=63072000' }),
  };
}
