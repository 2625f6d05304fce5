import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureWebBuilt } from './build-web.ts'

/**
 * Makes `dist/` for the package: compiled JavaScript with types, the SQL beside it, and the dashboard. Node refuses
 * to strip types below node_modules, so a package can't carry the sources alone.
 */
const repository = join(import.meta.dirname, '..')
const dist = join(repository, 'dist')

await ensureWebBuilt(line => process.stderr.write(`${line}\n`))
for (const name of readdirSync(dist)) if (name !== 'web') rmSync(join(dist, name), { recursive: true })

const compiled = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  cwd: repository,
  // Standard output belongs to npm, which prints the name of the package there.
  stdio: ['ignore', 2, 2],
})
if (compiled.status !== 0) process.exit(compiled.status ?? 1)

for (const path of readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' })) {
  if (path.endsWith('.sql')) cpSync(join(repository, 'src', path), join(dist, path))
}
