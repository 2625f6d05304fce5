import { hash, verify } from '@node-rs/argon2'

/** Argon2id with the parameters that OWASP gives as its first choice: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** The library's default algorithm is Argon2id; `password.test.ts` holds it to that. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost)
}

export function passwordMatches(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password)
}
