export { explainRefusal, refusalReasons, type RefusalReason } from '@tocsin/api/refusal-reasons.ts';
