/** What the person who deploys has to put right: a setting or a policy file. Shown without a stack trace. */
export class InputError extends Error {
  override name = 'InputError';
}
