import { unsupported, type Anchor, type CharacterTest, type Expression } from './syntax.ts';

/** One step of a machine that is in many states at once (Thompson 1968). Without a target, the step after it follows. */
export type Instruction =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'anchor'; readonly anchor: Anchor }
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; target: number }
  | { readonly kind: 'match' };

/** Each character of the input costs at most this many steps. Counted repeats are written out, and so count. */
const longest = 10_000;

function push(program: Instruction[], instruction: Instruction): number {
  if (program.length >= longest) unsupported(0, 'Written out, this expression is too large to be run');
  program.push(instruction);
  return program.length - 1;
}

function compileChoice(options: readonly Expression[], program: Instruction[]): void {
  const exits: { target: number }[] = [];
  for (const option of options.slice(0, -1)) {
    const split = {
      kind: 'split' as const,
      first: push(program, { kind: 'split', first: 0, second: 0 }) + 1,
      second: 0,
    };
    program[split.first - 1] = split;
    compileInto(option, program);
    const exit = { kind: 'jump' as const, target: 0 };
    push(program, exit);
    exits.push(exit);
    split.second = program.length;
  }
  const last = options.at(-1);
  if (last) compileInto(last, program);
  for (const exit of exits) exit.target = program.length;
}

function compileRepeat(part: Expression, min: number, max: number | undefined, program: Instruction[]): void {
  for (let count = 0; count < min; count += 1) {
    const before = program.length;
    compileInto(part, program);
    if (program.length === before) return; // what takes no steps need not be written out again and again
  }
  if (max === undefined) {
    const split = { kind: 'split' as const, first: program.length + 1, second: 0 };
    const loop = push(program, split);
    compileInto(part, program);
    push(program, { kind: 'jump', target: loop });
    split.second = program.length;
    return;
  }
  const exits: { second: number }[] = [];
  for (let count = min; count < max; count += 1) {
    const split = { kind: 'split' as const, first: program.length + 1, second: 0 };
    push(program, split);
    exits.push(split);
    compileInto(part, program);
  }
  for (const exit of exits) exit.second = program.length;
}

function compileInto(expression: Expression, program: Instruction[]): void {
  switch (expression.kind) {
    case 'character':
    case 'anchor':
      push(program, expression);
      return;
    case 'sequence':
      for (const part of expression.parts) compileInto(part, program);
      return;
    case 'choice':
      return compileChoice(expression.options, program);
    case 'repeat':
      return compileRepeat(expression.part, expression.min, expression.max, program);
  }
}

/** The program of an expression. Throws RefusedExpression where it would be too long. */
export function compileProgram(expression: Expression): readonly Instruction[] {
  const program: Instruction[] = [];
  compileInto(expression, program);
  push(program, { kind: 'match' });
  return program;
}
