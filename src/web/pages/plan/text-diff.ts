/** What became of a text, piece by piece: the same in both, gone, or new. */
export interface Piece {
  readonly kind: 'same' | 'gone' | 'new'
  readonly text: string
}

/** More cells than this are not compared word by word: what lies between the same beginning and end counts as changed. */
const cellsMost = 1_000_000

/** Compares two texts word by word. */
export function diffWords(before: string, after: string): Piece[] {
  const [old, now] = [wordsOf(before), wordsOf(after)]
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const [oldPart, nowPart] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)]
  const middle: Piece[] =
    oldPart.length * nowPart.length > cellsMost
      ? [
          { kind: 'gone', text: oldPart.join('') },
          { kind: 'new', text: nowPart.join('') },
        ]
      : compare(oldPart, nowPart)
  return joined([
    { kind: 'same', text: old.slice(0, head).join('') },
    ...middle,
    { kind: 'same', text: old.slice(old.length - tail).join('') },
  ])
}

/** Words with the blanks behind them, and every sign by itself. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+\s*|\s+|[^\p{L}\p{N}_\s]\s*/gu) ?? []
}

/** The longest common row of words, by the usual table. */
function compare(old: readonly string[], now: readonly string[]): Piece[] {
  const width = now.length + 1
  const common = new Uint32Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        old[i] === now[j]
          ? 1 + (common[(i + 1) * width + j + 1] ?? 0)
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0)
    }
  }
  const pieces: Piece[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < now.length) {
    const [was, is] = [old[i], now[j]]
    const goesOn = (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0)
    if (was !== undefined && was === is) {
      pieces.push({ kind: 'same', text: was })
      i += 1
      j += 1
    } else if (was !== undefined && (is === undefined || goesOn)) {
      pieces.push({ kind: 'gone', text: was })
      i += 1
    } else {
      pieces.push({ kind: 'new', text: is ?? '' })
      j += 1
    }
  }
  return pieces
}

function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = []
  for (const piece of pieces) {
    const last = result.at(-1)
    if (piece.text === '') continue
    if (last?.kind === piece.kind) result[result.length - 1] = { kind: last.kind, text: last.text + piece.text }
    else result.push(piece)
  }
  return result
}

/** Characters that stay of what is the same on either side of a difference. */
const around = 70

/** Of what is gone or new, so much is shown at first. */
const changedMost = 500

/** Leaves out the middle of what is long and the same, and the rest of what is long and another. */
export function shortened(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece, at) => {
    if (piece.kind !== 'same') {
      const { kind, text } = piece
      return text.length <= changedMost * 1.3 ? piece : { kind, text: `${text.slice(0, changedMost).toWellFormed()}…` }
    }
    const [isFirst, isLast] = [at === 0, at === pieces.length - 1]
    const { text } = piece
    if (text.length <= around * 3) return piece
    const end = text.slice(-around).toWellFormed()
    const start = text.slice(0, around).toWellFormed()
    return { kind: 'same', text: isFirst ? `…${end}` : isLast ? `${start}…` : `${start} … ${end}` }
  })
}
