import { statSync } from 'node:fs';
import { loadPolicies } from '../functions/policy-file/load-policies.ts';
import { type Command, counted } from './command.ts';
import { readArguments } from './read-arguments.ts';
import { canAsk, confirm } from './undo/confirm.ts';
import { type UndoPorts, undoReport } from './undo/undo-report.ts';

const USAGE = 'Usage: portcullis undo [--region REGION] [--table NAME] [--policies DIR] [--yes] REPORT';

/** `portcullis undo`: puts back what a report removed, as the caller. */
export const undo: Command = {
  name: 'undo',
  summary: 'put back what a report removed, as yourself',
  help: `${USAGE}

Puts back what Portcullis removed or changed by REPORT, the id at the end of the
mail: removed rules are added again with their description and tags (under new
ids), rules that were changed back are changed again, rules that were put back
are removed. It shows what it will do and asks first.

It is your own change, by your AWS credentials, and Portcullis judges it again:
while a policy that forbids it is enforced and no exemption covers it, it is
repaired again. Have an exemption granted (exemptions.yaml) or the policy changed
first, and deploy that. It says what the policies in DIR make of it.

  --region REGION  where Portcullis is deployed; else as the AWS SDK finds it
  --table NAME     the ledger, the stack's output TableName; looked for by its
                   name when left out
  --policies DIR   policies and exemptions to judge it by beforehand; policies when
                   left out, if there is such a folder
  --yes            do not ask

It needs dynamodb:GetItem on the ledger, dynamodb:ListTables without --table,
ec2:DescribeSecurityGroups, ec2:DescribeSecurityGroupRules, and the right to what
it does: ec2:AuthorizeSecurityGroupIngress (with ec2:CreateTags for tags),
ec2:ModifySecurityGroupRules or ec2:RevokeSecurityGroupIngress.

Exits with 0 when all of it is as it was before the repair, 1 when something is
not, 2 when it was not called as it must be or could not find the report.`,
  run: async (args, io) => {
    const read = readArguments(args, { region: 'string', table: 'string', policies: 'string', yes: 'boolean' }, 1);
    const refuse = (reason: string) => {
      io.err(`${reason}\n${USAGE}`);
      return 2 as const;
    };
    if ('problem' in read) return refuse(read.problem);
    const [reportId] = read.positionals;
    if (reportId === undefined) return refuse('The id of a report is missing');
    if (!reportId.includes('/')) return refuse(`${JSON.stringify(reportId)} is no id of a report, <event>/<group>`);
    const yes = read.flags.has('yes');
    if (!yes && !canAsk()) return refuse('It asks before it acts, and here is no terminal to ask on; give --yes');
    try {
      // Only now: the other commands need not wait for the SDK to load.
      const { connect } = await import('./undo/undo-ports.ts');
      const place = { region: read.values.get('region'), table: read.values.get('table') };
      const ports = await connect(place, yes ? async () => true : confirm);
      const rehearsal = rehearsalOf(read.values.get('policies'));
      if (typeof rehearsal === 'string') return refuse(rehearsal);
      if (typeof ports !== 'string')
        return await undoReport(reportId, { ...ports, ...(rehearsal && { rehearsal }) }, io);
      io.err(ports);
    } catch (error) {
      // What AWS or the way to it refuses is for the caller to mend; all else is a bug.
      if (!(error instanceof Error) || error instanceof TypeError) throw error;
      io.err(`AWS could not be asked: ${error.name}: ${error.message}`);
    }
    return 2;
  },
};

/** The policies to judge by beforehand: none where no folder is named and none is there, a text where they can't be used. */
function rehearsalOf(named: string | undefined): UndoPorts['rehearsal'] | string {
  const dir = named ?? 'policies';
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory())
    return named === undefined ? undefined : `${JSON.stringify(dir)} is no folder`;
  const { policies, problems } = loadPolicies(dir);
  if (problems.length === 0) return { dir, policies };
  return named === undefined
    ? undefined
    : `The policies in ${dir} have ${counted(problems.length, 'problem')}; portcullis validate says which`;
}
