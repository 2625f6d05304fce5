export interface TextPart {
  readonly text: string
  /** Whether the other side has something else here. */
  readonly differs: boolean
}

/** Splits two texts so that what differs can be marked: letter by letter where they are equally long, else the middle. */
export function difference(one: string, other: string): { one: TextPart[]; other: TextPart[] } {
  const a = [...one]
  const b = [...other]
  if (a.length === b.length) return { one: letterByLetter(a, b), other: letterByLetter(b, a) }
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start += 1
  let end = 0
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1
  return { one: middle(a, start, end), other: middle(b, start, end) }
}

function letterByLetter(own: readonly string[], other: readonly string[]): TextPart[] {
  const parts: { text: string; differs: boolean }[] = []
  for (const [index, letter] of own.entries()) {
    const differs = letter !== other[index]
    const last = parts.at(-1)
    if (last?.differs === differs) last.text += letter
    else parts.push({ text: letter, differs })
  }
  return parts
}

function middle(letters: readonly string[], start: number, end: number): TextPart[] {
  const cut = letters.length - end
  return [
    { text: letters.slice(0, start).join(''), differs: false },
    { text: letters.slice(start, cut).join(''), differs: true },
    { text: letters.slice(cut).join(''), differs: false },
  ].filter(({ text }) => text !== '')
}

/** Spaces in a SKU, where they are what differs, as signs that can be seen. */
export function showSpaces(text: string): string {
  return text.replace(/[\s\u00a0\u200b]/gu, '␣')
}
