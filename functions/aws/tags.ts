import type { Tag } from '@aws-sdk/client-ec2';
import type { Tags } from '../core/rule.ts';

/** EC2's list of tags as an object; `Object.fromEntries` makes even a `__proto__` key one of its own. */
export const readTags = (tags: readonly Tag[] | undefined): Tags =>
  Object.fromEntries((tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']])));
