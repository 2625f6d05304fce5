import { existsSync } from 'node:fs'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome']

/** The Chromium of this machine: the one that CHROMIUM names, or one of the usual places. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM
  return [...(named === undefined ? [] : [named]), ...places].find(path => existsSync(path)) ?? null
}
