import { problemText } from '../../functions/policy-file/problem.ts';
import { readPolicy } from '../../functions/policy-file/read-policy.ts';

/** What every policy needs beside what it forbids. */
export const HEAD = 'id: web\ntitle: T\nseverity: low\nrunbook: R\n';

/** Reads a text as the policy of the folder `web`. */
export const read = (text: string) => readPolicy('web/policy.yaml', 'web', text);

/** The problems of a policy, one a line, without its file's name. */
export const found = (text: string): string[] =>
  read(text).problems.map((problem) => problemText(problem).replace('web/policy.yaml:', ''));
