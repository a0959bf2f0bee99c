import { useQuery } from '@tanstack/react-query';
import type { Session } from '@tocsin/api';
import { useState } from 'react';
import { query, routes } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { homeOf, signIn, signInWithPasskey, signInWithPassword, useProgramme } from '../../session.ts';
import { Logotype } from '../../ui/logo.tsx';
import { useGo } from '../../ui/link.tsx';
import { ErrorState, Loaded } from '../../ui/states.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { AccountWays } from './account-ways.tsx';
import { Personas } from './personas.tsx';
import classes from './sign-in.module.css';
import { TokenForm } from './token-form.tsx';

/** Only a path of this console: a link must not lead elsewhere after the sign-in. */
function safeNext(next: string | undefined): string | undefined {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : undefined;
}

type Way = 'persona' | 'account' | 'token';

const switches: Record<Way, string> = {
  persona: t.signIn.personaInstead,
  account: t.signIn.accountInstead,
  token: t.signIn.tokenInstead,
};

/** Signing in: as a persona in a drill, else with an account; or, in both, with an access token. */
export function SignInPage() {
  const url = useUrl();
  const go = useGo();
  const info = useQuery(query(routes.programme));
  const programme = useProgramme();
  const [chosen, setChosen] = useState<Way>();
  const [failure, setFailure] = useState<unknown>();
  const next = safeNext(url.one('next'));
  const problem = url.one('problem');
  const ways: Way[] = programme?.kind === 'drill' ? ['persona', 'account', 'token'] : ['account', 'token'];
  const way = chosen ?? ways[0] ?? 'account';
  const enter = async (signing: Promise<Session>) => {
    setFailure(undefined);
    try {
      const session = await signing;
      go(next ?? homeOf(session), { replace: true });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <main className={classes.page}>
      <title>{t.shell.title(t.signIn.title)}</title>
      <div className={classes.card} data-wide={way === 'persona' && programme !== undefined}>
        <Logotype size={40} />
        <p className={classes.tagline}>{t.signIn.tagline}</p>
        <h1 className={classes.title}>
          {programme === undefined ? t.signIn.title : `${t.signIn.title} · ${programme.name}`}
        </h1>
        {next !== undefined && <p className={classes.hint}>{t.signIn.expired}</p>}
        {problem !== undefined && failure === undefined && (
          <p role="alert" className={classes.hint}>
            {t.signIn.problems[problem] ?? t.signIn.problem}
          </p>
        )}
        {failure !== undefined && <ErrorState error={failure} />}
        <Loaded query={info}>
          {() => (
            <>
              {way === 'persona' && <Personas onChoose={(persona) => enter(signIn({ persona }))} />}
              {way === 'token' && <TokenForm onSubmit={(body) => enter(signIn(body))} />}
              {way === 'account' && (
                <AccountWays
                  next={next}
                  onPasskey={() => enter(signInWithPasskey())}
                  onPassword={(body) => enter(signInWithPassword(body))}
                  onFailure={setFailure}
                />
              )}
              <div className={classes.others}>
                {ways
                  .filter((each) => each !== way)
                  .map((each) => (
                    <button key={each} type="button" className={classes.other} onClick={() => setChosen(each)}>
                      {switches[each]}
                    </button>
                  ))}
              </div>
            </>
          )}
        </Loaded>
      </div>
      {info.data !== undefined && (
        <p className={classes.version}>
          {t.shell.product} {info.data.version} · {format.utcTime(new Date(info.data.now))}
        </p>
      )}
    </main>
  );
}
