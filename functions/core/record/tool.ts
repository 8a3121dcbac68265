import { field, textOf } from './record-fields.ts';

/** User agents and the tool they name, the more telling first: Terraform's and the console's name an SDK as well. */
const TOOLS: readonly (readonly [agent: RegExp, tool: string])[] = [
  [/cloudformation\.amazonaws\.com/i, 'CloudFormation'],
  [/\bpulumi/i, 'Pulumi'],
  [/\bopentofu/i, 'OpenTofu'],
  [/\bterraform/i, 'Terraform'],
  [/\bansible/i, 'Ansible'],
  [/\baws-cdk\b/i, 'CDK'],
  [/\baws-cli\//i, 'AWS CLI'],
  [/\baws-?(tools-)?powershell/i, 'AWS Tools for PowerShell'],
];

/** The console's own agents, and the browsers that it runs in. */
const CONSOLE = /\bmozilla\/|console\b|\bsignin\.amazonaws\.com/i;

/** The SDKs, asked last: a tool above may be built on one. */
const SDKS: readonly (readonly [agent: RegExp, tool: string])[] = [
  [/\bboto/i, 'boto3'],
  [/\baws-sdk-go\b/i, 'AWS SDK for Go'],
  [/\baws-sdk-(js|nodejs)\b/i, 'AWS SDK for JavaScript'],
  [/\baws-sdk-(java|kotlin)\b/i, 'AWS SDK for Java'],
  [/\baws-sdk-(dot)?net\b/i, 'AWS SDK for .NET'],
  [/\baws-sdk-ruby/i, 'AWS SDK for Ruby'],
  [/\baws-sdk-php\b/i, 'AWS SDK for PHP'],
  [/\baws-sdk-rust\b/i, 'AWS SDK for Rust'],
  [/\baws-sdk-cpp\b/i, 'AWS SDK for C++'],
];

/**
 * The tool that a call seems to have come from, or the AWS service that made it for someone; undefined when nothing tells.
 * For display only: the user agent is whatever the client sends.
 */
export function toolOf(record: unknown): string | undefined {
  const agent = textOf(field(record, 'userAgent'), 512) ?? '';
  const service = textOf(field(record, 'userIdentity', 'invokedBy'), 256);
  if (service === 'cloudformation.amazonaws.com') return 'CloudFormation';
  const named = TOOLS.find(([pattern]) => pattern.test(agent));
  if (named) return named[1];
  // CloudShell's CLI has the console's credentials too, which is why the tools come first.
  const fromConsole = field(record, 'sessionCredentialFromConsole');
  if (fromConsole === true || fromConsole === 'true' || CONSOLE.test(agent)) return 'console';
  return SDKS.find(([pattern]) => pattern.test(agent))?.[1] ?? service;
}
