import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import type { SweepPorts } from '../sweep/ports.ts';
import { type AdapterSettings, type Adapters, adapters } from './adapters.ts';
import { CLIENT_SETTINGS } from './clients.ts';
import { listGroups } from './list-groups.ts';
import { readGroups } from './read-groups.ts';
import { sweepBook } from './sweep-book.ts';

/** The ports over AWS that a sweep needs beside those of the responder, and those too. */
export function sweepAdapters(
  settings: AdapterSettings & { readonly region: string },
): Adapters & Pick<SweepPorts, 'listGroups' | 'readGroups' | 'book'> {
  // A page of a thousand rules takes longer than what the responder reads of one group, and nobody waits for it.
  const ec2 = new EC2Client({ ...CLIENT_SETTINGS, requestHandler: { ...CLIENT_SETTINGS.requestHandler, ...PATIENT } });
  const db = new DynamoDBClient(CLIENT_SETTINGS);
  return {
    ...adapters(settings),
    listGroups: listGroups(ec2),
    readGroups: readGroups(ec2),
    book: sweepBook(db, settings.tableName, settings.account, settings.region),
  };
}

/** Milliseconds. */
const PATIENT = { requestTimeout: 20_000, socketTimeout: 20_000 };
