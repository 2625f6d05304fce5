import { Checkbox, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { OwnedField } from '../../../api/contract/drift.ts'
import { ownersQuery } from '../../drift-queries.ts'
import { SearchBox } from '../../parts/grid/search-box.tsx'
import toolbar from '../../parts/grid/toolbar.module.css'
import { Legend } from '../../parts/legend.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { channelQuery } from '../../queries.ts'
import { groupTitles } from '../product/fields.ts'
import { OwnerGroup } from './owner-group.tsx'
import { isOther, ownerWords } from './owner-words.ts'
import owners from './owners.module.css'
import '../../parts/grid/kit.css'

const route = getRouteApi('/shell/channels/$channelId/settings/field-owners')

const levels = [
  ['product', 'Products'],
  ['variant', 'Variants'],
] as const
const meanings = [ownerWords.hub, ownerWords.store, ownerWords.nobody].map(({ title, means }) => ({
  term: title,
  means,
}))
const groups = ['basics', 'price', 'identifiers', 'shipping', 'sale', 'seo', 'parts'] as const

/** Who says what each field of this channel shows: the hub, the store or nobody. */
export function FieldOwnersPage() {
  const { channelId } = route.useParams()
  const fields = useQuery(ownersQuery(channelId))
  if (fields.data !== undefined) return <Owners channelId={channelId} fields={fields.data.owners} />
  return fields.error === null ? <Skeleton height={420} radius="lg" /> : <ProblemAlert error={fields.error} />
}

function Owners({ channelId, fields }: { channelId: string; fields: readonly OwnedField[] }) {
  const channelName = useQuery(channelQuery(channelId)).data?.name ?? ''
  const [search, setSearch] = useState('')
  const [onlyOther, setOnlyOther] = useState(false)
  const onSearch = useCallback((text: string) => setSearch(text), [])
  const words = search.toLowerCase().split(/\s+/u)
  const found = fields.filter(field => {
    const text = `${field.label} ${field.field} ${field.level} ${groupTitles[field.group]}`.toLowerCase()
    return words.every(word => text.includes(word)) && (!onlyOther || isOther(field))
  })
  const changed = fields.filter(isOther).length
  return (
    <div className={owners.page}>
      <Legend label="What the owners mean" entries={meanings} />
      <search className={toolbar.toolbar} aria-label="Find fields">
        <SearchBox value={search} onChange={onSearch} placeholder="Search fields" />
        <Checkbox
          size="sm"
          label={`Only those that differ from the default (${changed})`}
          checked={onlyOther}
          onChange={event => setOnlyOther(event.currentTarget.checked)}
        />
        <span role="status" className={toolbar.count}>
          {found.length === 1 ? '1 field' : `${found.length} fields`}
        </span>
      </search>
      {found.length === 0 && (
        <Section title="Nothing found">
          <p className={owners.muted}>
            {onlyOther && search === '' ? 'Every field has its default owner.' : 'No field is found by this.'}
          </p>
        </Section>
      )}
      {levels.map(([level, title]) => {
        const ofLevel = found.filter(field => field.level === level)
        if (ofLevel.length === 0) return null
        return (
          <Section key={level} title={title} flush>
            {groups.map(group => {
              const ofGroup = ofLevel.filter(field => field.group === group)
              if (ofGroup.length === 0) return null
              return (
                <OwnerGroup
                  key={group}
                  title={groupTitles[group]}
                  levelTitle={title}
                  fields={ofGroup}
                  channelId={channelId}
                  channelName={channelName}
                />
              )
            })}
          </Section>
        )
      })}
    </div>
  )
}
