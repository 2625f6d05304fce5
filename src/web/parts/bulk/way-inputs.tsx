import { NativeSelect, TextInput } from '@mantine/core'
import type { EditField } from '../../../api/contract/edits.ts'
import { FieldControl } from '../edit/control.tsx'
import classes from './bulk.module.css'
import type { Entered, Way } from './ways.ts'

const endings = [
  { value: '', label: 'As it comes' },
  ...['.99', '.95', '.90', '.50', '.00'].map(value => ({ value, label: `Ending in ${value}` })),
]

interface Props {
  readonly field: EditField
  readonly way: Way
  readonly entered: Entered
  readonly onEnter: (part: Partial<Entered>) => void
  readonly error: string | undefined
}

/** What a way of editing asks for. */
export function WayInputs({ field, way, entered, onEnter, error }: Props) {
  const fault = error === undefined ? {} : { error }
  switch (way) {
    case 'set':
    case 'include':
    case 'exclude':
      if (field.control === 'flag') {
        return (
          <NativeSelect
            label={`${field.label}: yes or no`}
            {...fault}
            value={entered.value === undefined ? '' : String(entered.value)}
            onChange={({ currentTarget: { value } }) => onEnter({ value: value === '' ? undefined : value === 'true' })}
            data={[
              { value: '', label: 'Choose' },
              { value: 'true', label: 'Yes' },
              { value: 'false', label: 'No' },
            ]}
          />
        )
      }
      return (
        <FieldControl
          field={field}
          name="New value"
          placeholder=""
          value={entered.value}
          onChange={value => onEnter({ value })}
          error={error}
        />
      )
    case 'add':
      return (
        <TextInput
          label="Amount"
          description="Such as 2.50, or -1 to take away. What has no value is left as it is."
          inputMode="text"
          {...fault}
          value={entered.amount}
          onChange={event => onEnter({ amount: event.currentTarget.value })}
        />
      )
    case 'percent':
      return (
        <div className={classes.two}>
          <TextInput
            label="Percent"
            description="10 raises, -10 lowers"
            {...fault}
            value={entered.percent}
            onChange={event => onEnter({ percent: event.currentTarget.value })}
          />
          {field.kind === 'money' && (
            <NativeSelect
              label="Round to"
              description="The nearest amount that ends so"
              data={endings}
              value={entered.ending}
              onChange={event => onEnter({ ending: event.currentTarget.value })}
            />
          )}
        </div>
      )
    case 'replace':
      return (
        <div className={classes.two}>
          <TextInput
            label="Find"
            description="Capitals count"
            {...fault}
            value={entered.find}
            onChange={event => onEnter({ find: event.currentTarget.value })}
          />
          <TextInput
            label="Replace with"
            description="Empty takes it out"
            value={entered.with}
            onChange={event => onEnter({ with: event.currentTarget.value })}
          />
        </div>
      )
    case 'clear':
      return <p className={classes.muted}>Every one of them will have no {field.label.toLowerCase()}.</p>
    case 'reset':
      return <p className={classes.muted}>The channel’s own value goes, and the master’s is shown again.</p>
  }
}
