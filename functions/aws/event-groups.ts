import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { groupId } from '../core/ids.ts';
import type { Ledger } from '../respond/ports.ts';
import { orRetry } from './faults.ts';

/** Days for which the queues may still bring an event back: a fortnight in a dead-letter queue, and a day to redrive it. */
const DAYS = 15;

/** The groups that an event concerns, kept in the ledger's table for as long as the event may come again. */
export function eventGroups(client: DynamoDBClient, table: string): Pick<Ledger, 'groupsOf' | 'keepGroups'> {
  const key = (event: string) => ({ pk: { S: `event#${event}` }, sk: { S: 'groups' } });
  return {
    async groupsOf(event) {
      const command = new GetItemCommand({ TableName: table, Key: key(event), ConsistentRead: true });
      const { Item } = await orRetry('GetItem', client.send(command));
      return (Item?.groups?.SS ?? []).flatMap((id) => groupId(id) ?? []);
    },
    async keepGroups(event, groups, now) {
      if (groups.length === 0) return;
      const expiresAt = Math.floor(now / 1000) + DAYS * 86_400;
      const Item = { ...key(event), groups: { SS: [...groups] }, expiresAt: { N: String(expiresAt) } };
      await orRetry('PutItem', client.send(new PutItemCommand({ TableName: table, Item })));
    },
  };
}
