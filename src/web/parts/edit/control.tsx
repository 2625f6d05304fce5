import { Autocomplete, Checkbox, NativeSelect, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { EditField } from '../../../api/contract/edits.ts'
import { productChoices } from '../../catalog-queries.ts'
import { asWords } from '../../format.ts'
import { ImagesEditor } from '../../pages/product/images-editor.tsx'
import { BulkPricesControl } from './bulk-prices-control.tsx'
import { CategoriesControl } from './categories-control.tsx'
import { HtmlControl } from './html-control.tsx'
import { PairsControl } from './pairs-control.tsx'
import { textOf, wordsIn } from './values.ts'

export interface ControlProps {
  readonly field: EditField
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error?: string | undefined
  /** Stands where nothing is set. */
  readonly placeholder?: string | undefined
  /** The label is read out only: it stands elsewhere. */
  readonly isBare?: boolean | undefined
  /** What the control is called, where the field's name alone would not do. */
  readonly name?: string | undefined
  /** Stands below the control. */
  readonly marks?: React.ReactNode
}

/** The control that fits a field. What it gives is as the hub takes it: text, true or false, or a list. */
export function FieldControl(props: ControlProps) {
  const { field, value, onChange, error, placeholder = 'none', isBare = false, name, marks } = props
  const label = name ?? field.label
  const shared = {
    ...(isBare ? { 'aria-label': label } : { label }),
    ...(error === undefined ? {} : { error }),
    ...(marks === undefined ? {} : { description: marks }),
    inputWrapperOrder: ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[],
  }
  const unit =
    field.unit === null
      ? {}
      : { rightSection: <Unit text={unitWords(field)} />, rightSectionWidth: field.kind === 'money' ? 56 : 92 }
  const typed = (event: { readonly currentTarget: { readonly value: string } }) => onChange(event.currentTarget.value)
  switch (field.control) {
    case 'flag':
      return (
        <Checkbox
          size="sm"
          {...(isBare ? { 'aria-label': label } : { label })}
          {...(error === undefined ? {} : { error })}
          {...(marks === undefined ? {} : { description: marks })}
          checked={value === true}
          indeterminate={value !== true && value !== false}
          onChange={event => onChange(event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <NativeSelect
          {...shared}
          value={textOf(value)}
          onChange={typed}
          data={[
            ...(field.mayBeEmpty || textOf(value) === '' ? [{ value: '', label: placeholder }] : []),
            ...field.choices.map(choice => ({ value: choice, label: asWords(choice) })),
          ]}
        />
      )
    case 'money':
    case 'decimal':
      return (
        <TextInput
          {...shared}
          {...unit}
          inputMode="decimal"
          placeholder={placeholder}
          value={textOf(value)}
          onChange={typed}
        />
      )
    case 'whole':
      return (
        <TextInput {...shared} inputMode="numeric" placeholder={placeholder} value={textOf(value)} onChange={typed} />
      )
    case 'long':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={2}
          maxRows={8}
          placeholder={placeholder}
          value={textOf(value)}
          onChange={typed}
        />
      )
    case 'html':
      return <HtmlControl {...props} label={label} />
    case 'words':
      return (
        <TagsInput
          {...shared}
          placeholder={wordsIn(value).length === 0 ? placeholder : ''}
          splitChars={[',']}
          value={wordsIn(value)}
          onChange={onChange}
        />
      )
    case 'brand':
      return <BrandControl {...shared} placeholder={placeholder} value={textOf(value)} onChange={onChange} />
    case 'categories':
      return <CategoriesControl shared={shared} label={label} value={wordsIn(value)} onChange={onChange} />
    case 'images':
      return <ImagesEditor label={label} value={value} onChange={onChange} error={error} marks={marks} />
    case 'bulkPrices':
      return <BulkPricesControl label={label} value={value} onChange={onChange} error={error} marks={marks} />
    case 'pairs':
      return <PairsControl label={label} value={value} onChange={onChange} error={error} marks={marks} />
    default:
      return <TextInput {...shared} placeholder={placeholder} value={textOf(value)} onChange={typed} />
  }
}

function unitWords({ kind, unit }: EditField): string {
  return kind === 'money' ? (unit ?? '') : asWords((unit ?? '').toLowerCase())
}

function Unit({ text }: { text: string }) {
  return <span style={{ color: 'var(--cw-muted)', fontSize: 12 }}>{text}</span>
}

interface BrandProps {
  readonly placeholder: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A name that is typed, or one of those that there are. */
function BrandControl({ value, onChange, ...rest }: BrandProps) {
  const found = useQuery({
    queryKey: [...productChoices.key, value],
    queryFn: () => productChoices.read(value.trim() === '' ? undefined : value.trim().slice(0, 200)),
    placeholderData: before => before,
    staleTime: 60_000,
  })
  const names = [...new Set(found.data?.brands.map(({ label }) => label))]
  return <Autocomplete {...rest} data={names} limit={50} value={value} onChange={onChange} />
}
