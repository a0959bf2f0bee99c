import { isWord } from './characters.ts';
import type { Instruction } from './program.ts';
import type { Anchor } from './syntax.ts';

const NEWLINE = 0x0a;

/** Whether the place before `codes[at]` is of the kind that an anchor asks for. Outside the text there is no word. */
function holds(anchor: Anchor, codes: readonly number[], at: number): boolean {
  const before = codes[at - 1];
  const after = codes[at];
  switch (anchor) {
    case 'start':
      return at === 0;
    case 'line_start':
      return at === 0 || (before === NEWLINE && after !== undefined);
    case 'final_end':
      return after === undefined;
    case 'end':
      return after === undefined || (after === NEWLINE && at === codes.length - 1);
    case 'line_end':
      return after === undefined || after === NEWLINE;
    default: {
      const isBoundary = (before !== undefined && isWord(before)) !== (after !== undefined && isWord(after));
      return isBoundary === (anchor === 'boundary');
    }
  }
}

/** What remains of the steps that somebody grants; a search stops when it is used up. */
export interface Budget {
  steps: number;
}

/**
 * Whether the program matches anywhere in the text: all states advance together, so that the number of steps is at most the
 * length of the program times that of the text, whatever they hold. `undefined` when the budget does not suffice.
 */
export function search(program: readonly Instruction[], text: string, budget: Budget): boolean | undefined {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  /** At which place an instruction was last added: it is added once for each. */
  const added = new Int32Array(program.length).fill(-1);
  let states: number[] = [];
  const pending: number[] = [];
  for (let at = 0; at <= codes.length; at += 1) {
    // The match may begin at each place: the first instruction is a state everywhere. What `states` holds has been added.
    const open: number[] = [];
    for (const state of states) pending.push(state);
    pending.push(0);
    while (pending.length > 0) {
      const index = pending.pop() as number;
      if (added[index] === at) continue;
      added[index] = at;
      budget.steps -= 1;
      if (budget.steps < 0) return undefined;
      const instruction = program[index] as Instruction;
      switch (instruction.kind) {
        case 'match':
          return true;
        case 'character':
          open.push(index);
          break;
        case 'jump':
          pending.push(instruction.target);
          break;
        case 'split':
          pending.push(instruction.second, instruction.first);
          break;
        case 'anchor':
          if (holds(instruction.anchor, codes, at)) pending.push(index + 1);
      }
    }
    const code = codes[at];
    if (code === undefined) return false;
    states = [];
    for (const index of open) {
      const instruction = program[index] as Instruction;
      if (instruction.kind === 'character' && instruction.test(code)) states.push(index + 1);
    }
  }
  return false;
}
