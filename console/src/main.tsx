import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './ui/base.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api.ts';
import { StepUpDialog } from './components/account/step-up-dialog.tsx';
import { paths } from './paths.ts';
import { router } from './router.tsx';
import { isSignedOut } from './session.ts';
import { styleNonce } from './style-nonce.ts';
import { cssVariables, theme } from './ui/theme.ts';

// A session that ends while one works leads to the sign-in page and back to the same place.
queryClient.getQueryCache().subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'error' || !isSignedOut(event.action.error)) return;
  const { pathname, href } = router.state.location;
  if (pathname !== paths.signIn() && pathname !== paths.invitation()) router.history.push(paths.signIn({ next: href }));
});

const schemeManager = localStorageColorSchemeManager({ key: 'tocsin.colour-scheme' });
const container = document.getElementById('root');
if (container !== null) {
  createRoot(container).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        getStyleNonce={() => styleNonce}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={schemeManager}
        defaultColorScheme="auto"
      >
        <QueryClientProvider client={queryClient}>
          <Notifications position="bottom-right" />
          <RouterProvider router={router} />
          <StepUpDialog />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
