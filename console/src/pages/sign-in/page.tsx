import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { query, routes } from '../../api.ts';
import { format, t } from '../../messages/index.ts';
import { homeOf, signIn, useProgramme } from '../../session.ts';
import { Logotype } from '../../ui/logo.tsx';
import { useGo } from '../../ui/link.tsx';
import { ErrorState, Loaded } from '../../ui/states.tsx';
import { useUrl } from '../../ui/url-state.ts';
import { Personas } from './personas.tsx';
import classes from './sign-in.module.css';
import { TokenForm } from './token-form.tsx';

/** Only a path of this console: a link must not lead elsewhere after the sign-in. */
function safeNext(next: string | undefined): string | undefined {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : undefined;
}

/** Signing in: as a persona in a drill, else with an access token. */
export function SignInPage() {
  const url = useUrl();
  const go = useGo();
  const info = useQuery(query(routes.programme));
  const programme = useProgramme();
  const [withToken, setWithToken] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const next = safeNext(url.one('next'));
  const drill = programme?.kind === 'drill';
  const enter = async (body: Parameters<typeof signIn>[0]) => {
    setFailure(undefined);
    try {
      const session = await signIn(body);
      go(next ?? homeOf(session), { replace: true });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <main className={classes.page}>
      <title>{t.shell.title(t.signIn.title)}</title>
      <div className={classes.card} data-wide={drill && !withToken}>
        <Logotype size={40} />
        <p className={classes.tagline}>{t.signIn.tagline}</p>
        <h1 className={classes.title}>
          {programme === undefined ? t.signIn.title : `${t.signIn.title} · ${programme.name}`}
        </h1>
        {next !== undefined && <p className={classes.hint}>{t.signIn.expired}</p>}
        {failure !== undefined && <ErrorState error={failure} />}
        <Loaded query={info}>
          {({ kind }) => (
            <>
              {kind === 'drill' && !withToken ? (
                <Personas onChoose={(persona) => enter({ persona })} />
              ) : (
                <TokenForm onSubmit={enter} />
              )}
              {kind === 'drill' && (
                <button type="button" className={classes.other} onClick={() => setWithToken(!withToken)}>
                  {withToken ? t.signIn.personaInstead : t.signIn.tokenInstead}
                </button>
              )}
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
