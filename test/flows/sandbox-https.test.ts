import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { Agent, type RequestOptions, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFolder } from '../../src/sandbox/bigcommerce/folder.ts'
import { certificateOf } from '../../src/sandbox/bigcommerce/http/certificate.ts'
import {
  allScopes,
  createSandbox,
  type Sandbox,
  type SandboxClock,
  SteppedClock,
} from '../../src/sandbox/bigcommerce/index.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-https-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function withSandbox<T>(work: (sandbox: Sandbox) => Promise<T>, clock?: SandboxClock): Promise<T> {
  const sandbox = await createSandbox({ https: true, folder, products: 3, ...(clock !== undefined && { clock }) })
  try {
    return await work(sandbox)
  } finally {
    await sandbox.close()
  }
}

/** The status of an answer to a client that trusts this certificate. */
function statusOf(url: string, ca: string | null, options: RequestOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const agent = new Agent(ca === null ? {} : { ca })
    const sent = request(url, { agent, ...options }, answer => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', reject).end()
  })
}

describe('a sandbox store that speaks https', () => {
  it('answers to those who trust its certificate, by address and by name, and to nobody else', async () => {
    await withSandbox(async sandbox => {
      expect(sandbox.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
      const { accessToken, apiPath } = sandbox.createAccount({ name: 'x', scopes: allScopes })
      const headers = { 'X-Auth-Token': accessToken, Accept: 'application/json' }
      const products = `${apiPath}catalog/products`
      expect(await statusOf(products, sandbox.certificate, { headers })).toBe(200)
      expect(await statusOf(products.replace('127.0.0.1', 'localhost'), sandbox.certificate, { headers })).toBe(200)
      await expect(statusOf(products, null, { headers })).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
      expect(await statusOf(sandbox.panelUrl, sandbox.certificate)).toBe(200)
    })
  })

  it('still lets no page of another site near its panel', async () => {
    await withSandbox(async sandbox => {
      for (const origin of ['https://evil.example', sandbox.url.replace('https', 'http')]) {
        expect(await statusOf(sandbox.panelUrl, sandbox.certificate, { headers: { origin } })).toBe(403)
      }
      expect(await statusOf(sandbox.panelUrl, sandbox.certificate, { headers: { origin: sandbox.url } })).toBe(200)
    })
  })

  it('keeps its certificate in the folder, and makes another where that is not good any more', async () => {
    const first = await withSandbox(async ({ certificate }) => certificate)
    expect(readFileSync(join(folder, 'certificate.pem'), 'utf8')).toBe(first)
    expect(statSync(join(folder, 'certificate-key.pem')).mode & 0o077).toBe(0)
    expect(await withSandbox(async ({ certificate }) => certificate)).toBe(first)
    writeFileSync(join(folder, 'certificate.pem'), 'not one')
    const second = await withSandbox(async ({ certificate }) => certificate)
    expect(second).not.toBe(first)
    const { subjectAltName, ca } = new X509Certificate(second ?? '')
    expect(subjectAltName).toContain('DNS:api.bigcommerce.com')
    expect(ca).toBe(false)
    const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    writeFileSync(join(folder, 'certificate-key.pem'), otherKey.export({ type: 'pkcs8', format: 'pem' }))
    await withSandbox(async sandbox => {
      expect(sandbox.certificate).not.toBe(second)
      expect(await statusOf(sandbox.panelUrl, sandbox.certificate)).toBe(200)
    })
  })

  it('makes another certificate where the time of the old one is over, or has not come', async () => {
    const kept = openFolder(mkdtempSync(join(tmpdir(), 'sandbox-https-')))
    const at = (day: number) => certificateOf(kept, new Date(Date.UTC(2026, 0, day)))
    const first = await at(10)
    expect(await at(800)).toEqual(first)
    const later = await at(835)
    expect(later).not.toEqual(first)
    expect(await at(10)).not.toEqual(later)
    kept.release()
  })

  it('is trusted by clients whatever its own clock says', async () => {
    rmSync(join(folder, 'certificate.pem'))
    await withSandbox(async sandbox => {
      expect(await statusOf(sandbox.panelUrl, sandbox.certificate)).toBe(200)
    }, new SteppedClock('2020-01-01T00:00:00Z'))
  })
})
