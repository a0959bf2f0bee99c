import type { ResponseOf } from '@tocsin/api';
import { api, queryClient, routes } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { countText } from '../../ui/count.tsx';
import { told } from '../../ui/undo.tsx';

const { bulk: words } = t.quarantine;
type Replayed = ResponseOf<typeof routes.replayMany>;

/** What is asked of refused records, and the numbers that count them. */
async function forget(): Promise<void> {
  const touched: readonly string[] = [routes.quarantineItem.path, routes.sources.path, routes.programmeOverview.path];
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => touched.includes(String(queryKey[0])) });
}

export async function replayMany(ids: readonly number[]): Promise<Replayed> {
  const sum = await api.call(routes.replayMany, { body: { ids: [...ids] } });
  await forget();
  return sum;
}

export function tellReplayed({ accepted, duplicate, filtered, quarantined, skipped }: Replayed): void {
  const text = words.replayed(
    format.number(accepted),
    format.number(duplicate),
    format.number(filtered),
    format.number(quarantined),
  );
  told(skipped === 0 ? text : text + words.skippedNote(format.number(skipped)));
}

/** Puts records aside; for a minute that can be taken back. `onUndone` is called after that. */
export async function discard(ids: readonly number[], onUndone: () => void): Promise<void> {
  const { changed } = await api.call(routes.discard, { body: { ids: [...ids] } });
  await forget();
  told(words.discarded(countText(changed, 'records')), () => restore(ids).then(onUndone));
}

export async function restore(ids: readonly number[]): Promise<void> {
  const { changed } = await api.call(routes.discard, { body: { ids: [...ids], restore: true } });
  await forget();
  told(words.restored(countText(changed, 'records')));
}

/** Sends one record again, corrected or as it came; tells what became of it. */
export async function replayOne(id: number, corrected: string | undefined): Promise<ResponseOf<typeof routes.replay>> {
  const result = await api.call(routes.replay, {
    params: { id },
    body: corrected === undefined ? {} : { corrected },
  });
  await forget();
  return result;
}
