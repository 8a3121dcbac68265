import { countText, errorsIn, PROBLEM_CODES, problemText } from '../functions/policy-file/problem.ts';
import { type Command, counted } from './command.ts';
import { policiesOf } from './policies-dir.ts';

const USAGE = 'Usage: portcullis validate [DIR]';

const CODES = Object.entries(PROBLEM_CODES).map(([code, meaning]) => `  ${code.padEnd(16)} ${meaning}`);

/** `portcullis validate`: every problem of the policy files, one a line. */
export const validate: Command = {
  name: 'validate',
  summary: 'check policy files and their cases',
  help: `${USAGE}

Checks every policy folder in DIR (policies when left out) and guardrails.yaml,
and prints each problem as file:line:column code message. A message that begins with
warning: is of what is allowed, and most likely not what was meant.
Exits with 0 when there is no problem, or none but warnings, 1 when there are
problems, 2 when DIR cannot be read.

Codes:
${CODES.join('\n')}`,
  run: (args, io) => {
    const loaded = policiesOf(args, USAGE, io);
    if (!loaded) return 2;
    const { policies, cases, guardrails, problems } = loaded;
    const found = problems.map(problemText);
    if (errorsIn(problems).length > 0) {
      io.out([...found, countText(problems)].join('\n'));
      return 1;
    }
    const count = [...cases.values()].reduce((sum, { length }) => sum + length, 0);
    const read = [
      counted(policies.length, 'policy', 'policies'),
      counted(count, 'case'),
      ...(guardrails ? ['guardrails'] : []),
      'no problems',
      ...(found.length > 0 ? [countText(problems)] : []),
    ];
    io.out([...found, read.join(', ')].join('\n'));
    return 0;
  },
};
