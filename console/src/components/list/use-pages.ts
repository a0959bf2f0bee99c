import { useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ApiError } from '../../api.ts';
import { queryClient } from '../../api.ts';

/** Where the next page begins; null on the last. */
type Place = string | number | null;

export interface Pages<Page> {
  /** Undefined while the first page loads. */
  pages: readonly Page[] | undefined;
  first: Page | undefined;
  error: ApiError | null;
  retry: () => void;
  /** Absent where there are no more. */
  onMore: (() => void) | undefined;
  loadingMore: boolean;
  /** What is shown still answers the question before this one. */
  stale: boolean;
  /** Asks for the first page anew and forgets the others. What is shown stays until it comes. */
  refresh: () => Promise<void>;
}

/**
 * A list that the server pages, as a DataTable takes it. Live changes do not refetch it (its key begins with "list"):
 * rows must not move under the reader.
 */
export function usePages<Page extends { next: Place }>(
  key: readonly unknown[],
  fetchPage: (place: Place, signal: AbortSignal) => Promise<Page>,
): Pages<Page> {
  const queryKey = ['list', ...key];
  const query = useInfiniteQuery<Page, ApiError, InfiniteData<Page, Place>, unknown[], Place>({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    // A filter that changes keeps what was shown until the answer comes: no flash of skeletons.
    placeholderData: (before) => before,
  });
  const { fetchNextPage, refetch, hasNextPage, isPlaceholderData } = query;
  const onMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return {
    pages: query.data?.pages,
    first: query.data?.pages[0],
    error: query.error,
    retry: () => void refetch(),
    onMore: hasNextPage && !isPlaceholderData ? onMore : undefined,
    loadingMore: query.isFetchingNextPage,
    stale: isPlaceholderData,
    refresh: async () => {
      queryClient.setQueryData<InfiniteData<Page, Place>>(
        queryKey,
        (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
      );
      await refetch();
    },
  };
}
