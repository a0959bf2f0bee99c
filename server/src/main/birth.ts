import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scopes } from '@tocsin/api';
import { mintToken } from '#auth/store.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Config } from '#kernel/config.ts';
import type { Db } from '#kernel/db.ts';
import { OperatorError } from '#kernel/operator-error.ts';
import { ensureDrillSnapshot } from '#registry/ip-data/store.ts';
import { seedFamilies, seedNations } from '#registry/store.ts';

/** Handle of the operator's org, which every programme begins with. */
export const operatorHandle = 'operator';

/**
 * Makes what every programme begins with, where it is missing: the programme itself (a drill or real, for good), the
 * operator's org, the 44 nations, the names of malware families, and in a drill its IP data.
 */
export async function ensureProgramme(db: Db, config: Config, clock: Clock): Promise<void> {
  const wanted = config.drill ? 'drill' : 'real';
  const kind = await db.asSystem('birth of the programme', async (tx) => {
    const programme = await tx.maybe<{ kind: string }>('select kind from programme');
    if (programme === undefined)
      await tx.query('insert into programme (kind, name) values ($1, $2)', [
        wanted,
        config.drill ? 'Tocsin drill' : 'Tocsin',
      ]);
    await tx.query(
      `insert into org (handle, name, kind, enrolment) values ($1, 'Programme operator', 'operator', 'enrolled') on conflict (handle) do nothing`,
      [operatorHandle],
    );
    await seedNations(tx, clock.now());
    await seedFamilies(tx, clock.now());
    return programme?.kind ?? wanted;
  });
  if (kind !== wanted) {
    throw new OperatorError(
      kind === 'drill'
        ? 'This database was born as a drill and never becomes real. Start it with TOCSIN_DRILL=true, or take another data directory.'
        : 'This database is a real programme: no drill is played in it. Take another data directory (--data DIR), or leave the drill out (--no-drill).',
    );
  }
  if (config.drill) await ensureDrillSnapshot(db, config.dataDir);
}

/** A token for the command line on this machine, readable by the server's own user only; made once. */
export async function ensureOperatorToken(db: Db, dataDir: string, clock: Clock): Promise<void> {
  const file = join(dataDir, 'operator.token');
  if (existsSync(file)) return;
  const wanted = { org: operatorHandle, name: 'command line on the server', scopes: [...scopes] };
  const { secret } = await db.asSystem('token for the command line', (tx) =>
    mintToken(tx, wanted, { org: 0, name: 'server' }, clock.now()),
  );
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
}
