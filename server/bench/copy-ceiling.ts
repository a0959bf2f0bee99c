import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { once } from 'node:events';

/** Rows a second of one raw COPY in binary of a batch's rows into a table with the indexes of `event`, committed. */
export async function copyCeiling(url: string, batch: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('create table copy_ceiling (like event including all)');
    // The batch's portions are those that came after every earlier one: the last of the benchmark.
    const parts: Buffer[] = [];
    const out = client.query(
      copyTo(
        `copy (select * from event where source = (select source from batch where id = ${batch}) and day = '2026-03-04' order by portion, day, id) to stdout (format binary)`,
      ),
    );
    for await (const part of out) parts.push(part as Buffer);
    const { rows } = await client.query<{ count: string }>(
      `select count(*) from event where source = (select source from batch where id = ${batch}) and day = '2026-03-04'`,
    );
    await client.query('checkpoint');
    const data = Buffer.concat(parts);
    const start = performance.now();
    const stream = client.query(copyFrom('copy copy_ceiling from stdin (format binary)'));
    const done = once(stream, 'finish');
    stream.end(data);
    await done;
    const seconds = (performance.now() - start) / 1000;
    await client.query('drop table copy_ceiling');
    return Number(rows[0]?.count ?? 0) / seconds;
  } finally {
    await client.end();
  }
}
