export function selectAll(document: Document): void {
  const label = document.querySelector<HTMLElement>('[data-select-all]');
  const all = label?.querySelector('input');
  const rows = [...document.querySelectorAll<HTMLInputElement>('[data-rows] input[type="checkbox"]')];
  if (!label || !all || rows.length === 0) return;
  label.hidden = false;
  const show = (): void => {
    const selected = rows.filter(({ checked }) => checked).length;
    all.checked = selected === rows.length;
    all.indeterminate = selected > 0 && selected < rows.length;
  };
  all.addEventListener('change', () => {
    for (const row of rows) row.checked = all.checked;
  });
  for (const row of rows) row.addEventListener('change', show);
  show();
}
