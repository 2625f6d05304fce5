import type { StoreOption } from '../../connector/writer.ts'
import { nameKey } from '../../domain/match.ts'
import type { OptionChoice } from '../../domain/plan.ts'

/** A value of an option of the store; `valueRemoteId` null: the option is to get it. */
export interface Chosen {
  readonly optionRemoteId: string
  readonly valueRemoteId: string | null
  readonly label: string
  readonly sortOrder: number
}

/** What a new variant chooses of the options that its product has in the store now, or why it can't. */
export function chooseValues(
  options: readonly StoreOption[],
  choices: readonly OptionChoice[],
): readonly Chosen[] | { reason: string; fix: string } {
  const fix = 'Import again, so that the hub knows the options of the product, then add the variant anew.'
  const unknown = choices.find(({ option }) => !options.some(({ name }) => nameKey(name) === nameKey(option)))
  if (unknown !== undefined) {
    return { reason: `In the store, the product has no option “${unknown.option}” any more.`, fix }
  }
  const chosen: Chosen[] = []
  for (const { remoteId, name, values } of options) {
    const choice = choices.find(({ option }) => nameKey(option) === nameKey(name))
    if (choice === undefined) {
      return { reason: `In the store, the product has the option “${name}”, too, of which this has no value.`, fix }
    }
    const same = values.filter(({ label }) => nameKey(label) === nameKey(choice.value))
    const value = same.find(({ label }) => label === choice.value) ?? same[0]
    const sortOrder = values.reduce((most, one) => Math.max(most, one.sortOrder), -1) + 1
    chosen.push({ optionRemoteId: remoteId, valueRemoteId: value?.remoteId ?? null, label: choice.value, sortOrder })
  }
  return chosen
}
