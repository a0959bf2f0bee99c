import type { Episode } from '@tocsin/api';
import { t } from '../../messages/index.ts';
import { Badge } from '../../ui/badge.tsx';

const tones = { opened: 'accent', notified: 'quiet', returned: 'notice', cleaned: 'good' } as const;

/** The state of an episode as a word; what returned draws the eye. */
export function EpisodeState({ state }: { state: Episode['state'] }) {
  return <Badge tone={tones[state]}>{t.words.episodeStates[state]}</Badge>;
}
