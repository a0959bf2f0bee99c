import { t } from '../messages/index.ts';
import { failed, told } from './undo.tsx';

/** Copies a text and says so. `what` is what was copied, such as "3 addresses". */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    told(t.lists.copy.done(what));
  } catch {
    failed(t.lists.copy.failed, '');
  }
}
