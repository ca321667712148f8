/**
 * A second click on a form's button while the first is on its way is not a second form. What is answered with a file
 * leaves the page as it is, and may be asked for again: such forms carry `data-again`. What
 * another script sends itself is its own: this listens last.
 */
const LET_GO_MS = 10_000;

export function sendOnce(document: Document): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || form.hasAttribute('data-again')) return;
    if (event.defaultPrevented) return;
    if (form.hasAttribute('data-sent')) return event.preventDefault();
    form.setAttribute('data-sent', '');
    // Whoever stopped the load meant to: no event tells of it.
    setTimeout(() => form.removeAttribute('data-sent'), LET_GO_MS);
  });
  // A page taken back from the browser's memory can be sent again.
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) form.removeAttribute('data-sent');
  });
}
