import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { editFieldsQuery } from '../../edit-queries.ts'
import { Page } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { useTitle } from '../../parts/title.ts'
import { NewProductForm } from './new-product-form.tsx'
import '../../parts/grid/kit.css'

/** Inventory > Products > New product: made in the hub first, and on channels once their changes are sent. */
export function NewProductPage() {
  useTitle('New product')
  const fields = useQuery(editFieldsQuery())
  return (
    <Page
      title="New product"
      crumbs={[{ text: 'Products', link: { to: '/inventory/products' } }]}
      subtitle="It is made in the hub. Channels get it with their next changes to review."
    >
      {fields.data !== undefined ? (
        <NewProductForm fields={fields.data} />
      ) : fields.error === null ? (
        <Skeleton height={360} radius="lg" />
      ) : (
        <ProblemAlert error={fields.error} />
      )}
    </Page>
  )
}
