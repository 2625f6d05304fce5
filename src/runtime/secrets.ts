import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto'
import { HubError } from './errors.ts'
import type { RandomBytes } from './ids.ts'

const algorithm = 'aes-256-gcm'
const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** Says where a sealed value belongs: it cannot be opened in another workspace, channel or field. */
export interface SealedFor {
  readonly workspace: string
  readonly channel: string
  readonly field: string
}

/** The key that seals secrets at rest. It has no way to show the key itself. */
export interface Keyring {
  /** Eight hex digits that name the key without telling anything of it. */
  readonly keyId: string
  /** Returns `v1:keyId:nonce:ciphertext`, the last two in base64url. The same text never seals to the same value. */
  seal(text: string, place: SealedFor): string
  /** Throws `secret_unreadable` where the value was sealed with another key, for another place, or was changed. */
  open(sealed: string, place: SealedFor): string
  /** A key for another purpose, derived so that neither tells anything of the other. */
  derive(purpose: string): string
}

/** Reads a key as 32 bytes of base64 (44 characters) or hex (64); `source` names it in the error. */
export function parseKey(text: string, source: string): Buffer {
  const trimmed = text.trim()
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64')
  if (key.length !== keyBytes) {
    throw new HubError('key_invalid', `The key in ${source} is not 32 bytes of base64.`, {
      hint: 'Make one with: openssl rand -base64 32',
    })
  }
  return key
}

export function createKeyring(key: Buffer, randomBytes: RandomBytes): Keyring {
  const keyId = createHash('sha256').update('cartwright key id').update(key).digest('hex').slice(0, 8)
  const associatedData = (place: SealedFor) =>
    Buffer.from(JSON.stringify([place.workspace, place.channel, place.field]))

  return {
    keyId,
    seal(text, place) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
      cipher.setAAD(associatedData(place))
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `v1:${keyId}:${Buffer.from(nonce).toString('base64url')}:${ciphertext.toString('base64url')}`
    },
    open(sealed, place) {
      const [version, sealedBy, nonce, ciphertext] = sealed.split(':')
      if (version !== 'v1' || nonce === undefined || ciphertext === undefined) throw unreadable(place, 'it is damaged')
      if (sealedBy !== keyId)
        throw unreadable(place, `it was sealed with key ${sealedBy}, and this hub has key ${keyId}`)
      const bytes = Buffer.from(ciphertext, 'base64url')
      try {
        const decipher = createDecipheriv(algorithm, key, Buffer.from(nonce, 'base64url'), { authTagLength: tagBytes })
        decipher.setAAD(associatedData(place))
        decipher.setAuthTag(bytes.subarray(-tagBytes))
        return decipher.update(bytes.subarray(0, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        throw unreadable(place, 'it was changed, or belongs to another place')
      }
    },
    derive: purpose =>
      Buffer.from(hkdfSync('sha256', key, '', `cartwright ${purpose}`, keyBytes)).toString('base64url'),
  }
}

function unreadable(place: SealedFor, why: string): HubError {
  return new HubError('secret_unreadable', `The stored ${place.field} cannot be read: ${why}.`, {
    hint: 'Put the right key back and start again, or enter new credentials for this channel.',
    about: { channelId: place.channel, field: place.field },
  })
}
