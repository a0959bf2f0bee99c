// The face of audit for files that do IO.
export { recordAnswered, type Answered } from './receipts/store.ts';
export { recordAudit, recordDelivery } from './rows/store.ts';
