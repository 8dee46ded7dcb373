import { Argument, Option } from 'commander';
import { runOf } from '../run/context';
import type { HandVerb } from '../verb';
import { candidatesFor } from './candidates';
import { SCRIPTS, SHELLS } from './scripts';
import { vocabularyOf } from './vocabulary';

export const completion: HandVerb = {
  noun: null,
  verb: 'completion',
  add: (parent, shell, trace) =>
    parent
      .command('completion')
      .summary('Print the completion of a shell')
      .description(
        'Print the completion of a shell: nouns, verbs, options, their values, and queries as they are written. Types, ' +
          'accounts, regions and tags come from the install when it answers within a second.',
      )
      .addArgument(new Argument('<shell>', 'Whose completion').choices(SHELLS))
      .addOption(new Option('--words', 'Answer what may follow the words behind --').hideHelp())
      .allowExcessArguments()
      .addHelpText(
        'after',
        [
          '\nExamples:',
          '  source <(mooring completion bash)                                # in ~/.bashrc',
          '  mooring completion zsh > ~/.zfunc/_mooring                       # a folder of fpath',
          '  mooring completion fish > ~/.config/fish/completions/mooring.fish',
        ].join('\n'),
      )
      .action(async (kind: (typeof SHELLS)[number], _options, command) => {
        const run = runOf(shell, command, trace);
        if (!run.options.words) return run.printer.print(SCRIPTS[kind]);
        let root = parent;
        while (root.parent) root = root.parent;
        const found = await candidatesFor(root, command.args.slice(1), () => vocabularyOf(run));
        const lines = found.map(({ value, detail }) => (kind === 'bash' || !detail ? value : `${value}\t${detail}`));
        return run.printer.print(lines.map((line) => `${line}\n`).join(''));
      }),
};
