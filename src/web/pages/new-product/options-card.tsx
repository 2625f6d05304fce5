import { Button, TagsInput, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import edit from '../../parts/edit/edit.module.css'
import form from '../../parts/form.module.css'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { type Choice, combinationKey, combinationsMost, type Option } from '../product/combinations.ts'
import rows from '../product/variant-to-add.module.css'
import { nothingTyped, VariantToAdd } from '../product/variant-to-add.tsx'
import type { TypedOptions } from './body.ts'

interface Props {
  readonly options: TypedOptions
  /** The variants that they come to; null for more than a product can have. */
  readonly combinations: readonly (readonly Choice[])[] | null
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (options: TypedOptions) => void
}

/** The options of a new product, if it has any, and each variant that they come to. */
export function OptionsCard({ options, combinations, faults, onChange }: Props) {
  const { list, typed } = options
  const put = (at: number, part: Partial<Option>) =>
    onChange({ list: list.map((one, index) => (index === at ? { ...one, ...part } : one)), typed })
  return (
    <Section title="Variants" note="Only where shoppers choose among several, such as by size or color.">
      <div className={form.form}>
        {list.map((option, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option has no other name while it is typed
          <div key={at} className={edit.grid}>
            <TextInput
              label={`Option ${at + 1}`}
              placeholder="Such as Color"
              value={option.name}
              onChange={event => put(at, { name: event.currentTarget.value })}
            />
            <TagsInput
              label={`Values of option ${at + 1}`}
              description="Press Enter after each."
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              value={[...option.values]}
              onChange={values => put(at, { values })}
              acceptValueOnBlur
            />
            <div className={form.buttons}>
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={`Remove option ${at + 1}`}
                onClick={() => onChange({ list: list.filter((_, index) => index !== at), typed })}
              >
                Remove
              </Button>
            </div>
          </div>
        ))}
        <div className={form.buttons}>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => onChange({ list: [...list, { name: '', values: [] }], typed })}
          >
            {list.length === 0 ? 'Add an option' : 'Add another option'}
          </Button>
        </div>
        {faults.variants !== undefined && <Notice tone="attention">{faults.variants}</Notice>}
        {combinations === null && (
          <Notice tone="attention">
            These are more than {combinationsMost} variants, and a product has at most so many: give fewer values.
          </Notice>
        )}
        {combinations !== null && combinations.length > 0 && (
          <ul className={rows.rows} aria-label="Variants to add">
            {combinations.map((choices, at) => {
              const key = combinationKey(choices)
              return (
                <VariantToAdd
                  key={key}
                  choices={choices}
                  typed={typed.get(key) ?? nothingTyped}
                  faultOf={field => faults[`variants.${at}.fields.${field}`] ?? faults[`variants.${at}.${field}`]}
                  onType={part =>
                    onChange({ list, typed: new Map(typed).set(key, { ...(typed.get(key) ?? nothingTyped), ...part }) })
                  }
                />
              )
            })}
          </ul>
        )}
      </div>
    </Section>
  )
}
