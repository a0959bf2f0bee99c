import { en } from './en.ts';

export type Messages = typeof en;

/** The texts of the interface. Another language is another object of this type. */
export const t: Messages = en;
export * as format from './format.ts';
