declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** A security group's id, `sg-` and 8 or 17 hexadecimal digits. */
export type GroupId = Brand<'GroupId'>;
/** A security group rule's id, `sgr-` and 17 hexadecimal digits. */
export type RuleId = Brand<'RuleId'>;
/** A managed prefix list's id, `pl-` and 8 or 17 hexadecimal digits. */
export type PrefixListId = Brand<'PrefixListId'>;
/** A twelve-digit AWS account number. */
export type AccountId = Brand<'AccountId'>;

const reader =
  <Id extends string>(shape: RegExp) =>
  (text: unknown): Id | undefined =>
    typeof text === 'string' && shape.test(text) ? (text as Id) : undefined;

/** The group id in a text, or undefined when it is none. */
export const groupId = reader<GroupId>(/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/);
/** The rule id in a text, or undefined when it is none. */
export const ruleId = reader<RuleId>(/^sgr-([0-9a-f]{8}|[0-9a-f]{17})$/);
/** The prefix list id in a text, or undefined when it is none. */
export const prefixListId = reader<PrefixListId>(/^pl-([0-9a-f]{8}|[0-9a-f]{17})$/);
/** The account number in a text, or undefined when it is none. */
export const accountId = reader<AccountId>(/^[0-9]{12}$/);
