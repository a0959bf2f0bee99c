interface Dedicated {
  readonly layer: 'automatic' | 'manual';
  readonly expiresAt: Date | null;
}

/** The one of a nation's dedicated contacts that counts at `now`: a manual one before an imported one, none expired. */
export function dedicatedInForce<C extends Dedicated>(contacts: readonly C[], now: Date): C | undefined {
  const current = contacts.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  return current.find(({ layer }) => layer === 'manual') ?? current[0];
}
