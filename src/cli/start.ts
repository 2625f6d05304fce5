import { commonOptions, readArguments, readWhole } from './arguments.ts'
import { type Command, exitCodes, type StartedHub } from './io.ts'

const defaultPort = 4400

export const start: Command = {
  name: 'start',
  summary: 'Start the hub: dashboard, worker and database',
  help: `Usage: cartwright start [options]

Starts everything and stays until Ctrl-C. The dashboard is at http://127.0.0.1:${defaultPort}.

  --data DIR            where everything is kept (default: ./data)
  --port N              port of the dashboard (default: ${defaultPort}; 0 takes a free one)
  --host ADDRESS        address to listen on (default: 127.0.0.1, this machine alone)
  --public-url URL      the address that people use, when the hub is behind a proxy or has a name
  --database-url URL    an outside PostgreSQL (15 or newer) instead of the built-in one;
                        also CARTWRIGHT_DATABASE_URL, which other users of the machine can't read.
                        Needs the key that seals secrets in CARTWRIGHT_KEY.
  --json                print one line of JSON when ready
  -h, --help            this text`,

  async run(argv, tools) {
    const { values } = readArguments(argv, {
      ...commonOptions,
      data: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      'public-url': { type: 'string' },
      'database-url': { type: 'string' },
    })
    const hub = await tools.startHub({
      dataDir: values.data ?? 'data',
      host: values.host ?? '127.0.0.1',
      port: readWhole(values.port, 'port', { least: 0, most: 65_535 }) ?? defaultPort,
      publicUrl: values['public-url'],
      databaseUrl: values['database-url'],
      progress: line => tools.err(line),
    })
    try {
      if (values.json) tools.out(JSON.stringify(readyFacts(hub)))
      else for (const line of readyLines(hub, tools.version)) tools.out(line)
      const reason = await Promise.race([tools.stopAsked(), hub.failed])
      if (reason !== undefined) {
        tools.err(reason)
        return exitCodes.cannotStart
      }
      if (!values.json) tools.out('\nStopping …')
      return exitCodes.done
    } finally {
      await hub.stop()
    }
  },
}

/** The code is worthless once there is an owner. */
function readyFacts({ url, dataDir, ownerExists, setupCode, notices }: StartedHub) {
  return { url, dataDir, ownerExists, ...(!ownerExists && { setupCode }), notices }
}

function readyLines(hub: StartedHub, version: string): string[] {
  const next = hub.ownerExists
    ? ['Next   Open it and sign in.']
    : [
        'Next   Open it and create the owner of this hub.',
        `       From another machine that takes this code: ${hub.setupCode}`,
      ]
  return [
    '',
    `  Cartwright ${version} is ready`,
    '',
    `  Open   ${hub.url}`,
    `  Data   ${hub.dataDir}`,
    ...next.map(line => `  ${line}`),
    ...hub.notices.map(line => `  Note   ${line}`),
    '',
    '  Ctrl-C stops it.',
  ]
}
