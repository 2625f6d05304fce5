import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCircleCheck } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { MatchReason, ReviewItem } from '../../../api/contract/review.ts'
import { Empty } from '../../parts/empty.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { useTitle } from '../../parts/title.ts'
import { channelsQuery } from '../../queries.ts'
import { decidedQuery, waitingPairsQuery } from '../../review-queries.ts'
import { DecideAllDialog } from './decide-all.tsx'
import { DecidedList } from './decided-list.tsx'
import { type Reason, Reasons } from './reasons.tsx'
import classes from './review.module.css'
import type { ReviewSearch } from './search.ts'
import { type Pair, WaitingList } from './waiting-list.tsx'

const route = getRouteApi('/shell/review')

/** Matches that would join two things: somebody decides, one by one or all of a reason. */
export function ReviewPage() {
  useTitle('Review')
  const search = route.useSearch()
  const isDecided = search.view === 'decided'
  return (
    <Page
      title="Review"
      subtitle="Where something in a store looks like something you already have, the hub asks before it joins the two. Until then it is shown as not matched."
      actions={<ChannelFilter search={search} />}
    >
      <nav aria-label="Review" className={classes.tabs}>
        <Tab search={{ ...search, view: undefined }} isChosen={!isDecided}>
          Waiting
        </Tab>
        {/* All reasons: there is no list of them beside what was decided, so none may be left out unsaid. */}
        <Tab search={{ channel: search.channel, view: 'decided' }} isChosen={isDecided}>
          Decided
        </Tab>
      </nav>
      {isDecided ? <Decided search={search} /> : <Waiting search={search} />}
    </Page>
  )
}

function Waiting({ search }: { search: ReviewSearch }) {
  const review = useInfiniteQuery(waitingPairsQuery({ reason: search.reason, channelId: search.channel }))
  if (review.data === undefined) return <NotRead error={review.error} />
  const pairs = review.data.pages.flatMap(page => page.pairs).flatMap(toPair)
  const reasons = review.data.pages[0]?.reasons ?? []
  return (
    <div className={classes.columns}>
      {reasons.some(({ waiting }) => waiting > 0) && <Reasons reasons={reasons} search={search} />}
      <div className={classes.list}>
        <ReasonHead reasons={reasons} search={search} />
        {pairs.length === 0 ? <Nothing search={search} /> : <WaitingList pairs={pairs} titleOf={titlesOf(reasons)} />}
        <LoadMore query={review} />
      </div>
    </div>
  )
}

function Decided({ search }: { search: ReviewSearch }) {
  const review = useInfiniteQuery(decidedQuery(search.channel))
  if (review.data === undefined) return <NotRead error={review.error} />
  const items = review.data.pages.flatMap(page => page.items)
  return (
    <div className={classes.list}>
      {items.length === 0 ? (
        <Nothing search={search} />
      ) : (
        <DecidedList items={items} titleOf={titlesOf(review.data.pages[0]?.reasons ?? [])} />
      )}
      <LoadMore query={review} />
    </div>
  )
}

function NotRead({ error }: { error: Error | null }) {
  return error === null ? <Skeleton height={360} radius="lg" /> : <ProblemAlert error={error} />
}

function toPair({ id, items: [first, ...others] }: { id: string; items: readonly ReviewItem[] }): Pair[] {
  return first === undefined ? [] : [{ id, items: [first, ...others] }]
}

function titlesOf(reasons: readonly Reason[]) {
  return (reason: MatchReason) => reasons.find(each => each.reason === reason)?.title ?? reason
}

/** What a chosen reason means, and the way to decide all of it. */
function ReasonHead({ reasons, search }: { reasons: readonly Reason[]; search: ReviewSearch }) {
  const [isOpen, dialog] = useDisclosure(false)
  const channels = useQuery(channelsQuery).data ?? []
  const reason = reasons.find(each => each.reason === search.reason)
  if (reason === undefined) return null
  return (
    <div className={classes.reasonHead}>
      <div>
        <h2>{reason.title}</h2>
        <p>{reason.help}</p>
      </div>
      {reason.waiting > 1 && (
        <Button variant="default" onClick={dialog.open}>
          Decide all {reason.waiting.toLocaleString()}…
        </Button>
      )}
      {isOpen && (
        <DecideAllDialog
          reason={reason}
          channel={channels.find(({ id }) => id === search.channel)}
          onClose={dialog.close}
        />
      )}
    </div>
  )
}

function Nothing({ search }: { search: ReviewSearch }) {
  const isPart = search.reason !== undefined || search.channel !== undefined
  if (search.view === 'decided') {
    return (
      <Section title={isPart ? 'Nothing decided here' : 'Nothing decided yet'}>
        <p className={classes.muted}>What you decide is listed here, and each decision can be taken back.</p>
      </Section>
    )
  }
  return (
    <Section title="Nothing to review">
      <Empty
        drawing={<IconCircleCheck size={40} stroke={1.2} aria-hidden />}
        title={isPart ? 'Nothing waits here' : 'Nothing waits for you'}
        actions={
          isPart && (
            <Link to="/review" search={{}}>
              Show all that wait
            </Link>
          )
        }
      >
        {isPart
          ? 'For other reasons, or from other channels, something may wait still.'
          : 'Nothing from your stores waits for a decision. When an import finds something that may be the same as something you have, it is asked here.'}
      </Empty>
    </Section>
  )
}

function Tab({ search, isChosen, children }: { search: ReviewSearch; isChosen: boolean; children: React.ReactNode }) {
  return (
    <Link
      to="/review"
      search={search}
      replace
      className={classes.tab}
      activeProps={{}}
      aria-current={isChosen ? 'page' : undefined}
      data-chosen={isChosen || undefined}
    >
      {children}
    </Link>
  )
}

function ChannelFilter({ search }: { search: ReviewSearch }) {
  const channels = useQuery(channelsQuery).data ?? []
  const navigate = useNavigate()
  if (channels.length < 2 && search.channel === undefined) return null
  return (
    <NativeSelect
      aria-label="Channel"
      value={search.channel ?? ''}
      data={[{ value: '', label: 'All channels' }, ...channels.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={event => {
        const channel = event.currentTarget.value === '' ? undefined : event.currentTarget.value
        void navigate({ to: '/review', search: { ...search, channel }, replace: true })
      }}
    />
  )
}
