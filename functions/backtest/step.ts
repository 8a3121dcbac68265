import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Policy } from '../core/policy.ts';
import { planArchive } from './plan-archive.ts';
import { type ItemResult, rehearseItem } from './rehearse-item.ts';

/** What the state machine asks for: first what there is to do, then each item of it. */
export type StepEvent =
  | { readonly step: 'plan'; readonly prefix: string; readonly run: string }
  | { readonly step: 'rehearse'; readonly prefix: string; readonly run: string };

/** What a step needs. */
export type StepSettings = {
  readonly client: S3Client;
  readonly policies: readonly Policy[];
  /** The bucket that CloudTrail writes to. */
  readonly archive: string;
  /** The bucket that results are written to. */
  readonly results: string;
};

/** Where the items of a run stand, and how many they are. */
export type Planned = { readonly key: string; readonly items: number };

/** Takes one step of a run; throws TypeError for an event that is none. */
export async function takeStep(event: StepEvent, settings: StepSettings): Promise<Planned | ItemResult> {
  const { client, archive, results, policies } = settings;
  const { step, prefix, run } = { ...event };
  if (typeof prefix !== 'string' || typeof run !== 'string' || !/^[\w-]{1,80}$/.test(run))
    throw new TypeError('The event has no prefix or no run');
  switch (step) {
    case 'plan': {
      const items = await planArchive(client, { bucket: archive, prefix });
      const key = `${run}/items.json`;
      await client.send(new PutObjectCommand({ Bucket: results, Key: key, Body: JSON.stringify(items) }));
      return { key, items: items.length };
    }
    case 'rehearse':
      return rehearseItem(client, { bucket: archive, prefix }, policies, { bucket: results, run });
    default:
      throw new TypeError(`The step is ${JSON.stringify(step satisfies never)}, neither plan nor rehearse`);
  }
}
