import { LinkButton } from '../parts/link-button.tsx'
import { Page } from '../parts/page.tsx'
import { useTitle } from '../parts/title.ts'

export function NotFoundPage() {
  return <NotFound what="There is no page at this address" />
}

export function NotFound({ what }: { what: string }) {
  useTitle('Not found')
  return (
    <Page title={what} subtitle="It may have been removed, or the address is not complete.">
      <div>
        <LinkButton to="/" variant="default">
          Go to the dashboard
        </LinkButton>
      </div>
    </Page>
  )
}
