export type ReadCredential =
  /** `value` is empty where nothing was typed. */
  | { readonly ok: true; readonly value: string; readonly note: string | null }
  /** One sentence for the form. It never repeats what was typed: that may be a secret. */
  | { readonly ok: false; readonly fault: string }

interface CredentialKind {
  /** As the form and BigCommerce's panel call it. */
  readonly label: 'Client ID' | 'Access Token' | 'Client Secret'
  /** No official file describes these texts; the bounds only keep out what cannot be one. */
  readonly pattern: RegExp
}

const mostCharacters = 2_000
const credentialLine = /^\s*(?:access token|client id|client secret|client name|api path)\s*:/gim

function refuse(fault: string): ReadCredential {
  return { ok: false, fault }
}

/**
 * Reads one of the values that BigCommerce shows once. White space at the ends comes from copying and is
 * dropped; inside, something is wrong, and a line break sent on would be a second header of ours.
 */
export function readCredential(text: string, { label, pattern }: CredentialKind): ReadCredential {
  if (text.length > mostCharacters) return refuse(`This is too long for a ${label}. Copy only the ${label} itself.`)
  if ((text.match(credentialLine) ?? []).length > 1) {
    return refuse(
      `This is the whole credentials file. Drop the file onto the form, or paste only what follows ${label.toUpperCase()}: in it.`,
    )
  }
  const labelled = new RegExp(`^\\s*${label}\\s*:`, 'i')
  const note = labelled.test(text) ? `Taken from the line ${label.toUpperCase()} of the credentials file.` : null
  const typed = text.replace(labelled, '').trim()
  if (typed === '') return { ok: true, value: '', note: null }
  if (/[\r\n\u2028\u2029]/.test(typed)) {
    return refuse(`There is a line break inside this ${label}. Copy it again, in one line.`)
  }
  if (/\s/.test(typed)) return refuse(`There is a space inside this ${label}. Copy it again, and nothing around it.`)
  if (/^[a-z]+:\/\//i.test(typed)) {
    return refuse(`This is an address, not the ${label}. Copy the ${label} from BigCommerce's list of values.`)
  }
  if (/^[^@]+@[^@]+\.[^@.]+$/.test(typed)) {
    return refuse(`This is an e-mail address, not the ${label}. Copy the ${label} from BigCommerce's list of values.`)
  }
  if (/[^\x21-\x7e]/.test(typed)) {
    return refuse(`There is a character in this ${label} that cannot be part of one. Copy it again from BigCommerce.`)
  }
  if (!pattern.test(typed)) {
    return refuse(
      `This does not look like a whole ${label}. Copy it again from BigCommerce, from its first character to its last.`,
    )
  }
  return { ok: true, value: typed, note }
}
