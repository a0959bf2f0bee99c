import { Type } from 'typebox';
import { Group, GroupBlueprint, GroupChange, NewGroup } from '../group.ts';
import { Handle } from '../org.ts';
import {
  Notice,
  ObjectDetail,
  ObjectItem,
  ObjectPage,
  ObjectsReport,
  OrgAnswer,
  Overlay,
  OverlayInput,
  ReleasedVersions,
  ReleaseInput,
  SharingPreview,
  StixId,
} from '../object.ts';
import { Lookup, LookupResult, ObjectHits, ObjectSearch } from '../object-search.ts';
import { table } from '../route.ts';

const read = { tag: 'intelligence', auth: 'org', scope: 'objects:read' } as const;
const write = { tag: 'intelligence', auth: 'org', scope: 'objects:write' } as const;
const ById = Type.Object({ id: StixId });
const ByHandle = Type.Object({ handle: Handle });

export const intelligenceRoutes = table({
  objects: {
    ...read,
    method: 'GET',
    path: '/api/objects',
    summary: 'Objects that the caller’s org has, in the order in which they came; or its drafts, the newest first',
    query: Type.Object({
      state: Type.Optional(Type.Enum(['released', 'draft'])),
      type: Type.Optional(Type.String({ description: 'comma-separated' })),
      after: Type.Optional(Type.String({ maxLength: 40 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
    response: ObjectPage,
  },
  searchObjects: {
    ...read,
    method: 'GET',
    path: '/api/objects/search',
    summary: 'Objects that the caller may have, by words and facets, with counts',
    query: ObjectSearch,
    response: ObjectHits,
  },
  lookup: {
    ...read,
    method: 'POST',
    path: '/api/lookup',
    summary: 'What is known of many values: objects, hosts and episodes of one’s own constituency, warninglists',
    audit: 'read',
    maxBodyBytes: 5 * 1024 ** 2,
    body: Lookup,
    response: LookupResult,
  },
  createObjects: {
    ...write,
    method: 'POST',
    path: '/api/objects',
    summary: 'Take STIX objects as drafts: NDJSON, a bundle, an envelope or one object; an outcome for each',
    consumes: ['application/x-ndjson', 'application/json', 'application/stix+json'],
    response: ObjectsReport,
  },
  object: {
    ...read,
    method: 'GET',
    path: '/api/objects/:id',
    summary: 'The last version of an object, as the caller may see it',
    params: ById,
    response: ObjectDetail,
  },
  objectVersions: {
    ...read,
    method: 'GET',
    path: '/api/objects/:id/versions',
    summary: 'Every version of an object that the caller may see, the newest first',
    params: ById,
    response: Type.Array(ObjectItem),
  },
  releaseObjects: {
    ...write,
    method: 'POST',
    path: '/api/objects/release',
    summary:
      'Release drafts, after a minute in which it can be undone; or put released objects under other terms, at once',
    body: ReleaseInput,
    response: ReleasedVersions,
  },
  undoRelease: {
    ...write,
    method: 'POST',
    path: '/api/objects/undo',
    summary: 'Take a release back before it has reached anybody',
    body: Type.Object(
      { versions: Type.Array(Type.Integer(), { minItems: 1, maxItems: 10_000 }) },
      { additionalProperties: false },
    ),
    response: Type.Object({ versions: Type.Array(Type.Integer({ description: 'rows that are drafts again' })) }),
  },
  withdrawObject: {
    ...write,
    method: 'POST',
    path: '/api/objects/:id/withdraw',
    summary: 'Take an object, or one version of it, back from everybody',
    params: ById,
    body: Type.Object(
      {
        version: Type.Optional(Type.String({ format: 'date-time' })),
        reason: Type.Optional(Type.Enum(['withdrawn', 'mistake', 'obsolete', 'source_request'])),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ versions: Type.Integer() }),
  },
  previewSharing: {
    ...write,
    method: 'POST',
    path: '/api/objects/preview',
    summary: 'Who would see what, and why, if objects of the caller’s org were released so',
    body: Type.Omit(ReleaseInput, ['urgent']),
    response: SharingPreview,
  },
  whySharing: {
    ...read,
    method: 'GET',
    path: '/api/objects/:id/why',
    summary: 'Why an org has an object, or why not: one’s own org; of one’s own objects, any',
    params: ById,
    query: Type.Object({ org: Type.Optional(Handle) }),
    response: OrgAnswer,
  },
  overlay: {
    ...read,
    method: 'GET',
    path: '/api/objects/:id/overlay',
    summary: 'The caller’s own verdict, status and note on an object',
    // One’s own, and the programme, which reads the trail, is not told of what one has notes.
    audit: 'none',
    params: ById,
    response: Overlay,
  },
  putOverlay: {
    ...write,
    method: 'PUT',
    path: '/api/objects/:id/overlay',
    summary: 'Note a verdict, a status, a note; nobody but the caller’s org sees it',
    params: ById,
    body: OverlayInput,
    response: Overlay,
  },
  notices: {
    ...read,
    method: 'GET',
    path: '/api/notices',
    summary: 'That there is something RED for the caller in person',
    response: Type.Array(Notice),
  },
  readInPerson: {
    ...read,
    method: 'GET',
    path: '/api/notices/:version',
    summary: 'What is RED, for the person it names',
    stepUp: true,
    params: Type.Object({ version: Type.Integer() }),
    response: Type.Object({ object: Type.Unknown() }),
  },
  groups: {
    ...read,
    method: 'GET',
    path: '/api/groups',
    summary: 'Groups that the caller keeps or belongs to; the operator sees all',
    response: Type.Array(Group),
  },
  createGroup: {
    ...write,
    method: 'POST',
    path: '/api/groups',
    summary: 'Make a group, by hand or by blueprint',
    body: NewGroup,
    response: Group,
    status: 201,
  },
  changeGroup: {
    ...write,
    method: 'PATCH',
    path: '/api/groups/:handle',
    summary: 'Change a group; what was shared with it follows',
    params: ByHandle,
    body: GroupChange,
    response: Group,
  },
  previewGroup: {
    ...write,
    method: 'POST',
    path: '/api/groups/preview',
    summary: 'Whom a blueprint describes now',
    body: GroupBlueprint,
    response: Type.Object({ members: Type.Array(Handle) }),
  },
});
