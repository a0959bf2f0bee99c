// Writes the pages that are made from code: docs/errors.md and docs/operations/configuration.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { renderErrorsPage } from '../server/src/kernel/error-catalogue.ts';
import { renderConfigurationPage } from '../server/src/kernel/config-table.ts';

const docs = new URL('../docs/', import.meta.url);
mkdirSync(new URL('operations/', docs), { recursive: true });
writeFileSync(new URL('errors.md', docs), renderErrorsPage());
writeFileSync(new URL('operations/configuration.md', docs), renderConfigurationPage());
