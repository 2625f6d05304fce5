import { Button, Checkbox, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { Plan } from '../../../api/contract/plans.ts'
import { count } from '../../format.ts'
import form from '../../parts/form.module.css'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { When } from '../../parts/when.tsx'
import { valueWords } from './change-value.tsx'
import { Filtered } from './figures.tsx'
import classes from './plan.module.css'
import { useLeaveOut, usePass } from './use-plan.ts'

type Brake = Plan['brakes'][number]

const titles: Readonly<Record<Brake['brake'], { readonly title: string; readonly left: string }>> = {
  price_cut: { title: 'Prices fall far', left: 'these prices' },
  price_zero: { title: 'Prices become zero', left: 'these prices' },
  many_hidden: { title: 'Many products are hidden', left: 'these products' },
  category_emptied: { title: 'Categories are emptied', left: 'these changes' },
  images_lost: { title: 'Images cannot be brought back', left: 'these images' },
}

/** What would hurt if it were a mistake: it is looked at a second time before anything is sent. */
export function Brakes({ plan, currency }: { plan: Plan; currency: string | null }) {
  if (plan.brakes.length === 0) return null
  return (
    <Section
      title="Warnings"
      note="Nothing is sent before somebody has looked at each and let it pass, or has left out what it is about."
    >
      <ul className={classes.brakes}>
        {plan.brakes.map(brake => (
          <BrakeCard key={brake.brake} plan={plan} brake={brake} currency={currency} />
        ))}
      </ul>
    </Section>
  )
}

interface Props {
  readonly plan: Plan
  readonly brake: Brake
  readonly currency: string | null
}

function BrakeCard({ plan, brake, currency }: Props) {
  const [isOpen, dialog] = useDisclosure(false)
  const leave = useLeaveOut(plan)
  const { title, left } = titles[brake.brake]
  const { passed, sentence } = brake
  const Icon = passed === null ? IconAlertTriangle : IconCircleCheck
  return (
    <li className={classes.brake} data-passed={passed !== null || undefined} aria-label={title}>
      <Icon size={20} aria-hidden className={classes.brakeSign} />
      <div className={classes.brakeWords}>
        <h3>{title}</h3>
        <p>{sentence}</p>
        <Examples brake={brake} currency={currency} />
        <p className={classes.brakeLink}>
          <Filtered plan={plan} search={{ brake: brake.brake }}>
            {brake.count === 1 ? 'Show it below' : `Show all ${brake.count.toLocaleString()} below`}
          </Filtered>
        </p>
        {passed !== null && (
          <p className={classes.brakePassed}>
            Let pass by <bdi>{passed.by}</bdi> <When at={passed.at} />.
          </p>
        )}
        {leave.error !== null && <ProblemAlert error={leave.error} />}
      </div>
      <div className={classes.brakeButtons}>
        {passed === null && (
          <Button variant="default" onClick={dialog.open}>
            Look and let pass
          </Button>
        )}
        <Button
          variant="subtle"
          loading={leave.isPending}
          onClick={() => leave.mutate({ filter: { brake: brake.brake } })}
        >
          Leave {left} out
        </Button>
      </div>
      {isOpen && <PassDialog plan={plan} brake={brake} currency={currency} onClose={dialog.close} />}
    </li>
  )
}

function Examples({ brake: { brake, examples, count: all }, currency }: Pick<Props, 'brake' | 'currency'>) {
  const more = all - examples.length
  return (
    <ul className={classes.examples}>
      {examples.map(({ name, sku, before, after }) => (
        <li key={`${name} ${sku}`}>
          <span>
            <bdi>{name}</bdi> {sku !== '' && <bdi className={classes.sku}>{sku}</bdi>}
          </span>
          {(brake === 'price_cut' || brake === 'price_zero') && (
            <Became
              before={before === null ? 'its product’s price' : valueWords('money', before, currency)}
              after={valueWords('money', after, currency)}
            />
          )}
          {brake === 'category_emptied' && <Became before={count(Number(before), 'product')} after="none" />}
        </li>
      ))}
      {more > 0 && <li className={classes.muted}>and {count(more, 'other')}</li>}
    </ul>
  )
}

function Became({ before, after }: { before: string; after: string }) {
  return (
    <span className={classes.exampleFigures}>
      {before}
      <span aria-hidden="true"> → </span>
      <span className="cw-sr"> becomes </span>
      <strong>{after}</strong>
    </span>
  )
}

/** The second look. */
function PassDialog({ plan, brake, currency, onClose }: Props & { onClose: () => void }) {
  const [isSure, setSure] = useState(false)
  const pass = usePass(plan, onClose)
  return (
    <Modal opened onClose={onClose} title={titles[brake.brake].title} size={560}>
      <div className={form.form}>
        <p>
          <strong>{brake.sentence}</strong> Shoppers of <bdi>{plan.channelName}</bdi> would see it as soon as it is
          sent.
        </p>
        <Examples brake={brake} currency={currency} />
        <Checkbox
          label={`I have looked at ${brake.count === 1 ? 'it' : `these ${brake.count.toLocaleString()}`}, and it is meant so.`}
          checked={isSure}
          onChange={event => setSure(event.currentTarget.checked)}
        />
        {pass.error !== null && <ProblemAlert error={pass.error} />}
        <div className={form.buttonsEnd}>
          <Button variant="default" onClick={onClose}>
            Keep holding it
          </Button>
          <Button disabled={!isSure} loading={pass.isPending} onClick={() => pass.mutate(brake.brake)}>
            Let it pass
          </Button>
        </div>
      </div>
    </Modal>
  )
}
