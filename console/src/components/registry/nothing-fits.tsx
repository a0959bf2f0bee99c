import { t } from '../../messages/index.ts';
import { Link } from '../../ui/link.tsx';
import { EmptyState } from '../../ui/states.tsx';

/** No row is left by the filters. */
export function NothingFits({ href }: { href: string }) {
  const { empty } = t.registry;
  return (
    <EmptyState title={empty.filtered} text={empty.filteredText} action={<Link href={href}>{empty.clear}</Link>} />
  );
}
