import { type Fields, field, isAbsent, isCut, isFields, type Problem, problem, quoted } from './record-fields.ts';

/** More than any call takes: EC2 tags 1,000 resources at once, and allows a group 1,000 rules. */
const MOST = 1000;

/** A request with its members named as the older calls name them; `gap` says why it can't be relied on as a whole. */
export type Request = { readonly path: string; readonly fields: Fields; readonly gap?: string };

/**
 * The request of a record in either of CloudTrail's dialects: the older calls write `{ groupId }`, the newer ones
 * `{ <Operation>Request: { GroupId } }`. Which of the two a call uses is not always documented, so that both are taken.
 */
export function requestOf(record: Fields): Request {
  const all = field(record, 'requestParameters');
  const wrapper = `${String(field(record, 'eventName'))}Request`;
  const inner = field(all, wrapper);
  const [request, path] = inner === undefined ? [all, 'requestParameters'] : [inner, `requestParameters.${wrapper}`];
  const fields = plain(request);
  if (!isFields(request)) return { path, fields, gap: `${path}: ${quoted(request)} says nothing of what was done` };
  if (isCut(request))
    return { path, fields, gap: `${path}: CloudTrail left out a part of it, as the record was too large` };
  return { path, fields };
}

/** The response of a record in either dialect, its members named as the older calls name them; empty when there is none. */
export function responseOf(record: Fields): Fields {
  const all = field(record, 'responseElements');
  return plain(field(all, `${String(field(record, 'eventName'))}Response`) ?? all);
}

/** The members of an object under their camelCase names; a member that the newer calls wrap as `{ content, tag }` is unwrapped. */
export function plain(value: unknown): Fields {
  if (!isFields(value)) return {};
  const named = Object.entries(value).map(([key, inner]) => [
    `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`,
    isFields(inner) && Object.hasOwn(inner, 'content') ? inner.content : inner,
  ]);
  return Object.fromEntries(named);
}

/**
 * The texts in a collection: a lone one, a list of them, or of objects that hold them under `key` (or, with the newer
 * calls, `content`). Empty when the collection is absent.
 */
export function textsIn(value: unknown, path: string, key: string): readonly string[] | Problem {
  const inner = field(value, 'items') ?? value;
  if (isAbsent(inner)) return [];
  const members: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
  if (members.length > MOST) return problem(path, `${members.length} members are more than the limit of ${MOST}`);
  const texts: string[] = [];
  for (const [index, member] of members.entries()) {
    const text = isFields(member) ? (field(member, key) ?? field(member, 'content')) : member;
    if (typeof text !== 'string' || text === '') return problem(`${path}[${index}]`, `${quoted(text)} is no text`);
    texts.push(text);
  }
  return texts;
}

/** Why a record without an error may still have done nothing; undefined when it says of no refusal. */
export function idleOf(record: Fields): string | undefined {
  const response = responseOf(record);
  const refused = ['_return', 'return'].find((key) => {
    const value = field(response, key);
    return value === false || (typeof value === 'string' && value.toLowerCase() === 'false');
  });
  return refused && `responseElements.${refused}: the call did nothing, yet the record has no error`;
}
