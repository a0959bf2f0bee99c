import { Command } from 'commander';
import { addGlobalOptions, createContext, type GlobalOptions } from './context.ts';
import { nounOf, nouns } from './nouns.ts';
import type { Environment } from './environment.ts';

/** The program for these arguments: the called noun with its verbs, the others by name for the help. */
export async function createProgram(
  args: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<Command> {
  const program = addGlobalOptions(new Command('tocsin'))
    .description('Runs and keeps a Tocsin programme.')
    .configureOutput({ writeOut: write })
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .showHelpAfterError('(--help shows what there is)');
  const called = nounOf(args);
  const context = () => createContext(program.opts<GlobalOptions>(), env, write);
  for (const [name, { summary, load }] of Object.entries(nouns)) {
    if (name === called) (await load()).register(program, context);
    else program.command(name).description(summary);
  }
  return program;
}
