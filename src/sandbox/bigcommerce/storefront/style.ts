/** What the storefront has beside the panel's sheet: from the width of a phone up. */
export const shopStyle = `
.shop { display: flex; flex-direction: column; min-height: 100vh; }
.inner { max-width: 1180px; margin: 0 auto; padding: 0 16px; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 24px; }
.top { background: var(--sheet); border-bottom: 1px solid var(--line); }
.top .inner { padding-block: 10px; justify-content: space-between; }
.top .brand { color: var(--text); text-decoration: none; font-size: 19px; font-weight: 700; letter-spacing: -0.01em; padding: 6px 0; overflow-wrap: anywhere; }
.top .front { font-size: 13px; font-weight: 600; color: var(--soft); }
.top nav { display: flex; gap: 2px; margin-left: -12px; }
.top nav a { color: var(--text); text-decoration: none; padding: 8px 12px; border-radius: 8px; white-space: nowrap; }
.top nav a:hover { background: var(--wash); }
.top nav a[aria-current] { color: var(--accent); font-weight: 600; }
.count { background: var(--accent); color: var(--on-accent); border-radius: 99px; padding: 1px 8px; font-size: 13px; font-weight: 650; }
.shop main { flex: 1; max-width: 1180px; margin: 0 auto; padding: 24px 16px 48px; }
.shop footer { border-top: 1px solid var(--line); padding: 18px 0; font-size: 14px; }
.grid { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 14px; }
.card { position: relative; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; display: flex; flex-direction: column; }
.card:hover { border-color: var(--accent); }
.card .words { padding: 12px 14px 14px; display: flex; flex-direction: column; gap: 4px; flex: 1; }
.card a { color: var(--text); text-decoration: none; font-weight: 600; line-height: 1.35; overflow: hidden; overflow-wrap: anywhere;
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
.card a::after { content: ''; position: absolute; inset: 0; }
.card .price { margin-top: auto; padding-top: 4px; }
.picture { display: block; width: 100%; aspect-ratio: 1; object-fit: cover; background: var(--wash); }
.unseen { display: grid; place-items: center; color: var(--soft); font-size: 14px; text-align: center; }
.price { font-weight: 650; font-variant-numeric: tabular-nums; }
.price s { color: var(--soft); font-weight: 400; margin-left: 6px; }
.state.off { color: var(--bad); font-weight: 600; }
.product { display: grid; grid-template-columns: minmax(0, 1fr); gap: 24px; align-items: start; }
.product .picture { border-radius: 12px; }
.product .unseen { aspect-ratio: 2; }
.thumbs { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 8px; margin: 8px 0 0; padding: 0; list-style: none; }
.thumbs a { display: block; border-radius: 8px; overflow: hidden; border: 2px solid transparent; }
.thumbs a[aria-current] { border-color: var(--accent); }
.thumbs .picture { border-radius: 6px; }
.product .price { font-size: 24px; margin: 8px 0 2px; }
.product .price s { font-size: 18px; }
.chips { border: 0; margin: 18px 0 0; }
.chips h2 { font-size: 15px; margin: 0 0 8px; }
.chips h2 span { font-weight: 400; color: var(--soft); }
.chips ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 8px; max-height: 232px; overflow: auto; }
.chips a { display: block; border: 1px solid var(--edge); border-radius: 8px; padding: 8px 14px; color: var(--text); text-decoration: none; background: var(--sheet); overflow-wrap: anywhere; }
.chips a:hover { border-color: var(--accent); }
.chips a[aria-current] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); background: var(--wash); font-weight: 600; }
.chips a.other { border-style: dashed; color: var(--soft); }
.buy { display: flex; gap: 10px; align-items: end; margin-top: 22px; flex-wrap: wrap; }
.buy > div { flex: 0 0 88px; }
.buy label { font-weight: 600; }
.buy .error { flex: 1 1 100%; margin: 0; }
.buy button { flex: 1 1 160px; max-width: 340px; padding: 10px 20px; }
.description { margin-top: 22px; color: var(--soft); overflow-wrap: anywhere; }
.lines { list-style: none; margin: 0; padding: 0; }
.lines > li { display: grid; grid-template-columns: 72px minmax(0, 1fr); gap: 4px 14px; padding: 14px 0; border-bottom: 1px solid var(--line); }
.lines > li:first-child { padding-top: 0; }
.lines > li:last-child { border-bottom: 0; padding-bottom: 0; }
.lines .picture { border-radius: 8px; width: 72px; }
.lines .unseen { font-size: 11px; }
.lines .name { font-weight: 600; overflow: hidden; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
.lines .name a { color: var(--text); text-decoration: none; }
.lines .name a:hover { text-decoration: underline; }
.lines.bare > li { grid-template-columns: minmax(0, 1fr); }
.lines .foot { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; }
.lines input[type='text'] { width: 72px; flex: none; padding: 6px 10px; }
.two { display: grid; gap: 20px; align-items: start; }
.two .sheet { margin: 0; }
.two > div { display: grid; gap: 20px; }
.totals { grid-template-columns: 1fr auto; gap: 8px 16px; }
.totals dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
.totals .sum { font-weight: 700; color: var(--text); font-size: 18px; }
.wide { display: block; width: 100%; text-align: center; padding: 10px 20px; margin-top: 16px; }
.address { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 16px; }
.address .whole { grid-column: 1 / -1; }
.address input, .address select { max-width: none; }
.address + h2 { margin-top: 8px; }
h1 + .note, h1 + .summary { margin-top: 14px; }
.help + form { margin-top: 14px; }
.empty { text-align: center; padding: 40px 20px; }
@media (max-width: 760px) { .shop dl.totals dd { margin: 0; } .shop dl.totals { grid-template-columns: 1fr auto; gap: 8px 16px; } }
@media (min-width: 640px) { .grid { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 18px; } }
@media (min-width: 900px) {
  .shop main { padding: 32px 24px 64px; }
  .inner { padding-inline: 24px; }
  .grid { grid-template-columns: repeat(4, minmax(0, 1fr)); }
  .lines .picture { grid-row: span 2; }
  .lines .foot { grid-column: auto; }
  .product { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 48px; }
  .two { grid-template-columns: minmax(0, 1fr) 340px; }
}
`
