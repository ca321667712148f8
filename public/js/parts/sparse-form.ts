/* Leaves what was not filled in out of the address. */
export function sendOnlyFilledFields(page: Document): void {
  for (const form of page.querySelectorAll<HTMLFormElement>('form[data-sparse]')) {
    form.addEventListener('formdata', ({ formData }) => {
      for (const [name, value] of [...formData]) if (value === '') formData.delete(name);
    });
  }
}
