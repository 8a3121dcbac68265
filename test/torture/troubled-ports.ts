import type { Ports } from '../../functions/respond/ports.ts';
import { aroundEach } from '../respond/around-each.ts';
import type { Chaos } from './chaos.ts';
import type { Scheduler } from './scheduler.ts';

/** Ports of which the ledger and the tellings meet with chaos too; the EC2 ones meet with it in the account. */
export function troubledPorts(ports: Ports, chaos: Chaos, scheduler: Scheduler): Ports {
  const around =
    <Input extends unknown[], Output>(name: string, call: (...input: Input) => Promise<Output>) =>
    (...input: Input): Promise<Output> =>
      chaos({ name, service: 'other', acts: false }, () => call(...input));
  return {
    ...ports,
    publish: around('publish', ports.publish),
    emit: around('emit', ports.emit),
    pause: scheduler.wait,
    callDigest: around('callDigest', ports.callDigest),
    passOn: around('passOn', ports.passOn),
    ledger: aroundEach(ports.ledger, around),
  };
}
