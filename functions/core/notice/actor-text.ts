import type { Actor } from '../actor.ts';
import { nameText, quoteText } from './escape.ts';

/** An actor in a few words, safe to show: `anna (role deploy)`, `the root user`. */
export function actorText({ kind, name, session }: Actor): string {
  switch (kind) {
    case 'root':
      return 'the root user';
    case 'user':
      return nameText(name);
    case 'role':
      return session === undefined ? `the role ${nameText(name)}` : `${nameText(session)} (role ${nameText(name)})`;
    case 'identity-center':
      return session === undefined
        ? `someone with the permission set ${nameText(name)}`
        : `${nameText(session)} (Identity Center)`;
    case 'service-linked-role':
      return `the service-linked role ${nameText(name)}`;
    case 'service':
      return `the AWS service ${nameText(name)}`;
    case 'federated':
      return `${nameText(name)} (federated)`;
    case 'unknown':
      return 'an unknown caller';
    default:
      return kind satisfies never;
  }
}

/** Who an actor is, from where and with what, one fact a line, each `Label: value`; `home` is the group's account. */
export function actorFacts(actor: Actor, home: string): string[] {
  const { arn, account } = actor;
  return [
    principal(actor),
    ...(arn === undefined ? [] : [`ARN: ${arnText(arn)}`]),
    ...(account === undefined || account === home ? [] : [`Account: ${nameText(account)}, not the group's own`]),
    `From: ${addressText(actor)}`,
    `Tool: ${toolText(actor)}`,
  ];
}

function principal({ kind, name, session }: Actor): string {
  const inSession = session === undefined ? '' : `, session ${nameText(session, 64)}`;
  switch (kind) {
    case 'root':
      return "Root user: the account's own, with every right";
    case 'user':
      return `User: ${nameText(name, 64)}`;
    case 'role':
      return `Role: ${nameText(name, 64)}${inSession}`;
    case 'identity-center':
      return session === undefined
        ? `Identity Center: permission set ${nameText(name, 64)}, person not named`
        : `Person: ${nameText(session, 64)}, by Identity Center, permission set ${nameText(name, 64)}`;
    case 'service-linked-role':
      return `Service-linked role: ${nameText(name, 64)}${inSession}`;
    case 'service':
      return `AWS service: ${nameText(name, 64)}`;
    case 'federated':
      return `Federated user: ${nameText(name, 64)}${inSession}`;
    case 'unknown':
      return 'Caller: not known, the record does not say it in a form that can be read';
    default:
      return kind satisfies never;
  }
}

const arnText = (arn: string): string =>
  /^arn:[\w:/+=,.@-]+$/.test(arn) && arn.length <= 300 ? arn : quoteText(arn, 300);

function addressText({ kind, address }: Actor): string {
  if (address === undefined) return 'the record does not name an address';
  if (/^[0-9A-Fa-f.:]{2,45}$/.test(address)) return address;
  const onBehalf = kind !== 'service' && address.endsWith('.amazonaws.com');
  return `${nameText(address)}${onBehalf ? ", an AWS service that called on the actor's behalf" : ''}`;
}

/** The names of tools that `toolOf` gives: a few plain words. */
const TOOL = /^(?=.{1,32}$)[\w.]+(?: [\w.]+){0,3}$/;

function toolText({ tool, userAgent }: Actor): string {
  if (tool === undefined && userAgent === undefined) return 'the record does not name one';
  const agent = userAgent === undefined ? undefined : quoteText(userAgent, 100);
  if (tool === undefined) return `calls itself ${agent}`;
  const name = tool === 'console' ? 'the AWS console' : TOOL.test(tool) ? tool : nameText(tool);
  return `says it is ${name}${agent === undefined ? '' : ` (${agent})`}`;
}
