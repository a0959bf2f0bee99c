import { routes } from '@tocsin/api';
import type { ServerProcess } from '../server-process.ts';

export interface Member {
  readonly id: number;
  readonly handle: string;
  readonly token: string;
}

/** 44 nations, a partner that writes, and a small org; a collection `bench` that the partner writes and the nations read. */
export async function makeMembers({ client }: ServerProcess): Promise<{
  operator: number;
  nations: Member[];
  writer: Member;
  small: Member;
}> {
  const make = async (handle: string, kind: 'government' | 'partner', nation?: string): Promise<Member> => {
    const body = {
      handle,
      name: handle,
      kind,
      enrolment: 'enrolled' as const,
      ...(nation !== undefined && { nation }),
    };
    const org = await client.call(routes.createOrg, {
      body: kind === 'government' ? { ...body, team: 'national_csirt' } : body,
    });
    const { secret } = await client.call(routes.createToken, {
      body: { org: handle, name: 'bench', scopes: ['objects:read', 'objects:write'] },
    });
    return { id: org.id, handle, token: secret };
  };
  const nations: Member[] = [];
  for (const { code } of await client.call(routes.nations)) {
    await client.call(routes.changeNation, { params: { code }, body: { enrolment: 'enrolled' } });
    nations.push(await make(`csirt-${code.toLowerCase()}`, 'government', code));
  }
  const writer = await make('bench-writer', 'partner');
  const small = await make('bench-small', 'partner');
  await client.call(routes.createCollection, { body: { alias: 'bench', title: 'Benchmark' } });
  const grant = (org: string, read: boolean, write: boolean) =>
    client.call(routes.grantCollection, { params: { alias: 'bench', org }, body: { read, write } });
  for (const { handle } of nations) await grant(handle, true, false);
  await grant(writer.handle, true, true);
  const operator = (await client.call(routes.orgs)).find(({ kind }) => kind === 'operator');
  if (operator === undefined) throw new Error('there is no operator');
  return { operator: operator.id, nations, writer, small };
}
