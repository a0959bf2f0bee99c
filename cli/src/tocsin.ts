#!/usr/bin/env node
import { CommanderError } from 'commander';
import { ApiError } from '@tocsin/api';
import { describeError } from './problem.ts';
import { createProgram } from './program.ts';

const args = process.argv.slice(2);

try {
  const program = await createProgram(args, process.env, (text) => process.stdout.write(text));
  await program.parseAsync(args, { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else {
    const machine = args.includes('--json') && error instanceof ApiError;
    process.stderr.write(machine ? `${JSON.stringify(error.problem, null, 2)}\n` : `${describeError(error)}\n`);
    process.exitCode = 1;
  }
}
