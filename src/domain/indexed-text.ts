/** Index entries of PostgreSQL hold 2,700 bytes, and a character may take four. */
const indexedCharactersMost = 200

/** As much of a text as an index can hold. */
export function indexedText(text: string): string
export function indexedText(text: string | undefined): string | null
export function indexedText(text: string | undefined): string | null {
  return text?.slice(0, indexedCharactersMost).toWellFormed() ?? null
}
