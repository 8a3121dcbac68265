/** Whether something covers a case; `missing` names the fact without which that can't be said. */
export type Coverage =
  | { readonly kind: 'covered' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'unknown'; readonly missing: string };
