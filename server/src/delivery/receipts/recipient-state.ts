import type { RecipientState } from '@tocsin/api';

/** A receipt of one recipient that is about the object. */
export interface ReceiptFacts {
  readonly org: number;
  readonly kind: 'delivered' | 'read' | 'acted' | 'feedback';
  readonly at: Date;
  readonly channel: string;
  readonly detail: { readonly act?: string; readonly verdict?: string; readonly note?: string };
}

export interface Recipient {
  readonly id: number;
  readonly handle: string;
  readonly name: string;
}

/** How far one may have come, the farthest last: who acts on something has read it. */
const steps = ['delivered', 'read', 'acted', 'feedback'] as const;

/** How far each recipient has come, by its receipts: when first for each step, and what it said last. */
export function recipientStates(recipients: readonly Recipient[], receipts: readonly ReceiptFacts[]): RecipientState[] {
  const byOrg = Map.groupBy(receipts, ({ org }) => org);
  return recipients.map(({ id, handle, name }) => {
    const own = (byOrg.get(id) ?? []).toSorted((a, b) => a.at.getTime() - b.at.getTime());
    const first = (kind: ReceiptFacts['kind']): string | null =>
      own.find((receipt) => receipt.kind === kind)?.at.toISOString() ?? null;
    const last = (kind: ReceiptFacts['kind']) => own.findLast((receipt) => receipt.kind === kind)?.detail;
    const deliveries = own.filter(({ kind }) => kind === 'delivered');
    return {
      org: handle,
      name,
      state: steps.findLast((step) => own.some(({ kind }) => kind === step)) ?? 'waiting',
      channels: [...new Set(deliveries.map(({ channel }) => channel))],
      deliveredAt: first('delivered'),
      readAt: first('read'),
      actedAt: first('acted'),
      act: last('acted')?.act ?? null,
      feedbackAt: first('feedback'),
      verdict: last('feedback')?.verdict ?? null,
      note: last('feedback')?.note ?? last('acted')?.note ?? null,
    };
  });
}
