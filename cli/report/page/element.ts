/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** What an element can hold. Texts become text nodes, so that no text is ever markup. */
export type Child = Node | string | number | undefined | false;

/**
 * Attributes by name; `undefined` and `false` leave one out. `css` sets custom properties, `on` listens, `focus` names
 * the element, so that it has the focus again after it was drawn anew.
 */
export type Attributes = {
  readonly css?: Readonly<Record<`--${string}`, string | number>>;
  readonly on?: { readonly [Type in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Type]) => void };
  readonly focus?: string;
} & { readonly [name: string]: unknown };

/** Makes an element: `element('p', { class: 'lead' }, 'Text')`. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  const { css = {}, on = {}, focus, ...others } = attributes;
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, value] of Object.entries(css)) made.style.setProperty(name, String(value));
  for (const [type, listen] of Object.entries(on)) made.addEventListener(type, listen as EventListener);
  if (focus !== undefined) made.dataset.focus = focus;
  made.append(...children.flatMap((child) => (child === undefined || child === false ? [] : [asNode(child)])));
  return made;
}

const asNode = (child: Node | string | number): Node | string => (typeof child === 'number' ? String(child) : child);

/** A button that does something at a click; it submits nothing. */
export const button = (attributes: Attributes, click: () => void, ...children: readonly Child[]): HTMLButtonElement =>
  element('button', { type: 'button', ...attributes, on: { click } }, ...children);

/** Draws anew by `draw`, and gives the focus back to the element that had it by name. */
export function keepingFocus(draw: () => void): void {
  const before = document.activeElement;
  const name = before instanceof HTMLElement ? before.dataset.focus : undefined;
  const caret = before instanceof HTMLInputElement ? before.selectionStart : null;
  draw();
  if (name === undefined || document.activeElement !== document.body) return;
  for (const candidate of document.querySelectorAll<HTMLElement>('[data-focus]')) {
    if (candidate.dataset.focus === name) {
      candidate.focus({ preventScroll: true });
      if (candidate instanceof HTMLInputElement && caret !== null) candidate.setSelectionRange(caret, caret);
      return;
    }
  }
}
