import { button } from './element.ts';

/** A button that copies a text and says that it did, or why it could not. */
export function copyButton(label: string, text: () => string): HTMLButtonElement {
  const made = button({ class: 'copy', 'aria-live': 'polite' }, () => void copy(), label);
  let back: ReturnType<typeof setTimeout> | undefined;
  const copy = async () => {
    made.textContent = (await copied(text())) ? 'Copied' : 'Select it and copy by hand';
    clearTimeout(back);
    back = setTimeout(() => {
      made.textContent = label;
    }, 2_000);
  };
  return made;
}

/** A page that was opened from a file may have no clipboard of its own; the older way works there. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'unseen';
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    return done;
  }
}
