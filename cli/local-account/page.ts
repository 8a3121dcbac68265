import { ec2Error } from './ec2-error.ts';

/** What a Describe is asked for. */
type Asked = { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined };

/**
 * One page of results and the token of the next. Holds `MaxResults` at the most, and never more than `pageSize`, asked or
 * not: a caller that does not follow tokens sees a part.
 */
export function page<Item>(
  items: readonly Item[],
  asked: Asked,
  limits: { readonly least: number; readonly most: number; readonly pageSize: number },
): { readonly items: Item[]; readonly next?: string } {
  const { MaxResults: most = limits.most } = asked;
  if (!Number.isInteger(most) || most < limits.least || most > limits.most)
    throw ec2Error(
      'InvalidParameterValue',
      `Value ( ${most} ) for parameter maxResults is invalid. Expecting a value between ${limits.least} and ${limits.most}.`,
    );
  const start = readToken(asked.NextToken);
  const end = start + Math.min(most, limits.pageSize);
  const rest = end < items.length ? { next: writeToken(end) } : {};
  return { items: items.slice(start, end), ...rest };
}

const writeToken = (offset: number) => Buffer.from(`from ${offset}`).toString('base64');

function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const offset = /^from (\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1];
  if (offset === undefined) throw ec2Error('InvalidPaginationToken', `The pagination token '${token}' is invalid`);
  return Number(offset);
}
