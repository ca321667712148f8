/** How many rows are chosen, all of them at once, and with Shift those between two clicks. The style sheet counts without it. */
export function countChosen(window: Window): void {
  const { document } = window;
  const bar = document.querySelector('[data-choice]');
  const number = bar?.querySelector('[data-number]');
  const label = bar?.querySelector<HTMLElement>('[data-every]');
  const every = label?.querySelector('input');
  const rows = [...document.querySelectorAll<HTMLInputElement>('[data-rows] input[type="checkbox"]')];
  if (!number || !label || !every) return;
  label.hidden = false;
  let last = -1;
  const show = (): void => {
    const chosen = rows.filter(({ checked }) => checked).length;
    if (number.textContent !== String(chosen)) number.textContent = String(chosen);
    every.checked = chosen === rows.length;
    every.indeterminate = chosen > 0 && chosen < rows.length;
  };
  every.addEventListener('change', () => {
    for (const row of rows) row.checked = every.checked;
    show();
  });
  rows.forEach((row, at) => {
    row.addEventListener('click', ({ shiftKey }) => {
      const between = shiftKey && last >= 0 ? rows.slice(Math.min(last, at), Math.max(last, at)) : [];
      for (const one of between) one.checked = row.checked;
      last = at;
      show();
    });
  });
  // A page that is come back to has its ticks again, some of them after this has run.
  window.addEventListener('pageshow', show);
  show();
}
