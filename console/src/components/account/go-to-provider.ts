/** Leaves for the page of a provider of identities; the way back leads to this console. */
export function goToProvider({ url }: { url: string }): void {
  window.location.assign(url);
}
