import { wrap } from '../functions/core/notice/wrap.ts';
import { UNUSED_DAYS } from '../functions/core/uses.ts';
import { expiredExemptions } from '../functions/policy-file/check-exemptions.ts';
import { countText, errorsIn, PROBLEM_CODES, problemText, sortProblems } from '../functions/policy-file/problem.ts';
import { type Command, counted } from './command.ts';
import { policiesOf } from './policies-dir.ts';
import { readArguments } from './read-arguments.ts';
import { unusedByLedger } from './validate/unused.ts';

const USAGE = 'Usage: portcullis validate [--ledger [--region REGION] [--table NAME]] [DIR]';

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
kept from deploying by it.

  --ledger         tell of exemptions that excused nothing for ${UNUSED_DAYS} days too, as a
                   warning, by what the ledger of a deployed Portcullis keeps
  --region REGION  where Portcullis is deployed; else as the AWS SDK finds it
  --table NAME     the ledger, the stack's output TableName; looked for by its
                   name when left out

With --ledger it needs dynamodb:GetItem and dynamodb:DescribeTable on the ledger,
by your own AWS credentials, and dynamodb:ListTables without --table. Without, it
asks nobody. Where there are no exemptions there is nothing to ask either.

Exits with 0 when there is no problem, or none but warnings, 1 when there are
problems, 2 when it was not called as it must be, when DIR cannot be read or the
ledger not be asked; all that the files say is printed then too.

Codes:
${CODES.join('\n')}`,
  run: async (args, io) => {
    const read = readArguments(args, { ledger: 'boolean', region: 'string', table: 'string' }, 1);
    const refuse = (reason: string) => {
      io.err(`${reason}\n${USAGE}`);
      return 2 as const;
    };
    if ('problem' in read) return refuse(read.problem);
    const { flags, values, positionals } = read;
    if (!flags.has('ledger') && values.size > 0)
      return refuse('--region and --table say which ledger; give --ledger too');
    const loaded = policiesOf(['--', ...positionals], USAGE, io);
    if (!loaded) return 2;
    const { policies, cases, exemptions, guardrails, problems: found } = loaded;
    const at = new Date().toISOString();
    const place = { region: values.get('region'), table: values.get('table') };
    const unused = flags.has('ledger') ? await unusedByLedger(exemptions, place, at, io) : [];
    const problems = sortProblems([...found, ...expiredExemptions(exemptions, at), ...(unused ?? [])]);
    const lines = problems.map(problemText);
    if (errorsIn(problems).length > 0) {
      io.out([...lines, countText(problems)].join('\n'));
      return unused ? 1 : 2;
    }
    const count = [...cases.values()].reduce((sum, { length }) => sum + length, 0);
    const counts = [
      counted(policies.length, 'policy', 'policies'),
      counted(count, 'case'),
      ...(exemptions.length > 0 ? [counted(exemptions.length, 'exemption')] : []),
      ...(guardrails ? ['guardrails'] : []),
      'no problems',
      ...(problems.length > 0 ? [countText(problems)] : []),
    ];
    io.out([...lines, counts.join(', ')].join('\n'));
    return unused ? 0 : 2;
  },
};
