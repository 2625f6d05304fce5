import { IconExternalLink } from '@tabler/icons-react'
import { Notice } from '../../parts/notice.tsx'

/** A practice store has a panel of its own, where its API accounts are made as in BigCommerce. */
export function SandboxNote({ panelUrl }: { panelUrl: string | null }) {
  return (
    <Notice
      tone="plain"
      action={
        panelUrl !== null && (
          <a href={panelUrl} target="_blank" rel="noreferrer">
            Open the sandbox store’s panel <IconExternalLink size={14} aria-hidden />
          </a>
        )
      }
    >
      This is a sandbox store inside your hub. Nothing in it is real.
    </Notice>
  )
}
