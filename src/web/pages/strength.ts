/** A rough word for how hard a password is to guess. It advises; only the length is a rule. */
export interface Strength {
  readonly level: 0 | 1 | 2 | 3
  readonly words: string
}

const common = /password|passwort|qwert|letmein|welcome|admin|cartwright|123456|abcdef|iloveyou/i

export function strengthOf(password: string, least: number): Strength {
  const length = [...password].length
  if (length === 0) return { level: 0, words: `${least} characters or more. A few unrelated words work well.` }
  if (length < least) return { level: 0, words: `${least - length} more to go.` }
  const different = new Set(password.toLowerCase()).size
  if (different < 6 || common.test(password)) return { level: 1, words: 'Easy to guess. Add something unusual.' }
  if (length < 16 && different < 11) return { level: 2, words: 'Fair. A longer one is safer.' }
  return { level: 3, words: 'Strong.' }
}
