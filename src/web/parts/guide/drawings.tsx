import classes from './drawing.module.css'
import { Box, Panel, Radio, Words } from './panel.tsx'

/** Settings > API > Store-level API accounts > Create API Account. */
export function MenuDrawing() {
  return (
    <Panel height={148}>
      <path d="M112 1v146" className={classes.rule} />
      <Box x={16} y={20} width={64} height={8} look="bar" />
      <Box x={16} y={42} width={52} height={8} look="bar" />
      <Box x={16} y={64} width={72} height={8} look="bar" />
      <Box x={10} y={108} width={92} look="marked" />
      <Words x={20} y={124} tone="accent">
        Settings
      </Words>
      <Words x={132} y={28} tone="strong">
        API
      </Words>
      <Box x={128} y={40} width={170} look="marked" />
      <Words x={138} y={56} tone="accent">
        Store-level API accounts
      </Words>
      <Box x={138} y={78} width={96} height={8} look="bar" />
      <Box x={138} y={98} width={124} height={8} look="bar" />
      <path d="M306 52h22v58m-4-5 4 5 4-5" className={classes.arrow} />
      <Box x={252} y={114} width={134} look="primary" />
      <Words x={319} y={130} tone="onAccent" anchor="middle">
        Create API Account
      </Words>
    </Panel>
  )
}

export function TokenTypeDrawing() {
  return (
    <Panel height={96}>
      <Words x={20} y={26} tone="strong">
        Token type
      </Words>
      <Box x={16} y={36} width={172} height={44} look="marked" />
      <Radio x={34} y={58} on />
      <Words x={48} y={62} tone="accent">
        V2/V3 API token
      </Words>
      <Box x={204} y={36} width={180} height={44} />
      <Radio x={222} y={58} />
      <Words x={236} y={62} tone="muted">
        Stencil-CLI token
      </Words>
      <path d="M233 58h100" className={classes.strike} />
    </Panel>
  )
}

export function NameDrawing() {
  return (
    <Panel height={136}>
      <Words x={20} y={24} tone="muted">
        Name
      </Words>
      <Box x={16} y={30} width={220} />
      <Words x={26} y={46}>
        Cartwright
      </Words>
      <Words x={20} y={78} tone="muted">
        API path
      </Words>
      <Box x={16} y={84} width={368} />
      <Box x={217} y={88} width={76} height={16} look="marked" />
      <text x={26} y={100} className={classes.code} textLength={188} lengthAdjust="spacingAndGlyphs">
        https://api.bigcommerce.com/stores/
      </text>
      <text x={222} y={100} className={classes.code} textLength={66} lengthAdjust="spacingAndGlyphs">
        kl28jKd3w5o
      </text>
      <text x={297} y={100} className={classes.code} textLength={22} lengthAdjust="spacingAndGlyphs">
        /v3/
      </text>
      <path d="M255 112v10" className={classes.arrow} />
      <Words x={262} y={123} tone="accent">
        store hash
      </Words>
    </Panel>
  )
}

const scopeRows = [
  { name: 'Content', chosen: 1 },
  { name: 'Orders', chosen: 2 },
  { name: 'Information & Settings', chosen: 1 },
] as const
const levels = ['None', 'Read-only', 'Modify'] as const
const levelX = [206, 274, 348] as const

export function ScopesDrawing() {
  return (
    <Panel height={130}>
      <Words x={20} y={26} tone="strong">
        OAuth scopes
      </Words>
      {levels.map((level, index) => (
        <Words key={level} x={levelX[index] ?? 0} y={26} tone="muted" anchor="middle">
          {level}
        </Words>
      ))}
      {scopeRows.map((row, index) => (
        <g key={row.name} transform={`translate(0 ${38 + index * 28})`}>
          <path d="M16 0h368" className={classes.rule} />
          <Words x={20} y={18}>
            {row.name}
          </Words>
          {levelX.map((x, level) => (
            <Radio key={x} x={x} y={14} on={row.chosen === level} />
          ))}
        </g>
      ))}
    </Panel>
  )
}

const values = ['Client ID', 'Client Secret', 'Access Token', 'API path'] as const

export function ResultDrawing() {
  return (
    <Panel height={172}>
      <Words x={20} y={26} tone="strong">
        BigCommerce API credentials
      </Words>
      {values.map((name, index) => (
        <g key={name} transform={`translate(0 ${38 + index * 24})`}>
          <Words x={20} y={14} tone="muted">
            {name}
          </Words>
          <Box x={116} y={0} width={268} height={20} look={name === 'Client Secret' ? 'field' : 'marked'} />
          <Box x={126} y={7} width={[150, 190, 170, 210][index] ?? 0} height={6} look="bar" />
        </g>
      ))}
      <Box x={20} y={140} width={118} look="button" />
      <Words x={79} y={156} anchor="middle">
        ↓ credentials.txt
      </Words>
      <Box x={322} y={140} width={62} look="primary" />
      <Words x={353} y={156} tone="onAccent" anchor="middle">
        Close
      </Words>
    </Panel>
  )
}
