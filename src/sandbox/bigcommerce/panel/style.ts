/** The panel's look: one sheet, light and dark, from 390 pixels wide. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f5f7, #14171c);
  --sheet: light-dark(#ffffff, #1d2128);
  --line: light-dark(#dfe3ea, #343b46);
  --edge: light-dark(#858f9f, #6d7889);
  --text: light-dark(#1f2733, #e8ebf0);
  --soft: light-dark(#586374, #a4aebd);
  --accent: light-dark(#2f5bd8, #8fb0ff);
  --on-accent: light-dark(#ffffff, #10182b);
  --wash: light-dark(#eef2fd, #232c40);
  --bad: light-dark(#b3261e, #ff9d94);
  --bad-wash: light-dark(#fdefee, #3a2322);
  --mark: light-dark(#fff4d6, #3b3213);
  --mark-text: light-dark(#6b4e00, #f5d77c);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 12px; background: var(--sheet); padding: 8px 12px; z-index: 1; }
.banner { background: var(--mark); color: var(--mark-text); text-align: center; padding: 6px 16px; font-size: 14px; }
.frame { display: grid; grid-template-columns: 232px minmax(0, 1fr); min-height: calc(100vh - 33px); }
.side { background: var(--sheet); border-right: 1px solid var(--line); padding: 20px 12px; }
.side .store { font-weight: 650; padding: 0 12px 16px; overflow-wrap: anywhere; }
.side ul { list-style: none; margin: 0; padding: 0; }
.side a { display: block; padding: 8px 12px; border-radius: 8px; color: var(--text); text-decoration: none; }
.side a:hover { background: var(--wash); }
.side a[aria-current] { background: var(--wash); color: var(--accent); font-weight: 600; }
.side .group { padding: 16px 12px 4px; color: var(--soft); font-size: 13px; }
main { padding: 28px 36px 64px; max-width: 1060px; width: 100%; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 6px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 0 0 12px; }
h3 { font-size: 15px; margin: 16px 0 8px; }
.lead { color: var(--soft); margin: 0 0 20px; max-width: 68ch; }
.path { font-size: 14px; color: var(--soft); margin: 0 0 10px; }
.head { margin-bottom: 12px; display: flex; gap: 16px; justify-content: space-between; align-items: start; flex-wrap: wrap; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: 20px 22px; margin: 0 0 20px; }
.sheet > p:only-child { margin: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 16px; margin: 0 0 20px; }
.tile { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; }
.tile b { display: block; font-size: 26px; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile span { color: var(--soft); font-size: 14px; }
.button, button { display: inline-block; font: inherit; font-weight: 600; padding: 8px 16px; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--line); background: var(--sheet); color: var(--text); text-decoration: none; line-height: 1.5; }
.button:hover, button:hover { border-color: var(--accent); }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.danger { background: var(--bad); border-color: var(--bad); color: light-dark(#ffffff, #2a0f0d); }
.actions { display: flex; gap: 12px; flex-wrap: wrap; margin-top: 20px; }
.small { padding: 4px 12px; font-size: 14px; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; padding: 10px 12px; border-bottom: 1px solid var(--line); vertical-align: middle; }
thead th { font-size: 13px; font-weight: 600; color: var(--soft); }
tbody tr:last-child > * { border-bottom: 0; }
td.wrap, th.wrap { overflow-wrap: anywhere; }
code, .value { font: 14px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.field { margin: 0 0 20px; }
.field > label, legend { font-weight: 600; display: block; padding: 0; margin-bottom: 4px; }
fieldset { border: 0; margin: 0 0 20px; padding: 0; min-width: 0; }
.help { color: var(--soft); font-size: 14px; margin: 4px 0 0; }
input[type='text'], input[type='search'], select { font: inherit; width: 100%; max-width: 460px; padding: 8px 12px; border-radius: 8px; color: var(--text);
  border: 1px solid var(--edge); background: var(--sheet); }
input[aria-invalid='true'], select[aria-invalid='true'] { border-color: var(--bad); }
input.short { max-width: 180px; }
input[type='radio'], input[type='checkbox'] { flex: none; width: 18px; height: 18px; accent-color: var(--accent); margin: 0; }
.choice { display: flex; gap: 10px; align-items: start; padding: 6px 0; }
.choice input { margin-top: 3px; }
.choice + .field { margin-top: 14px; }
::placeholder { color: var(--soft); opacity: 1; }
.error { color: var(--bad); font-size: 14px; font-weight: 600; margin: 6px 0 0; }
.summary { background: var(--bad-wash); border: 1px solid var(--bad); border-radius: 12px; padding: 14px 18px; margin: 0 0 20px; }
.summary ul { margin: 6px 0 0; padding-left: 20px; }
.help + .note { margin-top: 12px; }
.note { background: var(--wash); border-radius: 10px; padding: 12px 16px; margin: 0 0 20px; }
.copyable { display: flex; gap: 10px; align-items: center; }
.copyable .value { background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: 7px 12px; flex: 1 1 0; min-width: 0; }
.scopes td, .scopes thead th:not(:first-child) { text-align: center; width: 110px; }
.scopes tbody th { font-weight: 500; }
.scopes td label { display: inline-flex; align-items: center; gap: 6px; padding: 4px; cursor: pointer; }
.scopes td .word { font-size: 13px; color: var(--soft); }
.none { color: var(--soft); }
.dialog { max-width: 680px; margin: 24px auto; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.search { display: flex; gap: 10px; flex-wrap: wrap; margin: 0 0 16px; }
.search input { flex: 1 1 220px; min-width: 0; }
.pager { display: flex; gap: 10px; align-items: center; flex-wrap: wrap; margin-top: 16px; color: var(--soft); font-size: 14px; }
.pager span { flex: 1 1 auto; }
.line { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; }
.line input[type='text'] { flex: 0 1 96px; min-width: 64px; padding: 4px 10px; }
.line .error { flex: 1 1 100%; margin: 0; }
.line .at { display: inline-flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
.line .at input { flex: none; width: 84px; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 0 24px; }
.columns > div:not(.field) { margin-bottom: 12px; }
.columns h3 { margin-top: 0; }
address { font-style: normal; overflow-wrap: anywhere; }
.plain { font-weight: 400; }
.time { font-size: 14px; white-space: nowrap; font-variant-numeric: tabular-nums; }
.below { margin-top: 20px; }
.sums { grid-template-columns: 1fr auto; max-width: 320px; margin: 16px 12px 0 auto; text-align: right; }
.headers { grid-template-columns: minmax(auto, 260px) minmax(0, 1fr); gap: 2px 16px; align-items: baseline; font-size: 14px; }
.mark { font-variant-numeric: tabular-nums; white-space: nowrap; }
.mark.bad { color: var(--bad); font-weight: 650; }
pre { background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; margin: 8px 0 0; max-height: 520px; overflow: auto; white-space: pre-wrap; }
a.tile { color: inherit; text-decoration: none; }
a.tile:hover { border-color: var(--accent); }
meter { width: 100%; height: 14px; }
.status { display: inline-block; border-radius: 99px; padding: 2px 12px; font-size: 14px; font-weight: 600; background: var(--wash); color: var(--accent); }
.state { font-size: 14px; color: var(--soft); }
@media (min-width: 761px) { .event, .scope { min-width: 220px; } th.event { width: 46%; } }
.clamp { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
th details { font-weight: 400; margin-top: 4px; }
summary { cursor: pointer; }
th summary { font-size: 14px; color: var(--accent); }
.deed { padding-block: 0; }
.deed summary { font-size: 18px; font-weight: 700; padding: 14px 0; cursor: pointer; }
.deed[open] { padding-bottom: 20px; }
.deed .help { margin: 0 0 10px; }
.quantities { list-style: none; margin: 0 0 16px; padding: 0; }
.quantities > li { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; justify-content: space-between; padding: 8px 0; border-bottom: 1px solid var(--line); }
.quantities .name { flex: 1 1 240px; overflow-wrap: anywhere; }
.line .primary, .line button { white-space: nowrap; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
dl { display: grid; grid-template-columns: 168px minmax(0, 1fr); gap: 10px 16px; margin: 0; align-items: center; }
dt { color: var(--soft); }
dd { margin: 0; min-width: 0; }
@media (max-width: 760px) {
  .frame { grid-template-columns: minmax(0, 1fr); min-height: 0; }
  .side { border-right: 0; border-bottom: 1px solid var(--line); padding: 6px 8px; position: sticky; top: 0; z-index: 1; display: flex; gap: 2px; overflow-x: auto; scrollbar-width: thin; }
  .side .store, .side .group { display: none; }
  .side ul { display: contents; }
  .side li { flex: none; }
  .side a { padding: 10px 12px; white-space: nowrap; }
  .frame { display: block; }
  main { padding: 20px 16px 48px; }
  h1 { font-size: 22px; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 2px; }
  dd { margin-bottom: 12px; }
  .sheet { padding: 16px; }
  .head { gap: 0; margin-bottom: 20px; }
  .list thead { display: none; }
  .list tr { display: block; border-bottom: 1px solid var(--line); padding: 10px 0; }
  .list tbody tr:last-child { border-bottom: 0; }
  .list th, .list td { display: flex; gap: 10px; border: 0; padding: 4px 0; }
  .list th::before, .list td::before { content: attr(data-label); color: var(--soft); flex: 0 0 96px; font-weight: 400; }
  .list .number { text-align: left; white-space: normal; }
  dl.sums { grid-template-columns: 1fr auto; gap: 10px 16px; }
  .sums dd { margin: 0; }
  dl.headers { grid-template-columns: minmax(0, 1fr); }
  .headers dd { margin-bottom: 6px; }
  .scopes thead { display: none; }
  .scopes tr { display: flex; flex-wrap: wrap; gap: 2px 16px; border-bottom: 1px solid var(--line); padding: 10px 0; }
  .scopes tbody th { flex: 1 1 100%; padding: 0; border: 0; }
  .scopes td { width: auto; padding: 0; border: 0; text-align: left; }
  .scopes td .none { display: none; }
}
@media (min-width: 761px) { .scopes td .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } }
`
