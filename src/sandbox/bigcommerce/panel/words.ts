const dateFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
const moneyFormat = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 4 })

/** A date and a time of day, in UTC. */
export const dateWords = (at: Date | string | number) => `${dateFormat.format(new Date(at))} UTC`

/** An amount in the store's currency; V2 writes amounts as texts. */
export const moneyWords = (amount: number | string) => moneyFormat.format(Number(amount))

const amountFormat = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
  useGrouping: false,
})

/** An amount as it is typed into a form. */
export const typedAmount = (amount: number) => amountFormat.format(amount)

export const numberWords = (value: number) => value.toLocaleString('en-US')

/** Such as `1 webhook` and `2 webhooks`. */
export const countWords = (count: number, thing: string) => `${numberWords(count)} ${thing}${count === 1 ? '' : 's'}`
