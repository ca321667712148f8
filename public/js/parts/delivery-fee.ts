/** The checkout's sums follow the postcode: its page is asked for with what was typed, and nothing is ordered. */
import { takeOver } from './fresh';

export function followPostcode(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('form#checkout');
  const postcode = form?.querySelector<HTMLInputElement>('input[name="postcode"]');
  if (!form || !postcode) return;
  let shown = postcode.defaultValue;
  async function follow(): Promise<void> {
    const typed = postcode!.value;
    if (typed === shown) return;
    const fields = [...new FormData(form!)].map(([name, value]) => [name, String(value)]);
    try {
      const body = new URLSearchParams([...fields, ['show', '1']]);
      const response = await fetch(form!.action, { method: 'POST', body, headers: { Accept: 'text/html' } });
      // Somebody who goes on typing is asked for again; whatever else fails is said when the form is sent.
      if (typed === postcode!.value && takeOver(page, await response.text())) shown = typed;
    } catch {
      // As above.
    }
  }
  postcode.addEventListener('change', () => void follow());
  // A browser that fills in what was typed before says nothing of it.
  void follow();
}
