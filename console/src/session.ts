import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { PasswordSignIn, Session } from '@tocsin/api';
import { ApiError, api, query, queryClient, routes } from './api.ts';
import { liveStream } from './live.ts';
import { showPasskey } from './passkey.ts';
import { paths } from './paths.ts';

export const sessionQuery = { ...query(routes.session), staleTime: 60_000, retry: false };
export const programmeQuery = { ...query(routes.programme), staleTime: 300_000 };

/** The session, or null where nobody is signed in. Other failures are thrown. */
export async function currentSession(): Promise<Session | null> {
  try {
    return await queryClient.query({ ...sessionQuery, staleTime: 'static' });
  } catch (error) {
    if (isSignedOut(error)) return null;
    throw error;
  }
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.problem.status === 401;
}

/** Who is signed in. Only below the shell, whose route makes sure that somebody is. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Name and kind of this programme; undefined until it is known. */
export function useProgramme() {
  return useQuery(programmeQuery).data;
}

export function isOperator(session: Session): boolean {
  return session.org.kind === 'operator';
}

/** Where a person starts: the operator with the programme, everybody else with what concerns them. */
export function homeOf(session: Session): string {
  return isOperator(session) ? paths.programme() : paths.nation();
}

/** A new session has begun: forgets everything that an earlier one fetched. */
export function begin(session: Session): Session {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, session);
  return session;
}

/** Signs in by persona (drill) or token. */
export async function signIn(body: { persona: string } | { token: string; person: string }): Promise<Session> {
  return begin(await api.call(routes.signIn, { body }));
}

/** Signs in with the passkey that the browser offers. */
export async function signInWithPasskey(): Promise<Session> {
  const { step, options } = await api.call(routes.askPasskey);
  return begin(await api.call(routes.signInWithPasskey, { body: { step, response: await showPasskey(options) } }));
}

/** Signs in with a password and a code. */
export async function signInWithPassword(body: PasswordSignIn): Promise<Session> {
  return begin(await api.call(routes.signInWithPassword, { body }));
}

/** Ends the session here and at the server. Signed out already counts as done. */
export async function signOut(): Promise<void> {
  liveStream.stop();
  await api.call(routes.signOut).catch((error: unknown) => {
    if (!isSignedOut(error)) throw error;
  });
  queryClient.clear();
}
