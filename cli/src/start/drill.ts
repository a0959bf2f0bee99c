import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../data-directory.ts';
import type { Display } from './display.ts';
import { started, type Started } from './process.ts';

/** A line that the scenario prints (scenario/src/player/progress.ts). */
interface Progress {
  readonly stage: 'registry' | 'week' | 'sharing' | 'campaign' | 'background';
  readonly state: 'begun' | 'going' | 'done' | 'found';
  readonly step?: number;
  readonly of?: number;
  readonly events?: number;
  readonly detail?: string;
}

export interface PlayingDrill extends Started {
  /** Resolves once the console has something to show; rejects when the scenario ends before. */
  readonly shown: Promise<void>;
}

const titles = { registry: 'nations, teams, providers, sensors', week: 'a week of background events' } as const;
const count = (events = 0): string => `${events.toLocaleString('en')} events`;

/** How the story is told. */
export interface Manner {
  /** Of the campaign: a number, or full. */
  readonly speed: string;
  /** Share of the events. */
  readonly scale: string;
}

/** Plays the drill on a server, shows how it is set up, and then quietly what the campaign does. */
export function playDrill(url: string, directory: string, { speed, scale }: Manner, display: Display): PlayingDrill {
  const child = spawn(
    process.execPath,
    [
      join(root, 'scenario', 'src', 'main.ts'),
      '--url',
      url,
      '--token-file',
      join(directory, 'operator.token'),
      '--speed',
      speed,
      '--scale',
      scale,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
  );
  const playing = started(child);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const shown = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => show(JSON.parse(line) as Progress, display, resolve));
    void playing.exited.then((code) => {
      const problem =
        complaint.trim() === ''
          ? `The drill has ended (exit code ${code}).`
          : `The drill has stopped: ${complaint.trim()}`;
      reject(new Error(problem));
      if (code === 0) return;
      display.fail('stopped');
      display.line(problem);
    });
  });
  return { ...playing, shown };
}

function show(
  { stage, state, step = 0, of = 0, events, detail = '' }: Progress,
  display: Display,
  shown: () => void,
): void {
  if (stage === 'campaign' && (state === 'begun' || state === 'going')) {
    display.status(`  the Brassbell campaign: ${detail}, ${Math.floor(step)} of ${of} s, ${count(events)}`);
    return;
  }
  if (stage === 'sharing' || stage === 'campaign' || stage === 'background') return display.status(undefined);
  switch (state) {
    case 'begun':
      display.begin(titles[stage]);
      break;
    case 'going':
      display.going(`day ${step + 1} of ${of}, ${count(events)}`);
      break;
    case 'found':
      display.end('there already');
      break;
    case 'done':
      display.end(stage === 'week' ? count(events) : undefined);
  }
  if (stage === 'week' && (state === 'done' || state === 'found')) shown();
}
