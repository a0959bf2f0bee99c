import { Type } from 'typebox';
import { Checkpoint, LogHead, LogName, Verification } from '../audit/entry.ts';
import { Acknowledgement, AuditKeys, AuditPage, ReceiptItem, ReceiptPage, RecipientState } from '../audit/listing.ts';
import { table } from '../route.ts';

const read = { tag: 'audit', auth: 'org', scope: 'audit:read' } as const;
const instant = Type.Optional(Type.String({ format: 'date-time' }));
const page = {
  before: Type.Optional(Type.Integer()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
};

export const auditRoutes = table({
  audit: {
    ...read,
    method: 'GET',
    path: '/api/audit',
    summary:
      'What the caller’s org did (log=audit) and who saw its data (log=seen), newest first; the operator sees all',
    query: Type.Object({
      log: Type.Optional(Type.Union([Type.Literal('audit'), Type.Literal('seen')])),
      org: Type.Optional(Type.String()),
      action: Type.Optional(Type.String({ description: 'comma-separated; a prefix with *: token.*' })),
      actor: Type.Optional(Type.String()),
      subject: Type.Optional(Type.String({ description: 'part of it' })),
      from: instant,
      to: instant,
      ...page,
    }),
    response: AuditPage,
  },
  auditLogs: {
    ...read,
    method: 'GET',
    path: '/api/audit/logs',
    summary: 'The chains that the caller may see, and where each stands',
    response: Type.Array(LogHead),
  },
  exportLog: {
    ...read,
    method: 'GET',
    path: '/api/audit/logs/:log/export',
    produces: ['application/x-ndjson', 'text/csv'],
    summary:
      'One whole log of the caller’s org: log=seen is who saw its data, log=receipt what it was given. NDJSON holds all that `tocsin audit verify --file` needs, checkpoints included; CSV is for reading.',
    params: Type.Object({ log: LogName }),
    query: Type.Object({
      org: Type.Optional(Type.String({ description: 'handle of another org, or tocsin: for the operator' })),
      format: Type.Optional(Type.Union([Type.Literal('ndjson'), Type.Literal('csv')])),
    }),
  },
  verifyAudit: {
    ...read,
    method: 'POST',
    path: '/api/audit/verification',
    audit: 'read',
    summary: 'Hold the caller’s logs (the operator: all, or one org’s) and the checkpoints against each other',
    body: Type.Object({ org: Type.Optional(Type.String()) }, { additionalProperties: false }),
    response: Verification,
    status: 200,
  },
  checkpoints: {
    ...read,
    method: 'GET',
    path: '/api/audit/checkpoints',
    summary:
      'Signed checkpoints in order, with the caller’s own places: keep them, and nobody can rewrite what came before without your noticing',
    query: Type.Object({
      after: Type.Optional(Type.Integer({ minimum: 0 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
    response: Type.Array(Checkpoint),
  },
  auditKeys: {
    tag: 'audit',
    auth: 'public',
    method: 'GET',
    path: '/api/audit/keys',
    summary: 'The public keys that checkpoints are signed with',
    response: AuditKeys,
  },
  receipts: {
    ...read,
    method: 'GET',
    path: '/api/receipts',
    summary: 'What the caller’s org was given and what it said of it, newest first',
    query: Type.Object({
      kind: Type.Optional(
        Type.Union([Type.Literal('delivered'), Type.Literal('read'), Type.Literal('acted'), Type.Literal('feedback')]),
      ),
      ...page,
    }),
    response: ReceiptPage,
  },
  acknowledge: {
    tag: 'audit',
    auth: 'org',
    scope: 'events:read',
    method: 'POST',
    path: '/api/receipts',
    summary:
      'Say that something delivered was read (all up to a cursor, or an object), acted on (deployed, hit), or what it was worth',
    body: Acknowledgement,
    response: ReceiptItem,
    status: 201,
  },
  objectReceipts: {
    tag: 'audit',
    auth: 'org',
    scope: 'events:read',
    method: 'GET',
    path: '/api/receipts/objects/:id',
    summary: 'How far each recipient has come with an object of the caller’s; the operator may ask for any',
    params: Type.Object({ id: Type.String({ maxLength: 400 }) }),
    response: Type.Array(RecipientState),
  },
});
