import { expiredExemptions } from '../functions/policy-file/check-exemptions.ts';
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

Checks every policy folder in DIR (policies when left out), exemptions.yaml and
guardrails.yaml, and prints each problem as file:line:column code message. Exits
with 0 when all is well, 1 when there are problems, 2 when DIR cannot be read.

An exemption that has ended is told as a warning: it excuses nothing any more, and
nobody is kept from deploying by it.

Codes:
${CODES.join('\n')}`,
  run: (args, io) => {
    const loaded = policiesOf(args, USAGE, io);
    if (!loaded) return 2;
    const { policies, cases, exemptions, guardrails, problems } = loaded;
    const warnings = expiredExemptions(exemptions, new Date().toISOString());
    const lines = [...problems.map(problemText), ...warnings.map((each) => `${problemText(each)} (warning)`)];
    const warned = warnings.length > 0 ? [counted(warnings.length, 'warning')] : [];
    if (problems.length > 0) {
      io.out([...lines, [counted(problems.length, 'problem'), ...warned].join(', ')].join('\n'));
      return 1;
    }
    const count = [...cases.values()].reduce((sum, { length }) => sum + length, 0);
    const parts = [
      counted(policies.length, 'policy', 'policies'),
      counted(count, 'case'),
      ...(exemptions.length > 0 ? [counted(exemptions.length, 'exemption')] : []),
      ...(guardrails ? ['guardrails'] : []),
      ...warned,
      'no problems',
    ];
    io.out([...lines, parts.join(', ')].join('\n'));
    return 0;
  },
};
