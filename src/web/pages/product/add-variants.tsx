import { Button, Modal, TagsInput } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import type { VariantRow } from '../../../api/contract/catalog.ts'
import type { Output } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import { call, HubProblem } from '../../client.ts'
import { count } from '../../format.ts'
import { ReviewAndSend } from '../../parts/edit/review-and-send.tsx'
import form from '../../parts/form.module.css'
import { Notice } from '../../parts/notice.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { tellDone, tellFailure } from '../../parts/undo.tsx'
import { toDoChanged } from '../../plan-queries.ts'
import { productsChanged } from '../../products-changed.ts'
import { type Choice, combinationKey, combinationsMost, newCombinations, optionsIn } from './combinations.ts'
import classes from './variant-to-add.module.css'
import { fieldsOf, nothingTyped, type Typed, VariantToAdd } from './variant-to-add.tsx'

interface Props {
  readonly productId: string
  readonly variants: readonly VariantRow[]
}

/** Adds variants to a product that has options; of one without there is nothing to add. */
export function AddVariants({ productId, variants }: Props) {
  const [isOpen, dialog] = useDisclosure(false)
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  if (optionsIn(variants).length === 0) return null
  return (
    <>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={dialog.open}
      >
        Add variants
      </Button>
      {isOpen && (
        <Modal
          opened
          onClose={dialog.close}
          title="Add variants"
          size={640}
          fullScreen={isNarrow}
          radius={isNarrow ? 0 : 'lg'}
        >
          <AddForm productId={productId} variants={variants} onClose={dialog.close} />
        </Modal>
      )}
    </>
  )
}

type Added = Output<Routes['POST /api/products/:productId/variants']>

function AddForm({ productId, variants, onClose }: Props & { onClose: () => void }) {
  const options = useMemo(() => optionsIn(variants), [variants])
  const [chosen, setChosen] = useState<ReadonlyMap<string, readonly string[]>>(new Map())
  const [typed, setTyped] = useState<ReadonlyMap<string, Typed>>(new Map())
  const missing = useMemo(() => newCombinations(options, chosen, variants), [options, chosen, variants])
  const typedOf = (choices: readonly Choice[]) => typed.get(combinationKey(choices)) ?? nothingTyped
  const add = useMutation({
    mutationFn: () =>
      call('POST /api/products/:productId/variants', {
        params: { productId },
        body: {
          variants: (missing ?? []).map(choices => ({
            fields: fieldsOf(typedOf(choices)),
            optionValues: [...choices],
          })),
        },
      }),
    onSettled: changed,
  })
  if (add.data !== undefined) return <AddedNow productId={productId} added={add.data} onClose={onClose} />
  const faults = add.error instanceof HubProblem ? add.error.fields : {}
  const isAtRows = Object.keys(faults).length > 0 && Object.keys(faults).every(field => /^variants\.\d+\./.test(field))
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (missing !== null && missing.length > 0) add.mutate()
  }
  return (
    <form className={form.form} onSubmit={onSubmit} noValidate>
      <p>
        Choose values of {options.length === 1 ? 'the option' : 'each option'}, or type new ones. Each combination that
        is not there yet becomes a variant.
      </p>
      {options.map(({ name, values }, at) => (
        <TagsInput
          key={name}
          label={name}
          data={[...values]}
          value={[...(chosen.get(name) ?? [])]}
          onChange={value => setChosen(new Map(chosen).set(name, value))}
          acceptValueOnBlur
          {...(at === 0 ? { 'data-autofocus': true } : {})}
        />
      ))}
      {missing === null && (
        <Notice tone="attention">
          These are more than {combinationsMost} combinations, and a product has at most so many: choose fewer values.
        </Notice>
      )}
      {missing !== null && missing.length > 0 && (
        <ul className={classes.rows} aria-label="Variants to add">
          {missing.map((choices, at) => (
            <VariantToAdd
              key={combinationKey(choices)}
              choices={choices}
              typed={typedOf(choices)}
              faultOf={field => faults[`variants.${at}.${field}`]}
              onType={part => setTyped(new Map(typed).set(combinationKey(choices), { ...typedOf(choices), ...part }))}
            />
          ))}
        </ul>
      )}
      {add.error !== null && !isAtRows && <ProblemAlert error={add.error} />}
      <div className={form.buttonsEnd}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={missing === null || missing.length === 0} loading={add.isPending}>
          {missing === null || missing.length === 0 ? 'Add variants' : `Add ${count(missing.length, 'variant')}`}
        </Button>
      </div>
    </form>
  )
}

function changed(): void {
  productsChanged()
  toDoChanged()
}

/** What was added, where it goes next, and the way back as long as nothing was sent. */
function AddedNow({ productId, added, onClose }: { productId: string; added: Added; onClose: () => void }) {
  const { variants, wanted } = added
  const takeBack = useMutation({
    mutationFn: () =>
      call('DELETE /api/products/:productId/variants', {
        params: { productId },
        body: { variantIds: variants.map(({ variantId }) => variantId) },
      }),
    onSuccess: ({ withdrawn }) => {
      tellDone(`${count(withdrawn, 'variant')} taken back.`)
      onClose()
    },
    onError: tellFailure,
    onSettled: changed,
  })
  return (
    <div className={form.form}>
      <Notice tone="good" live>
        <strong>{count(variants.length, 'variant is', 'variants are')} added in the hub.</strong>{' '}
        {wanted.length === 0 ? (
          'No channel lists this product, so nothing is to send.'
        ) : (
          <>
            The next changes to review make {variants.length === 1 ? 'it' : 'them'} on{' '}
            <bdi>{[...new Set(wanted.map(({ channelName }) => channelName))].join(', ')}</bdi>.
          </>
        )}
      </Notice>
      <div className={form.buttonsEnd}>
        <Button variant="default" loading={takeBack.isPending} onClick={() => takeBack.mutate()}>
          {variants.length === 1 ? 'Take it back' : 'Take them back'}
        </Button>
        <Button variant="default" onClick={onClose}>
          Done
        </Button>
        <ReviewAndSend channels={wanted.map(({ channelId, channelName }) => ({ channelId, name: channelName }))} />
      </div>
    </div>
  )
}
