import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { countText, errorsIn, problemText } from '../functions/policy-file/problem.ts';
import type { Command } from './command.ts';
import { policiesOf } from './policies-dir.ts';
import { readArguments } from './read-arguments.ts';

const USAGE = 'Usage: portcullis sweep [--enforce] [--json] [--policies DIR]';

/** `portcullis sweep`: judges every group of a live account. */
export const sweep: Command = {
  name: 'sweep',
  summary: 'judge every security group of your AWS account',
  help: `${USAGE}

Judges the rules that stand in every security group of one account and region,
as the AWS SDK finds them (AWS_PROFILE, AWS_REGION and so on), by the policies in
DIR (policies when left out). It touches nothing and stores nothing.

  --enforce  repair what breaks a policy in enforce mode, within the limits of
             guardrails.yaml, by your own credentials; what is about to be
             repaired is printed in full to standard error before it is
  --json     one JSON object a line instead of a table

The deployed sweep remembers what each group had, this one does not: policies
with freeze or require, which speak of changes, find nothing here.

It needs ec2:DescribeSecurityGroups, ec2:DescribeSecurityGroupRules and
ec2:GetManagedPrefixListEntries; with --enforce also
ec2:RevokeSecurityGroupIngress, and ec2:AuthorizeSecurityGroupIngress (with
ec2:CreateTags) where a policy narrows.

Exits with 0 when nothing breaks a policy, 1 when something does or did, 2 when
it was not called as it must be, or something could not be done.`,
  run: async (args, io) => {
    const read = readArguments(args, { enforce: 'boolean', json: 'boolean', policies: 'string' }, 0);
    if ('problem' in read) {
      io.err(`${read.problem}\n${USAGE}`);
      return 2;
    }
    const dir = read.values.get('policies');
    const loaded = policiesOf(dir === undefined ? [] : [dir], USAGE, io);
    if (!loaded) return 2;
    const { policies, guardrails, problems } = loaded;
    const errors = errorsIn(problems);
    if (errors.length > 0) {
      io.err([...errors.map(problemText), countText(errors)].join('\n'));
      return 2;
    }
    try {
      // Only now: the other commands need not wait for the SDK to load.
      const { connect } = await import('./sweep/connect.ts');
      const time = { now: () => new Date().toISOString(), pause, newLease: randomUUID };
      const live = await connect(time);
      if (!live) {
        io.err('There is no security group in this account and region');
        return 0;
      }
      const { ports, account, region } = live;
      io.err(`Sweeping account ${account}, region ${region}`);
      const { runSweep } = await import('./sweep/run-sweep.ts');
      const scope = {
        policies,
        ...(guardrails && { guardrails }),
        account,
        region,
        enforce: read.flags.has('enforce'),
      };
      return await runSweep(ports, scope, read.flags.has('json'), io);
    } catch (error) {
      // What AWS or the way to it refuses is for the caller to mend; all else is a bug.
      if (!(error instanceof Error) || error instanceof TypeError) throw error;
      io.err(`AWS could not be asked: ${error.name}: ${error.message}`);
      return 2;
    }
  },
};
