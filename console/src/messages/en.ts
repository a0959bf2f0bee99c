import { nation } from './en/nation.ts';
import { programme } from './en/programme.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { ui } from './en/ui.ts';
import { words } from './en/words.ts';

/** English: one file for each feature, named as its folder in pages/. */
export const en = { shell, ui, words, signIn, programme, nation };
