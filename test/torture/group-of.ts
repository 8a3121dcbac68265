import { type GroupId, groupId } from '../../functions/core/ids.ts';

/** The group that a call to EC2 names: by `GroupId`, or by the filter `group-id`. */
export function groupOf(input: Readonly<Record<string, unknown>>): GroupId | undefined {
  const { Filters } = input as { readonly Filters?: readonly { Name?: string; Values?: readonly string[] }[] };
  return groupId(input.GroupId ?? Filters?.find(({ Name }) => Name === 'group-id')?.Values?.[0]);
}
