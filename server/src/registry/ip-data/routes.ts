import { join } from 'node:path';
import { registryRoutes as routes } from '@tocsin/api/routes/registry.ts';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '#audit/store.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import { receiveSnapshot, settle, snapshotFolder } from './client/snapshot-file.ts';
import type { IpDataHolder } from './holder.ts';
import { activateSnapshot, listSnapshots, registerSnapshot, type SnapshotRow } from './store.ts';

export interface IpDataDeps {
  readonly db: Db;
  readonly clock: Clock;
  /** Directory of the programme; snapshots lie in its folder ip-data. */
  readonly dataDir: string;
  readonly holder: IpDataHolder;
}

const toAnswer = ({ id, name, builtAt, active, prefixes4, prefixes6, inputs }: SnapshotRow) => ({
  id,
  name,
  builtAt: builtAt.toISOString(),
  active,
  prefixes4,
  prefixes6,
  inputs,
});

/** Serves the IP data: list, upload of a compiled snapshot, and the change of the one in use without a stop. */
export function mountIpData(app: FastifyInstance, { db, clock, dataDir, holder }: IpDataDeps): void {
  const audit = (tx: Tx, { org, name }: Caller, action: string, row: SnapshotRow): Promise<void> =>
    recordAudit(tx, {
      at: clock.now(),
      org,
      actor: name,
      action,
      subject: `ip-snapshot:${row.name}`,
      detail: { sha256: row.sha256 },
    });

  const activate = async (caller: Caller, id: number): Promise<SnapshotRow> => {
    const { row, snapshot } = await db.asOrg(caller.org, async (tx) => {
      const activated = await activateSnapshot(tx, id, dataDir);
      await audit(tx, caller, 'ip_snapshot.activate', activated.row);
      return activated;
    });
    holder.replace({ id: row.id, snapshot }); // other processes see the registry version move
    return row;
  };

  mount(app, routes.ipSnapshots, async ({ caller }) => (await db.asOrg(caller.org, listSnapshots)).map(toAnswer));

  mount(app, routes.uploadIpSnapshot, async ({ body, query, caller }) => {
    const row = await receiveSnapshot(body, snapshotFolder(dataDir), (snapshot, draft) =>
      db.asOrg(caller.org, async (tx) => {
        const registered = await registerSnapshot(tx, snapshot);
        await audit(tx, caller, 'ip_snapshot.upload', registered);
        // Before the commit: a row without its file never becomes visible. A file without a row does no harm.
        await settle(draft, join(snapshotFolder(dataDir), registered.file));
        return registered;
      }),
    );
    return toAnswer(query.activate === true ? await activate(caller, row.id) : row);
  });

  mount(app, routes.activateIpSnapshot, async ({ params, caller }) => toAnswer(await activate(caller, params.id)));
}
