import { Combobox, useCombobox } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import classes from './toolbar.module.css'

export interface Choice {
  readonly value: string
  readonly label: string
  /** How deep it lies in a tree. */
  readonly depth?: number
}

interface Props {
  readonly label: string
  readonly choices: readonly Choice[]
  /** Undefined: nothing is chosen. */
  readonly value: string | undefined
  /** The words for the value where it may not be among the choices. */
  readonly valueLabel?: string | undefined
  /** What choosing nothing is called; without it something is always chosen. */
  readonly anyLabel?: string
  readonly onPick: (value: string | undefined) => void
  /** Lets the choices be searched, by whoever gives them. */
  readonly search?: { readonly text: string; readonly onText: (text: string) => void; readonly note: ReactNode }
  readonly onOpen?: () => void
}

// Values come from stores and may be anything, also empty: they get a letter before them.
const anyValue = 'any'
const optionOf = (value: string) => `=${value}`

/** A button that says what a list is filtered by, and opens the choices. */
export function FilterPicker(props: Props) {
  const { label, choices, value, valueLabel, anyLabel, onPick, search, onOpen } = props
  const [isKeyboard, setKeyboard] = useState(false)
  const combobox = useCombobox({
    onDropdownOpen: source => {
      setKeyboard(source === 'keyboard')
      onOpen?.()
      combobox.updateSelectedOptionIndex('active', { scrollIntoView: true })
      if (search !== undefined) combobox.focusSearchInput()
    },
    onDropdownClose: () => {
      search?.onText('')
      combobox.resetSelectedOption()
      if (isKeyboard) combobox.focusTarget()
    },
  })
  const shown = value === undefined ? undefined : (valueLabel ?? choices.find(c => c.value === value)?.label ?? value)
  return (
    <Combobox
      store={combobox}
      width={280}
      withinPortal={false}
      position="bottom-start"
      shadow="sm"
      onOptionSubmit={option => {
        onPick(option === anyValue ? undefined : option.slice(1))
        combobox.closeDropdown()
      }}
    >
      <Combobox.Target targetType="button" withExpandedAttribute>
        <button
          type="button"
          className={classes.pick}
          data-on={(value !== undefined && anyLabel !== undefined) || undefined}
          aria-label={shown === undefined ? label : `${label}: ${shown}`}
          onClick={() => combobox.toggleDropdown()}
        >
          <span>{shown === undefined ? label : `${label}:`}</span>
          {shown !== undefined && <bdi className={classes.picked}>{shown}</bdi>}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        {search !== undefined && (
          <Combobox.Search
            aria-label={`Search ${label.toLowerCase()}`}
            placeholder={`Search ${label.toLowerCase()}`}
            value={search.text}
            onChange={event => {
              search.onText(event.currentTarget.value)
              combobox.updateSelectedOptionIndex()
            }}
          />
        )}
        <Combobox.Options aria-label={label} className={classes.choices}>
          {anyLabel !== undefined && (search === undefined || search.text === '') && (
            <OneChoice value={anyValue} label={anyLabel} isOn={value === undefined} />
          )}
          {choices.map(choice => (
            <OneChoice
              key={choice.value}
              value={optionOf(choice.value)}
              label={choice.label}
              depth={choice.depth ?? 0}
              isOn={choice.value === value}
            />
          ))}
          {search?.note}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

interface ChoiceProps {
  readonly value: string
  readonly label: string
  readonly depth?: number
  readonly isOn: boolean
}

function OneChoice({ value, label, depth = 0, isOn }: ChoiceProps) {
  return (
    <Combobox.Option value={value} active={isOn} aria-selected={isOn} className={classes.choice}>
      <bdi style={{ paddingInlineStart: Math.min(depth, 8) * 14 }}>{label}</bdi>
      {isOn && <IconCheck size={15} aria-hidden />}
    </Combobox.Option>
  )
}
