import fc from 'fast-check'

/** Any character of Unicode, half of them from where controls, blanks and quotes are. No half characters: UTF-8 has none. */
const anyCharacter = fc
  .oneof(fc.nat(0xff), fc.nat(0x10ffff))
  .filter(code => code < 0xd800 || code > 0xdfff)
  .map(code => String.fromCodePoint(code))

/** Unlike fast-check's own `binary`, which takes seconds to list every character, this is there at once. */
export const anyText = (maxLength: number) => fc.string({ unit: anyCharacter, maxLength })
