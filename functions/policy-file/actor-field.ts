import { field, type Reading, wrongType } from './field.ts';
import { type Fault, quoted } from './problem.ts';

const SHAPE = /^arn:[a-z*?-]+:iam::[\d*?]{1,12}:(user|role)\/(.+)$/;
const EXAMPLE = 'such as arn:aws:iam::123456789012:role/deploy, with * and ?';

/**
 * A pattern of the ARNs by which a condition may name who made a change: of a user, or of the role behind a session, with
 * its path.
 */
export const actorPattern = field(
  {
    type: 'string',
    maxLength: 600,
    description: `The ARN of a user, or of the role behind a session, with its path, ${EXAMPLE}; never a session, and never root`,
  },
  (value): Reading<string> => {
    if (typeof value !== 'string') return wrongType('the ARN of a user or role', value);
    return faultOf(value) ?? { value };
  },
);

function faultOf(pattern: string): Fault | undefined {
  const fault = (message: string): Fault => ({ code: 'bad-id', message: `${quoted(pattern)} ${message}` });
  const [, , name] = SHAPE.exec(pattern) ?? [];
  if (/:sts:|:assumed-role\//.test(pattern))
    return fault(
      'names a session, whose name its caller chooses; write the role, arn:aws:iam::<account>:role/<path and name>',
    );
  if (/:root$/.test(pattern)) return fault('names root, which is never excused; write a user or a role');
  if (pattern.length > 600)
    return { code: 'bad-text', message: `The ARN has ${pattern.length} characters; at most 600 are allowed` };
  if (name === undefined || !/^[\x21-\x7e]+$/.test(pattern)) return fault(`is no ARN of a user or role, ${EXAMPLE}`);
  if (/^[*?/]+$/.test(name))
    return {
      code: 'exemption-broad',
      message: `${quoted(pattern)} names every user or role; name those that are meant`,
    };
  if (/^[^*?]*[*?].*$/.test(name) || !name.endsWith('/')) return undefined;
  return fault('ends in a path without a name');
}
