/** Fewer than this are never too many: in a shop of ten products one is ten percent already. */
const alwaysBelieved = 2

/**
 * Whether so many products missing at once are more likely a fault of the store, or of the way to it, than the truth.
 * `of` is how many there were.
 */
export function tooManyMissing(
  { missing, of }: { missing: number; of: number },
  limits: { most: number; percentMost: number },
): boolean {
  if (missing <= alwaysBelieved && missing <= limits.most) return false
  return missing > limits.most || missing * 100 > limits.percentMost * of
}
