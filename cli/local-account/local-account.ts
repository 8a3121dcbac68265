import type { EC2Client } from '@aws-sdk/client-ec2';
import type { AccountId, GroupId, PrefixListId } from '../../functions/core/ids.ts';
import type { Rule } from '../../functions/core/rule.ts';
import type { Account } from './account.ts';
import type { CloudTrailRecord } from './cloudtrail.ts';
import { createEc2Client, type Intercept } from './ec2-client.ts';
import { type BusEvent, createEventBus, type EventBus } from './event-bus.ts';
import { createIds, type Random, seededRandom } from './ids.ts';
import { type PlantedGroup, type PlantedList, plantGroup, plantList } from './plant.ts';
import type { Principal } from './principal.ts';
import { addVpc } from './vpcs.ts';

/** How a local account is made. */
export type LocalAccountOptions = {
  readonly account: AccountId;
  readonly region: string;
  readonly now: () => Date;
  /** Where ids come from; the same ones each time when absent. */
  readonly random?: Random;
  /** Whether there is a default VPC, as in every account that nobody took it from; true when absent. */
  readonly defaultVpc?: boolean;
  /** The most that one page of a Describe holds; 1,000 when absent, as in EC2. */
  readonly pageSize?: number;
  /** Stands around every call: may wait, throw before it, or throw after it. */
  readonly intercept?: Intercept;
};

/** One region of an AWS account in memory: EC2's security groups, their CloudTrail, and the default event bus. */
export type LocalAccount = Omit<EventBus, 'put'> & {
  readonly account: AccountId;
  readonly region: string;
  /** A client of the SDK whose calls are made here, by this principal. Paginators work on it. */
  readonly ec2: (principal: Principal) => EC2Client;
  /** Every call that was recorded, in order. */
  readonly records: readonly CloudTrailRecord[];
  /** Puts a record from elsewhere on the bus. */
  readonly publish: (record: Readonly<Record<string, unknown>>) => BusEvent;
  readonly plantGroup: (group: PlantedGroup) => GroupId;
  readonly plantList: (list: PlantedList) => PrefixListId;
  /** The ingress rules of a group as they stand; undefined when there is no such group. */
  readonly ingress: (group: GroupId) => readonly Rule[] | undefined;
  /** Everything in it, for whoever must know more than a call can tell; it changes as calls are made. */
  readonly state: Account;
};

/** An account without groups but the default one of its default VPC. */
export function createLocalAccount(options: LocalAccountOptions): LocalAccount {
  const state: Account = {
    id: options.account,
    region: options.region,
    ids: createIds(options.random ?? seededRandom(1)),
    rulesPerGroup: 60,
    pageSize: options.pageSize ?? 1000,
    vpcs: new Map(),
    groups: new Map(),
    lists: new Map(),
  };
  if (options.defaultVpc ?? true) addVpc(state, { cidr: '172.31.0.0/16', isDefault: true, tags: new Map() });
  const records: CloudTrailRecord[] = [];
  const { put, ...bus } = createEventBus();
  const publish = (record: Readonly<Record<string, unknown>>): BusEvent => {
    const event = envelope(state, record, options.now);
    put(event);
    return event;
  };
  return {
    ...bus,
    account: state.id,
    region: state.region,
    state,
    records,
    publish,
    ec2: (principal) =>
      createEc2Client({
        account: state,
        principal,
        now: options.now,
        ...(options.intercept ? { intercept: options.intercept } : {}),
        record: (record) => {
          records.push(record);
          publish(record);
        },
      }),
    plantGroup: (group) => plantGroup(state, group),
    plantList: (list) => plantList(state, list),
    ingress: (id) =>
      state.groups
        .get(id)
        ?.rules.filter((rule) => !rule.egress)
        .map(({ id: rule, content, tags }) => ({ id: rule, ...content, tags: Object.fromEntries(tags) })),
  };
}

function envelope(account: Account, record: Readonly<Record<string, unknown>>, now: () => Date): BusEvent {
  const text = (key: string, otherwise: string) => (typeof record[key] === 'string' ? record[key] : otherwise);
  return {
    version: '0',
    id: account.ids.uuid(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${text('eventSource', 'ec2.amazonaws.com').split('.')[0]}`,
    account: text('recipientAccountId', account.id),
    time: text('eventTime', now().toISOString()),
    region: text('awsRegion', account.region),
    resources: [],
    detail: record,
  };
}
