/** Of the page that is sent to somebody: the shop's own look (public/css/tokens.css), without a file beside it. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f7f5f1; --ink: #1b1917; --soft: #69625a; --line: #dcd6cc; --wrong: #98301f; --deep: #efebe4;
  --serif: 'Noto Serif KR', 'Noto Serif CJK KR', 'AppleMyungjo', 'Nanum Myeongjo', 'Batang', serif;
  --sans: 'Pretendard Variable', 'Pretendard', -apple-system, BlinkMacSystemFont, 'Apple SD Gothic Neo', 'Noto Sans KR',
    'Noto Sans CJK KR', 'Malgun Gothic', 'Segoe UI', 'Roboto', 'Helvetica Neue', sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'Roboto Mono', 'Noto Sans Mono', monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #131110; --ink: #ece6dd; --soft: #a69d91; --line: #302b27; --wrong: #eda291; --deep: #1d1a18; }
}
* { box-sizing: border-box; margin: 0; }
html { font: 1rem/1.75 var(--sans); color: var(--ink); background: var(--paper); word-break: keep-all; overflow-wrap: anywhere; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem clamp(1.25rem, 0.4rem + 3.6vw, 4rem) 4rem; }
header { display: flex; justify-content: space-between; flex-wrap: wrap; gap: 0 1.5rem; font-size: 0.8125rem; }
.mark { letter-spacing: 0.18em; }
.soft { color: var(--soft); }
.wrong { color: var(--wrong); }
.aura { display: block; width: 100%; height: auto; margin: 1.5rem 0 2.25rem; }
h1, h3 { font-family: var(--serif); font-weight: 300; line-height: 1.3; letter-spacing: -0.01em; }
h1 { font-size: clamp(1.75rem, 1.42rem + 1.5vw, 2.75rem); margin-bottom: 0.75rem; max-width: 22em; }
h2 { font-size: 0.8125rem; font-weight: 400; color: var(--soft); margin: 3.5rem 0 0.75rem; }
h3 { font-size: 1.25rem; line-height: 1.5; margin-bottom: 0.5rem; max-width: 36em; }
article { border-top: 1px solid var(--line); padding: 1.5rem 0; break-inside: avoid; }
.judged { font-size: 0.8125rem; margin-bottom: 0.75rem; }
dl { display: grid; grid-template-columns: 9rem 1fr; align-items: baseline; gap: 0.5rem 1.5rem; font-size: 0.9375rem; }
dt { color: var(--soft); font-size: 0.8125rem; }
dd { min-width: 0; }
dd.code { font: 0.8125rem/1.7 var(--mono); background: var(--deep); padding: 0.5rem 0.75rem; white-space: pre-wrap; }
dd ul { list-style: none; padding: 0; }
ol { list-style: none; padding: 0; border-bottom: 1px solid var(--line); }
ol > li { display: grid; grid-template-columns: 1.5rem 11rem 1fr auto; align-items: baseline; gap: 0 0.75rem; border-top: 1px solid var(--line); padding: 0.6rem 0; break-inside: avoid; }
.count { color: var(--soft); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.unlooked { grid-column: 3 / -1; color: var(--soft); font-size: 0.8125rem; }
footer { margin-top: 2.25rem; font-size: 0.8125rem; color: var(--soft); }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; gap: 0 0; }
  dt { padding-top: 0.75rem; }
  ol > li { grid-template-columns: 1.5rem 1fr auto; }
  .said, .unlooked { grid-column: 2 / -1; }
  .said { grid-row: 2; }
}
@media print {
  html { font-size: 10pt; background: none; }
  body { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  .aura { print-color-adjust: exact; max-height: 3.5cm; }
}
`;
