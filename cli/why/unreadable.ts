/** One word of a text, in lower case, with the place where it begins. */
export type Word = { readonly text: string; readonly at: number; readonly length: number };

/** What is wrong with a text, and at which word; after the last one where no word is given. */
export type Unreadable = { readonly problem: string; readonly word: Word | undefined };

/** A problem at a word. */
export const unreadable = (word: Word | undefined, problem: string): Unreadable => ({ problem, word });
