/** The desk by keyboard, as `?` lists it. Never while something is being typed. */
const GO_WITHIN_MS = 1_200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, select, input:not([type="checkbox"], [type="radio"])'))
  );
}

function step(document: Document, by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-rows] > *')];
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row.hasAttribute('data-at'));
  const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))];
  for (const row of rows) row.toggleAttribute('data-at', row === next);
  next?.scrollIntoView({ block: 'nearest' });
  next?.querySelector<HTMLElement>('a, input')?.focus({ preventScroll: true });
}

const here = (document: Document): HTMLElement | null => document.querySelector('[data-rows] > [data-at]');

export function listenToKeys(document: Document): void {
  let goneAt = -Infinity;
  const actions: Readonly<Record<string, () => boolean>> = {
    '/': () => focus(document.querySelector('[data-search]')),
    j: () => (step(document, 1), true),
    k: () => (step(document, -1), true),
    x: () => click(here(document)?.querySelector('input[type="checkbox"]')),
    '?': () => show(document.querySelector('#keys')),
    g: () => ((goneAt = performance.now()), true),
  };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return void save(document, event);
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const going = performance.now() - goneAt < GO_WITHIN_MS;
    goneAt = -Infinity;
    const place = going ? document.querySelector<HTMLAnchorElement>(`a[data-go="${CSS.escape(event.key)}"]`) : null;
    if (place) return void place.click();
    if (actions[event.key]?.()) event.preventDefault();
  });
}

function focus(element: HTMLInputElement | null): boolean {
  element?.focus();
  element?.select();
  return element !== null;
}

function click(element: HTMLElement | null | undefined): boolean {
  element?.click();
  return Boolean(element);
}

function show(dialog: HTMLDialogElement | null): boolean {
  dialog?.showModal();
  return dialog !== null;
}

function save(document: Document, event: KeyboardEvent): void {
  const typedIn = event.target instanceof Element ? event.target.closest('form') : null;
  const form = typedIn ?? document.querySelector<HTMLFormElement>('form[data-main]');
  if (!form || form.method !== 'post') return;
  event.preventDefault();
  form.requestSubmit();
}
