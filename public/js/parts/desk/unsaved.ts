/** Asks before a page with something typed in it is left: also by another form of the page, as a picture's. */
export function guardUnsaved(window: Window): void {
  const { document } = window;
  const touched = new Set<HTMLFormElement>();
  const note = ({ target }: Event): void => {
    if (!(target instanceof Element) || !('form' in target)) return;
    const { form } = target;
    if (form instanceof HTMLFormElement && form.method === 'post' && !form.hasAttribute('data-again'))
      touched.add(form);
  };
  document.addEventListener('input', note);
  document.addEventListener('change', note);
  // A page that answers a form, as by a refusal, holds what was typed into it.
  const { typed } = document.body.dataset;
  for (const form of document.forms) if (form.getAttribute('action') === typed) touched.add(form);
  document.addEventListener('submit', ({ target, defaultPrevented }) => {
    if (!defaultPrevented && target instanceof HTMLFormElement) touched.delete(target);
  });
  window.addEventListener('beforeunload', (event) => {
    if (touched.size > 0) event.preventDefault();
  });
}
