/** What is wrong with a text of at most so many characters, as a sentence that says what to do; null for nothing. */
export function textFault(label: string, text: string, most: number): string | null {
  // Characters are counted, not the units of JavaScript, of which an emoji takes two.
  if (text.length > most && [...text].length > most) {
    return `${label} takes at most ${most.toLocaleString('en-US')} characters.`
  }
  if (/\p{Cc}/u.test(text.replaceAll(/[\t\n\r]/g, '')) || !text.isWellFormed()) {
    return `${label} holds characters that nobody sees and no store takes: leave them out.`
  }
  return null
}
