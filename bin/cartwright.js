#!/usr/bin/env node
// Plain JavaScript, for whatever Node the machine has: it finds a Node that can run the hub, and goes on with that.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const leastMajor = 24
const home = dirname(dirname(fileURLToPath(import.meta.url)))
// In a clone the sources run as they are; a package has them compiled.
const source = join(home, 'src', 'main.ts')
const entry = existsSync(source) ? source : join(home, 'dist', 'main.js')

if (Number.parseInt(process.versions.node, 10) >= leastMajor) {
  await import(pathToFileURL(entry).href)
} else {
  const node = findBundledNode()
  if (node === null) {
    console.error(whatToInstall())
    process.exit(4)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  // The child decides when it is done. A terminal sends Ctrl-C to both, and the child takes the second for the same.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => {
    console.error(`cartwright: ${node} does not run here: ${error.message}\n${whatToInstall()}`)
    process.exit(4)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

function findBundledNode() {
  if (isMusl()) return null
  const name = `node-${process.platform}-${process.arch}`
  for (let folder = home; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name, 'bin', 'node')
    if (existsSync(path)) return path
    if (dirname(folder) === folder) return null
  }
}

function isMusl() {
  if (process.platform !== 'linux') return false
  const report = process.report.getReport()
  const header = (typeof report === 'string' ? JSON.parse(report) : report).header
  return header.glibcVersionRuntime === undefined
}

function whatToInstall() {
  if (isMusl()) {
    return 'cartwright: this Linux (Alpine, or another one with musl) cannot run the built-in database.\nUse a Linux with glibc, such as Debian, Ubuntu or Fedora.'
  }
  return `cartwright: this machine has Node ${process.versions.node}; here it takes Node ${leastMajor} or newer, from https://nodejs.org.\nOn Linux a suitable Node comes along unless optional packages are left out (--omit=optional).`
}
