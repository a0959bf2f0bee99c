/**
 * The nonce that the server's policy allows <style> elements of this page with; '' in development, where there is no
 * policy. Scripts read it from the element: its attribute is hidden from style sheets.
 */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

// Where get-nonce looks, which react-remove-scroll asks (modals and drawers of Mantine).
Object.assign(globalThis, { __webpack_nonce__: styleNonce });
