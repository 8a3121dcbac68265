/** Whether a value is a tag's key as EC2 takes it, 1 to 128 characters. A longer one is never cut: it would be another key. */
export const isTagKey = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 256 && [...value].length <= 128;

/** Why a change of tags is of no interest. */
export const NO_GROUP = 'it tags no security group';
