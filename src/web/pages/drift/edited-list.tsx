import { Button, Skeleton } from '@mantine/core'
import { IconCircleCheck, IconX } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { ChannelDetail } from '../../../api/contract/channels.ts'
import type { Drift } from '../../../api/contract/drift.ts'
import { driftCountQuery, driftQuery } from '../../drift-queries.ts'
import { amountOf } from '../../format.ts'
import { Empty } from '../../parts/empty.tsx'
import { FilterPicker } from '../../parts/grid/filter-picker.tsx'
import { SearchBox } from '../../parts/grid/search-box.tsx'
import toolbar from '../../parts/grid/toolbar.module.css'
import { Legend } from '../../parts/legend.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { DecideBar } from './decide-bar.tsx'
import classes from './drift.module.css'
import { DriftTable } from './drift-table.tsx'
import { fieldsFound, foundIn } from './found.ts'
import { type DriftAsk, isFiltered } from './search.ts'
import { decisionWords, editsOf, type Found, fieldWords, giveWords, keyOf } from './words.ts'

const decisions = [decisionWords.take, decisionWords.overwrite, giveWords].map(({ button, follows }) => ({
  term: button,
  means: follows,
}))

interface Props {
  readonly channel: ChannelDetail
  readonly currency: string | null
  readonly ask: DriftAsk
  readonly onChange: (part: DriftAsk, replace?: boolean) => void
}

/** The edits that wait, product by product: searched, filtered, chosen, decided. */
export function EditedList({ channel, currency, ask, onChange }: Props) {
  const query = useInfiniteQuery(driftQuery(channel.id, ask))
  const counts = useQuery(driftCountQuery(channel.id, ask.search)).data
  const [chosenIds, setChosen] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => query.data?.pages.flatMap(page => page.rows) ?? [], [query.data])
  const chosen = useMemo(() => rows.filter(({ id }) => chosenIds.has(id)), [rows, chosenIds])
  const onSearch = useCallback(
    (text: string) => onChange({ search: text === '' ? undefined : text }, ask.search !== undefined && text !== ''),
    [onChange, ask.search],
  )
  const pick = (some: readonly Drift[], isChosen: boolean) =>
    setChosen(before => {
      const ids = some.map(({ id }) => id)
      return isChosen ? before.union(new Set(ids)) : before.difference(new Set(ids))
    })
  const fields = counts?.fields ?? []
  const shown = fieldsFound(fields, ask)
  const found = foundIn(shown)

  if (query.data === undefined) {
    return query.error === null ? <Skeleton height={360} radius="lg" /> : <ProblemAlert error={query.error} />
  }
  if (rows.length === 0 && !isFiltered(ask)) return <NothingEdited />
  const value = ask.field === undefined ? undefined : keyOf({ level: ask.level ?? 'product', field: ask.field })
  return (
    <>
      <Legend label="What the decisions do" entries={decisions} />
      <search className={toolbar.toolbar} aria-label="Find edits">
        <SearchBox value={ask.search ?? ''} onChange={onSearch} placeholder="Search product, SKU or barcode" />
        <FilterPicker
          label="Field"
          anyLabel="Any field"
          choices={fields.map(each => ({
            value: keyOf(each),
            label: `${fieldWords(each)} (${amountOf(each)})`,
          }))}
          value={value}
          valueLabel={labelOf(fields.find(each => keyOf(each) === value))}
          onPick={key => {
            const picked = fields.find(each => keyOf(each) === key)
            onChange({ level: picked?.level, field: picked?.field })
          }}
        />
        {isFiltered(ask) && (
          <Button
            variant="subtle"
            size="compact-md"
            leftSection={<IconX size={14} aria-hidden />}
            onClick={() => onChange({ search: undefined, level: undefined, field: undefined })}
          >
            Clear filters
          </Button>
        )}
        <span role="status" className={toolbar.count}>
          {counts !== undefined && editsOf(found)}
        </span>
      </search>
      {rows.length === 0 ? (
        <Section title="Nothing found">
          <p className={classes.muted}>No edit that waits is found by this search and filter.</p>
        </Section>
      ) : (
        <Section
          title="Edits that wait"
          flush
          actions={
            <DecideBar
              channelId={channel.id}
              channelName={channel.name}
              chosen={chosen}
              all={{ filter: ask, fields: shown, found }}
              onDone={() => setChosen(new Set())}
            />
          }
        >
          <DriftTable
            channelId={channel.id}
            channelName={channel.name}
            currency={currency}
            rows={rows}
            chosenIds={chosenIds}
            onPick={pick}
          />
          <LoadMore query={query} note={`${rows.length.toLocaleString()} of ${shownOf(found, rows.length)} shown`} />
        </Section>
      )}
    </>
  )
}

function shownOf(found: Found, shown: number): string {
  return amountOf({ ...found, count: Math.max(found.count, shown) })
}

function labelOf(field: Parameters<typeof fieldWords>[0] | undefined): string | undefined {
  return field === undefined ? undefined : fieldWords(field)
}

function NothingEdited() {
  return (
    <Section title="Nothing to decide">
      <Empty
        drawing={<IconCircleCheck size={40} stroke={1.2} aria-hidden />}
        title="The store shows what the hub means"
      >
        As soon as somebody edits a field in the store that the hub writes, it stands here: what was there, what the
        store shows now, and what the hub means.
      </Empty>
    </Section>
  )
}
