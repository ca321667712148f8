/** Tracking numbers one after the other: Enter goes to the next field, and sends what stands there only from the last. */
export function moveOnByEnter(document: Document): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>('[data-next-field]')];
  const carrier = fields[0]?.form?.querySelector<HTMLSelectElement>('select[name="carrier"]');
  const suitKeyboard = (): void => {
    for (const field of fields) field.inputMode = carrier?.value === 'other' ? 'text' : 'numeric';
  };
  carrier?.addEventListener('change', suitKeyboard);
  if (carrier) suitKeyboard();
  fields.slice(0, -1).forEach((field, at) => {
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      fields[at + 1]?.focus();
    });
  });
}
