export type { AuditRow, Delivery } from './row.ts';
export { digestOfIds } from './digest.ts';
