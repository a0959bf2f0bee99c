import { join } from 'node:path';
import { registryRoutes } from '@tocsin/api/routes/registry.ts';
import type { FastifyInstance } from 'fastify';
import type { Db } from '#kernel/db.ts';
import { mount } from '#kernel/http/routes.ts';
import { receiveSnapshot, settle, snapshotFolder } from './client/snapshot-file.ts';
import type { IpDataHolder } from './holder.ts';
import { activateSnapshot, listSnapshots, registerSnapshot, type SnapshotRow } from './store.ts';

export interface IpDataRoutes {
  readonly db: Db;
  readonly dataDir: string;
  readonly holder: IpDataHolder;
}

const toAnswer = ({ id, name, builtAt, active, prefixes4, prefixes6, inputs }: SnapshotRow) => ({
  id, name, builtAt: builtAt.toISOString(), active, prefixes4, prefixes6, inputs,
});

/** Serves the IP data: list, upload of a compiled snapshot, and the change of the one in use without a stop. */
export function mountIpData(app: FastifyInstance, { db, dataDir, holder }: IpDataRoutes): void {
  const activate = async (id: number): Promise<SnapshotRow> => {
    const { row, snapshot } = await db.asSystem(`use IP snapshot ${id}`, (tx) => activateSnapshot(tx, id, dataDir));
    holder.replace({ id: row.id, snapshot }); // other processes see the registry version move
    return row;
  };

  mount(app, registryRoutes.ipSnapshots, async () => (await db.asSystem('list IP snapshots', listSnapshots)).map(toAnswer));

  mount(app, registryRoutes.uploadIpSnapshot, async ({ body, query }) => {
    const folder = snapshotFolder(dataDir);
    const row = await receiveSnapshot(body, folder, (snapshot, draft) =>
      db.asSystem('register an uploaded IP snapshot', async (tx) => {
        const registered = await registerSnapshot(tx, snapshot);
        // Within the transaction: a row without its file never becomes visible. A file without a row does no harm.
        await settle(draft, join(folder, registered.file));
        return registered;
      }),
    );
    return toAnswer(query.activate === true ? await activate(row.id) : row);
  });

  mount(app, registryRoutes.activateIpSnapshot, async ({ params }) => toAnswer(await activate(params.id)));
}
