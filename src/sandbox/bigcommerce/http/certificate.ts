import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { StoreFolder } from '../folder.ts'

/** A certificate that nobody but its own clients trusts, and its private key, both as PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

/** What a client may call the store: by its address, or by the platform's own name where that is led here. */
const names = ['localhost', 'api.bigcommerce.com', 'login.bigcommerce.com']
const daysValid = 825
const dayMs = 86_400_000

const certificateFile = 'certificate.pem'
const keyFile = 'certificate-key.pem'

/**
 * The folder's certificate, as long as its key fits and it is good for another day; otherwise a new one, which is kept
 * there. `now` is the machine's time, because that is what clients judge it by, whatever the store's clock says.
 */
export async function certificateOf(folder: StoreFolder | null, now: Date): Promise<Certificate> {
  const cert = folder?.read(certificateFile) ?? null
  const key = folder?.read(keyFile) ?? null
  if (cert !== null && key !== null && isGood({ cert, key }, now)) return { cert, key }
  const made = await makeCertificate(now)
  folder?.keep(keyFile, made.key)
  folder?.keep(certificateFile, made.cert)
  return made
}

function isGood({ cert, key }: Certificate, now: Date): boolean {
  try {
    const certificate = new X509Certificate(cert)
    const { validFromDate, validToDate } = certificate
    const isInTime = validFromDate <= now && validToDate.getTime() > now.getTime() + dayMs
    return isInTime && certificate.checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}

async function makeCertificate(now: Date): Promise<Certificate> {
  // Most stores speak plain http, and need none of it.
  const { generate } = await import('selfsigned')
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Cartwright sandbox store' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - dayMs),
    notAfterDate: new Date(now.getTime() + daysValid * dayMs),
    extensions: [
      // Its own authority: whoever trusts it trusts this one certificate, and nothing else that it could sign.
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...names.map(value => ({ type: 2 as const, value })), { type: 7 as const, ip: '127.0.0.1' }],
      },
    ],
  })
  return { cert, key }
}
