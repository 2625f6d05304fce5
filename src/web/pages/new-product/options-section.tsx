import { Button, TagsInput, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import form from '../../parts/form.module.css'
import { Section } from '../../parts/page.tsx'
import type { Option } from '../product/combinations.ts'
import type { Faults } from './draft.ts'
import classes from './new-product.module.css'

interface Props {
  readonly options: readonly Option[]
  readonly faults: Faults
  readonly onChange: (options: readonly Option[]) => void
}

const noOption: Option = { name: '', values: [] }

/** By what shoppers choose among the variants of a new product; most products have no options. */
export function OptionsSection({ options, faults, onChange }: Props) {
  const put = (at: number, part: Partial<Option>) =>
    onChange(options.map((one, index) => (index === at ? { ...one, ...part } : one)))
  return (
    <Section title="Options" note="Only where shoppers choose among variants, such as by size or color.">
      <div className={form.form}>
        {options.map((option, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option has no other name while it is typed
          <div key={at} className={classes.option}>
            <TextInput
              label={`Option ${at + 1}`}
              placeholder="Such as Size"
              value={option.name}
              error={faults[`options.${at}.name`]}
              onChange={event => put(at, { name: event.currentTarget.value })}
            />
            <TagsInput
              label={`Values of option ${at + 1}`}
              description="Press Enter after each, or type a comma."
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              splitChars={[',']}
              value={[...option.values]}
              error={faults[`options.${at}.values`]}
              onChange={values => put(at, { values })}
            />
            <Button
              variant="subtle"
              size="compact-sm"
              className={classes.removeOption}
              aria-label={`Remove option ${at + 1}`}
              onClick={() => onChange(options.filter((_, index) => index !== at))}
            >
              Remove
            </Button>
          </div>
        ))}
        <div className={form.buttons}>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => onChange([...options, noOption])}
          >
            {options.length === 0 ? 'Add an option' : 'Add another option'}
          </Button>
        </div>
      </div>
    </Section>
  )
}
