import { wrap } from '../functions/core/notice/wrap.ts';
import { expiredExemptions } from '../functions/policy-file/check-exemptions.ts';
import { countText, errorsIn, PROBLEM_CODES, problemText, sortProblems } from '../functions/policy-file/problem.ts';
import { type Command, counted } from './command.ts';
import { policiesOf } from './policies-dir.ts';

const USAGE = 'Usage: portcullis validate [DIR]';

const MARGIN = 23;

const CODES = Object.entries(PROBLEM_CODES).map(([code, meaning]) => {
  const meanings = wrap(meaning, MARGIN).join('\n').slice(MARGIN);
  return `  ${code.padEnd(MARGIN - 2)}${meanings}`;
});

/** `portcullis validate`: every problem of the policy files, one a line. */
export const validate: Command = {
  name: 'validate',
  summary: 'check policy files and their cases',
  help: `${USAGE}

Checks every policy folder in DIR (policies when left out), and defaults.yaml,
exemptions.yaml and guardrails.yaml there; then looks at all the policies
together. Prints each problem as file:line:column code message. A message that
begins with warning: is of what is allowed, and most likely not what was meant;
so is an exemption that has ended: it excuses nothing any more, and nobody is
kept from deploying by it. Exits with 0 when there is no problem, or none but
warnings, 1 when there are problems, 2 when DIR cannot be read.

Codes:
${CODES.join('\n')}`,
  run: (args, io) => {
    const loaded = policiesOf(args, USAGE, io);
    if (!loaded) return 2;
    const { policies, cases, exemptions, guardrails, problems: found } = loaded;
    const problems = sortProblems([...found, ...expiredExemptions(exemptions, new Date().toISOString())]);
    const lines = problems.map(problemText);
    if (errorsIn(problems).length > 0) {
      io.out([...lines, countText(problems)].join('\n'));
      return 1;
    }
    const count = [...cases.values()].reduce((sum, { length }) => sum + length, 0);
    const read = [
      counted(policies.length, 'policy', 'policies'),
      counted(count, 'case'),
      ...(exemptions.length > 0 ? [counted(exemptions.length, 'exemption')] : []),
      ...(guardrails ? ['guardrails'] : []),
      'no problems',
      ...(problems.length > 0 ? [countText(problems)] : []),
    ];
    io.out([...lines, read.join(', ')].join('\n'));
    return 0;
  },
};
