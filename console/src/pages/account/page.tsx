import { useQuery } from '@tanstack/react-query';
import { query, routes } from '../../api.ts';
import { t } from '../../messages/index.ts';
import { Page } from '../../ui/panel.tsx';
import { Loaded } from '../../ui/states.tsx';
import classes from './account-page.module.css';
import { IdentitiesPanel } from './identities-panel.tsx';
import { PasskeysPanel } from './passkeys-panel.tsx';
import { PasswordPanel } from './password-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';
import { YouPanel } from './you-panel.tsx';

/** One's own account: who one is, every way to sign in, where one is signed in. */
export function AccountPage() {
  const account = useQuery(query(routes.account));
  return (
    <Page title={t.account.title}>
      <Loaded query={account}>
        {(loaded) => (
          <div className={classes.grid}>
            <div className={classes.column}>
              <PasskeysPanel account={loaded} />
              <PasswordPanel account={loaded} />
              <IdentitiesPanel account={loaded} />
            </div>
            <div className={classes.column}>
              <YouPanel account={loaded} />
              <SessionsPanel />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
