/** Asks before a page with something typed in it is left. Forms that want it carry `data-main`. */
export function guardUnsaved(window: Window): void {
  const { document } = window;
  let touched = false;
  document.addEventListener('input', ({ target }) => {
    if (target instanceof Element && target.closest('form[data-main]')) touched = true;
  });
  document.addEventListener('submit', () => (touched = false));
  window.addEventListener('beforeunload', (event) => {
    if (touched) event.preventDefault();
  });
}
