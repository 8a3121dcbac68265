import { ec2Error } from '../../cli/local-account/ec2-error.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { type Attempt, attempts, never } from './attempt.ts';
import type { Dice } from './dice.ts';
import type { Scheduler } from './scheduler.ts';

/** How often what goes wrong, as probabilities of one call. */
export type Weather = { readonly faults: number; readonly crashes: number; readonly denials: number };

/** What may stand between the pipeline and one of its calls. `acts`: it changes something, so that IAM may refuse it. */
export type Call = { readonly name: string; readonly service: 'ec2' | 'other'; readonly acts: boolean };

/** Makes a call of an attempt as the weather lets it: it takes time, it may fail before or after its effect, the attempt may die. */
export type Chaos = <Output>(call: Call, make: () => Promise<Output>) => Promise<Output>;

/** Chaos whose every turn the dice decide; `note` hears of each fault. */
export function createChaos(
  scheduler: Scheduler,
  dice: Dice,
  weather: Weather,
  note: (attempt: Attempt, what: string) => void,
): Chaos {
  const latency = async (attempt: Attempt) => {
    await scheduler.wait(dice.number(1, 60));
    if (!attempt.dead && scheduler.now() - attempt.began > attempt.limit) attempt.die('the function timed out');
    if (attempt.dead) await never();
  };
  return async (call, make) => {
    const attempt = attempts.getStore();
    if (!attempt) return make();
    const fail = (what: string): void => {
      attempt.failed.add(call.name);
      note(attempt, `${what} ${call.name}`);
    };
    const crash = (when: string) => {
      fail(`crash ${when}`);
      attempt.die(`crash ${when} ${call.name}`);
      return never();
    };
    await latency(attempt);
    if (dice.chance(weather.crashes)) return crash('before');
    if (call.acts && dice.chance(weather.denials)) {
      fail('denied');
      throw ec2Error('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
    }
    const fault = dice.chance(weather.faults) ? dice.one(['throttled', 'server', 'timeout'] as const) : undefined;
    if (fault === 'throttled' || fault === 'server') {
      fail(fault);
      throw errorOf(call, fault);
    }
    const output = await make();
    await latency(attempt);
    if (dice.chance(weather.crashes)) return crash('after');
    if (fault === 'timeout') {
      fail('time-out after');
      throw errorOf(call, fault);
    }
    return output;
  };
}

function errorOf({ name, service }: Call, fault: 'throttled' | 'server' | 'timeout'): Error {
  if (service === 'other') return new RetryableError(`${name}: ${fault}`);
  switch (fault) {
    case 'throttled':
      return ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503);
    case 'server':
      return ec2Error('InternalError', 'An internal error has occurred.', 500);
    case 'timeout':
      return Object.assign(new Error('The request timed out'), { name: 'TimeoutError' });
    default:
      return fault satisfies never;
  }
}
