import type { Ports } from '../../functions/respond/ports.ts';
import type { Chaos } from './chaos.ts';
import type { Scheduler } from './scheduler.ts';

/** Ports of which the ledger and the tellings meet with chaos too; the EC2 ones meet with it in the account. */
export function troubledPorts(ports: Ports, chaos: Chaos, scheduler: Scheduler): Ports {
  const around =
    <Input extends unknown[], Output>(name: string, call: (...input: Input) => Promise<Output>) =>
    (...input: Input): Promise<Output> =>
      chaos({ name, service: 'other', acts: false }, () => call(...input));
  const { ledger } = ports;
  return {
    ...ports,
    publish: around('publish', ports.publish),
    emit: around('emit', ports.emit),
    pause: scheduler.wait,
    ledger: {
      find: around('find', ledger.find),
      open: around('open', ledger.open),
      takeOver: around('takeOver', ledger.takeOver),
      acted: around('acted', ledger.acted),
      told: around('told', ledger.told),
      recall: around('recall', ledger.recall),
      remember: around('remember', ledger.remember),
      recallConduct: around('recallConduct', ledger.recallConduct),
      rememberConduct: around('rememberConduct', ledger.rememberConduct),
      recallUses: around('recallUses', ledger.recallUses),
      rememberUses: around('rememberUses', ledger.rememberUses),
      groupsOf: around('groupsOf', ledger.groupsOf),
      keepGroups: around('keepGroups', ledger.keepGroups),
      countRepair: around('countRepair', ledger.countRepair),
    },
  };
}
