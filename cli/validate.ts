import { PROBLEM_CODES, problemText } from '../functions/policy-file/problem.ts';
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
and prints each problem as file:line:column code message. Exits with 0 when all is well, 1 when
there are problems, 2 when DIR cannot be read.

Codes:
${CODES.join('\n')}`,
  run: (args, io) => {
    const loaded = policiesOf(args, USAGE, io);
    if (!loaded) return 2;
    const { policies, cases, guardrails, problems } = loaded;
    if (problems.length > 0) {
      io.out([...problems.map(problemText), counted(problems.length, 'problem')].join('\n'));
      return 1;
    }
    const count = [...cases.values()].reduce((sum, { length }) => sum + length, 0);
    io.out(
      `${counted(policies.length, 'policy', 'policies')}, ${counted(count, 'case')}${guardrails ? ', guardrails' : ''}, no problems`,
    );
    return 0;
  },
};
