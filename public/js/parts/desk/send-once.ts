/** A second click on a form's button while the first is on its way is not a second form. */
export function sendOnce(document: Document): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
    if (form.hasAttribute('data-sent')) event.preventDefault();
    else form.setAttribute('data-sent', '');
  });
  // A page taken back from the browser's memory can be sent again.
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) form.removeAttribute('data-sent');
  });
}
