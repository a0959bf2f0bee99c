import { invitationLink } from '#auth/index.ts';
import { countProgrammeAdministrators, findOperatorPerson, makeLink } from '#auth/store.ts';
import { systemClock, type Clock } from '#kernel/clock.ts';
import type { Config } from '#kernel/config.ts';
import type { Db } from '#kernel/db.ts';
import { OperatorError } from '#kernel/operator-error.ts';
import { ensureProgramme, operatorHandle } from './birth.ts';

export interface FirstOperator {
  readonly mail: string;
  readonly name: string;
  /** There is an administrator already: one more, or, for the mail address of an account, its access anew. */
  readonly again: boolean;
}

/**
 * A one-time link by which the first person of the operator enrols, as programme administrator. Whoever may run this on
 * the server's machine owns the database, so that it asks for nothing else. Throws an OperatorError in a drill, whose
 * people are its personas, and where there is an administrator already unless `again` is said.
 */
export async function inviteOperator(
  db: Db,
  config: Config,
  { mail, name, again }: FirstOperator,
  clock: Clock = systemClock,
): Promise<{ link: string; expiresAt: string; renews: boolean }> {
  if (config.drill) throw new OperatorError('A drill has personas: sign in as one of them. There is nobody to enrol.');
  if (!/^\S+@\S+$/.test(mail) || mail.length > 254) throw new OperatorError(`${mail} is no mail address.`);
  await ensureProgramme(db, config, clock);
  return db.asSystem('first operator', async (tx) => {
    if (!again && (await countProgrammeAdministrators(tx)) > 0)
      throw new OperatorError(
        'There is a programme administrator already: ask them for an invitation. If none of them can sign in any more, say --again.',
      );
    const { id: org } = await tx.one<{ id: number }>('select id from org where handle = $1', [operatorHandle]);
    const known = await findOperatorPerson(tx, mail);
    const { invitation, secret } = await makeLink(
      tx,
      {
        org,
        mail,
        name: known?.name ?? name,
        person: known?.id ?? null,
        languages: [],
        role: known?.role ?? 'programme_administrator',
      },
      { org: 0, name: 'command line' },
      clock.now(),
    );
    const origin =
      config.publicUrl === undefined ? `http://localhost:${config.port}` : new URL(config.publicUrl).origin;
    return { link: invitationLink(origin, secret), expiresAt: invitation.expiresAt, renews: known !== undefined };
  });
}
