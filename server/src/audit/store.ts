// The face of audit for files that do IO.
export { recordAudit, recordDelivery } from './rows/store.ts';
