import type { Change } from './change.ts';
import { type AccountId, groupId } from './ids.ts';
import { readAddedRules } from './record/added-rules.ts';
import { type Fields, field } from './record/record-fields.ts';

/** How one kind of event is read. */
export type HandledEvent = {
  /** The service that records it; an event of the same name from elsewhere is another event. */
  readonly eventSource: string;
} & (
  | {
      /** Rules were added. */
      readonly effect: 'added';
      readonly read: (record: Fields, account: AccountId) => Pick<Change, 'group' | 'effect'>;
    }
  | {
      /** Told, never judged or acted on, for `reason`. */
      readonly effect: 'unclear';
      readonly reason: string;
      readonly group: (record: Fields) => Change['group'];
    }
);

/**
 * Every event that the parser handles, by its name. The pattern of the EventBridge rule is derived from this table, so a
 * new event needs one line here and its reader beside; look it up with `handledEvent`.
 */
export const HANDLED_EVENTS: Readonly<Record<string, HandledEvent>> = {
  AuthorizeSecurityGroupIngress: { eventSource: 'ec2.amazonaws.com', effect: 'added', read: readAddedRules },
  ModifySecurityGroupRules: {
    eventSource: 'ec2.amazonaws.com',
    effect: 'unclear',
    reason: 'what the rule was before, and whether it is an ingress rule, is not in the record',
    group: (record) => {
      const id = groupId(field(record, 'requestParameters', 'ModifySecurityGroupRulesRequest', 'GroupId'));
      return id ? { id } : {};
    },
  },
};

/** The entry of an event; undefined when the name, from that source, is not handled. */
export function handledEvent(name: string, source: string): HandledEvent | undefined {
  const handled = Object.hasOwn(HANDLED_EVENTS, name) ? HANDLED_EVENTS[name] : undefined;
  return handled?.eventSource === source ? handled : undefined;
}
