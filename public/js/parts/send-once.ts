/** Forms that are answered with a file may be sent again from the same page: they carry `data-again`. Listens last. */
const LET_GO_MS = 10_000;

export function sendOnce(document: Document): void {
  const letGo = (): void => {
    for (const form of document.querySelectorAll('form[data-sent]')) form.removeAttribute('data-sent');
  };
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || form.hasAttribute('data-again')) return;
    if (event.defaultPrevented) return;
    if (form.hasAttribute('data-sent')) return event.preventDefault();
    form.setAttribute('data-sent', '');
    // Whoever stopped the load meant to: no event tells of it.
    setTimeout(() => form.removeAttribute('data-sent'), LET_GO_MS);
  });
  // A page taken back from the browser's memory can be sent again, and so can one that somebody chose to stay on.
  addEventListener('pageshow', letGo);
  addEventListener('beforeunload', (event) => {
    if (event.defaultPrevented) setTimeout(letGo);
  });
}
