import { AuthorizeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { ec2Error } from '../../cli/local-account/ec2-error.ts';
import { TOLD_APART } from '../../cli/local-account/local-responder.ts';
import { type Ports, RetryableError } from '../../functions/respond/ports.ts';
import { tryAgain } from '../../functions/respond/try-again.ts';
import { aroundEach } from '../respond/around-each.ts';
import { createWorld, permission, type World } from '../respond/world.ts';
import type { RepairCase } from './repairs.ts';

/** What can befall a call, and whether the call had its effect. */
export const FAULTS = ['throttled', '5xx', 'time-out', 'access denied', 'crash'] as const;
export type Fault = {
  readonly kind: (typeof FAULTS)[number];
  /** Which of the calls of the pipeline, from 0 on. */
  readonly call: number;
  readonly when: 'before' | 'after';
};

/** What came of one repair of which one call failed. */
export type FaultResult = {
  /** The calls that were made, in order. */
  readonly calls: readonly string[];
  /** How often the queue brought the message. */
  readonly receives: number;
  /** How the rules stand: as they must, or not. */
  readonly repaired: boolean;
  /** The outcomes that the mails told, in order. */
  readonly mails: readonly string[];
  readonly events: number;
  /** Whether the pipeline came to an end with the message. */
  readonly ended: boolean;
};

/** Lets a repair happen, with one of its calls failing, and the queue bringing the message again as it does. */
export async function faultTrial(repair: RepairCase, fault?: Fault): Promise<FaultResult> {
  const calls: string[] = [];
  let armed = false;
  const around = async <Output>(name: string, call: () => Promise<Output>): Promise<Output> => {
    if (!armed) return call();
    const fails = fault?.call === calls.push(name) - 1 ? fault : undefined;
    if (fails?.when === 'before') throw errorOf(fails.kind, name);
    const output = await call();
    if (fails) throw errorOf(fails.kind, name);
    return output;
  };
  let lease = '';
  const world = createWorld({
    policies: [repair.policy],
    ...(repair.burst && { guardrails: { ...TOLD_APART, mails: { atOnce: 0, within: 5 } } }),
    rules: repair.rules,
    intercept: ({ operation, principal }, call) =>
      principal.userAgent === 'portcullis' ? around(operation, call) : call(),
    change: (ports) => ({ ...withFaults(ports, around), newLease: () => lease }),
  });
  repair.prepare?.(world);
  const ec2 = world.account.ec2(world.alice);
  const eventOf = async (act: () => Promise<unknown>) => {
    world.account.takeEvents();
    await act();
    world.clock.advance(4000);
    return world.account.takeEvents()[0];
  };
  if (repair.seen) await world.responder.respond(await eventOf(() => ec2.send(harmless(world))));

  const event = await eventOf(() => repair.change(ec2, world));
  armed = true;
  let [receives, ended] = [0, false];
  while (receives < 5 && !ended) {
    lease = `receive ${++receives}`;
    try {
      await tryAgain(
        () => world.responder.respond(event),
        async (wait) => world.clock.advance(wait),
      );
      ended = true;
    } catch {
      world.clock.advance(180_000);
    }
  }
  await world.responder.sendDigests();
  const { notices, emitted } = world.responder;
  const mails = notices.map(({ attributes }) => attributes.outcome);
  return { calls, receives, repaired: isRepaired(repair, world), mails, events: emitted.length, ended };
}

const harmless = ({ group }: World) =>
  new AuthorizeSecurityGroupIngressCommand({
    GroupId: group,
    IpPermissions: [permission('tcp', 8443, 8443, '10.9.0.0/16')],
  });

function isRepaired({ repaired, entries }: RepairCase, { account, standing }: World): boolean {
  const lists = [...account.state.lists.values()].flatMap(({ versions }) => versions.at(-1) ?? []);
  const same = (a: readonly string[], b: readonly string[]) => JSON.stringify(a) === JSON.stringify(b);
  return (
    same([...standing()].sort(), repaired) &&
    (!entries ||
      same(
        lists.map((entry) => entry.cidr),
        entries,
      ))
  );
}

function withFaults(
  ports: Ports,
  around: <Output>(name: string, call: () => Promise<Output>) => Promise<Output>,
): Ports {
  const named =
    <Input extends unknown[], Output>(name: string, call: (...input: Input) => Promise<Output>) =>
    (...input: Input) =>
      around(name, () => call(...input));
  return {
    ...ports,
    publish: named('Publish', ports.publish),
    emit: named('PutEvents', ports.emit),
    callDigest: named('SendMessage', ports.callDigest),
    passOn: named('SendMessage', ports.passOn),
    ledger: aroundEach(ports.ledger, (name, call) => named(`ledger ${name}`, call)),
  };
}

function errorOf(kind: Fault['kind'], name: string): Error {
  // The adapters of the ledger and of the tellings have made RetryableErrors of what is worth another try.
  const ec2 = /^(Describe|Get|Authorize|Modify|Revoke|Restore)/.test(name);
  switch (kind) {
    case 'throttled':
      return ec2 ? ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503) : new RetryableError(kind);
    case '5xx':
      return ec2 ? ec2Error('InternalError', 'An internal error has occurred.', 500) : new RetryableError(kind);
    case 'time-out':
      return ec2 ? Object.assign(new Error('Timed out'), { name: 'TimeoutError' }) : new RetryableError(kind);
    case 'access denied':
      return ec2
        ? ec2Error('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403)
        : Object.assign(new Error('Access denied'), { name: 'AccessDeniedException' });
    case 'crash':
      return new Error('The process died');
    default:
      return kind satisfies never;
  }
}
