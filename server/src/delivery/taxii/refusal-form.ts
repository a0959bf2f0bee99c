import { errorCatalogue } from '#kernel/errors.ts';
import type { RefusalForm } from '#kernel/http/problems.ts';
import { taxiiType } from './media-type.ts';

/** Where this tree begins. */
export const taxiiPrefix = '/taxii2/';

/** Refusals as error messages of TAXII 2.1, section 3.6.1; a 401 names both ways to sign in. */
export const taxiiRefusals: RefusalForm = {
  prefix: taxiiPrefix,
  type: taxiiType,
  write: ({ code, status, detail }, requestId) =>
    JSON.stringify({
      title: errorCatalogue[code].title,
      ...(detail !== undefined && { description: detail }),
      error_id: requestId,
      error_code: code,
      http_status: String(status),
      external_details: `/errors/${code}`,
    }),
  headers: ({ status }) =>
    status === 401 ? { 'www-authenticate': ['Basic realm="tocsin", charset="UTF-8"', 'Bearer realm="tocsin"'] } : {},
};
