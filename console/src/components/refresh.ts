import type { Route } from '@tocsin/api';
import { queryClient } from '../api.ts';

/** Asks again for what these routes gave, after something was changed. */
export async function refresh(...routes: readonly Pick<Route, 'path'>[]): Promise<void> {
  const paths = routes.map(({ path }) => path);
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => paths.includes(String(queryKey[0])) });
}
