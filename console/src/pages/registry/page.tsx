import { isOperator, useSession } from '../../session.ts';
import { NationsPage } from './nations-page.tsx';
import { OwnOrg } from './org-page.tsx';

/** The registry's first page: for the operator the nations, for everybody else what the programme knows of them. */
export function RegistryPage() {
  return isOperator(useSession()) ? <NationsPage /> : <OwnOrg />;
}
