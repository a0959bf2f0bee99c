/** The stages of the drill, in order. */
export type Stage = 'registry' | 'week' | 'sharing' | 'campaign' | 'background';

/**
 * One line that the player prints on stdout, as JSON, for whoever started it. `done` after the stage's last step, `found` where
 * an earlier run had played it already. Once `week` is over the console has something to show.
 */
export interface Progress {
  readonly stage: Stage;
  readonly state: 'begun' | 'going' | 'done' | 'found';
  /** Steps done and steps in all, where the stage has such. */
  readonly step?: number;
  readonly of?: number;
  /** Events sent in this stage so far. */
  readonly events?: number;
  /** What is going on, in words. */
  readonly detail?: string;
}

export type Report = (progress: Progress) => void;
