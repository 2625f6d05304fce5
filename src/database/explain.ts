import { HubError } from '../runtime/errors.ts'

/** The `code` of an error of the file system, of a socket or of PostgreSQL; empty when it has none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message === '' ? codeOf(error) : error.message
}

const outOfSpace = ['ENOSPC', 'EDQUOT', 'EFBIG', '53100']

function isOutOfSpace(error: unknown): boolean {
  return outOfSpace.includes(codeOf(error))
}

export function diskFull(path: string, cause: unknown): HubError {
  return new HubError('disk_full', `There is no space left for the database in ${path}.`, {
    hint: 'Free some space (a new hub needs about 200 MB), then start again; what was half-made has been removed.',
    cause,
  })
}

/** Turns an error of the file system into words: `doing` completes "The hub could not ...". */
export function explainFileError(error: unknown, doing: string, path: string): HubError {
  if (error instanceof HubError) return error
  if (isOutOfSpace(error)) return diskFull(path, error)
  const [reason, hint] = fileReasons[codeOf(error)] ?? [messageOf(error), 'Choose another folder with --data.']
  return new HubError('data_folder_unusable', `The hub could not ${doing} ${path}: ${reason}.`, { hint, cause: error })
}

const fileReasons: Record<string, [reason: string, hint: string]> = {
  EROFS: ['it is on a read-only file system', 'Mount it for writing, or choose another folder with --data.'],
  EACCES: [
    'this user has no permission',
    'Start the hub as the user who owns the folder, or choose another folder with --data.',
  ],
  EPERM: [
    'this user may not change its permissions',
    'Start the hub as the user who owns the folder, or choose another folder with --data.',
  ],
  ENOTDIR: ['a part of the path is a file, not a folder', 'Choose a folder with --data.'],
  EEXIST: ['it is a file, not a folder', 'Choose a folder with --data.'],
  ENAMETOOLONG: ['the path is too long', 'Choose a shorter path with --data.'],
  ELOOP: ['its links lead in a circle', 'Choose another folder with --data.'],
}

interface Complaint {
  seen: RegExp
  code: 'disk_full' | 'database_unavailable' | 'platform_unsupported' | 'data_folder_unusable'
  says: string
  hint: string
}

/** What the engine prints when it cannot work, and what that means for the person who started the hub. */
const complaints: Complaint[] = [
  {
    seen: /No space left on device|Disk quota exceeded|File too large|Check free disk space/,
    code: 'disk_full',
    says: 'the disk is full',
    hint: 'Free some space, then start again; nothing was lost.',
  },
  {
    seen: /could not look up effective user ID (\d+)/,
    code: 'database_unavailable',
    says: 'the user that the hub runs as has no name on this machine',
    hint: 'Run the hub as a user who is listed in /etc/passwd (in a container: one that the image knows).',
  },
  {
    seen: /could not (?:map|create|attach to).* shared memory|Cannot allocate memory|out of memory/,
    code: 'database_unavailable',
    says: 'there is not enough memory',
    hint: 'The database needs about 250 MB of free memory.',
  },
  {
    seen: /version `GLIBC[^']*' not found|error while loading shared libraries|cannot open shared object file/,
    code: 'platform_unsupported',
    says: 'this system lacks a library that the embedded database needs',
    hint: 'It needs a Linux with glibc 2.27 or newer and libstdc++, or an outside PostgreSQL with --database-url.',
  },
  {
    seen: /has (?:invalid permissions|group or world access)/,
    code: 'data_folder_unusable',
    says: 'the folder is open to other users, and cannot be closed to them',
    hint: 'Choose a folder on a file system that keeps permissions, with --data.',
  },
  {
    seen: /has wrong ownership/,
    code: 'data_folder_unusable',
    says: 'the folder belongs to another user',
    hint: 'Start the hub as the user who owns the folder.',
  },
  {
    seen: /could not create Unix socket|could not bind Unix address/,
    code: 'data_folder_unusable',
    says: 'its file system has no Unix sockets',
    hint: 'Choose a folder on a local disk with --data.',
  },
  {
    seen: /could not locate a valid checkpoint|invalid checkpoint record|database files are incompatible|is not a database cluster directory/,
    code: 'database_unavailable',
    says: 'its files are damaged or were made on another kind of machine',
    hint: 'Restore a backup, or one of the copies in the folder "copies" beside the database.',
  },
]

/** What an engine that stopped by itself complained of, if that is known. */
export function complaintIn(said: string): string | null {
  return complaints.find(one => one.seen.test(said))?.says ?? null
}

/** What PostgreSQL said on its way down, as one error. `said` is the end of its log. */
export function explainEngine(said: string, doing: string, path: string): HubError {
  const complaint = complaints.find(one => one.seen.test(said))
  const about = { about: { path }, cause: new Error(said.trim() === '' ? 'The engine said nothing.' : said.trim()) }
  if (complaint !== undefined) {
    const message = `The database in ${path} could not ${doing}: ${complaint.says}.`
    return new HubError(complaint.code, message, { hint: complaint.hint, ...about })
  }
  const worst = said.split('\n').findLast(line => /FATAL|PANIC|error:/.test(line))
  const reason = worst?.replace(/^.*?(?:FATAL|PANIC|error): */, '').trim() ?? 'it gave no reason'
  return new HubError('database_unavailable', `The database in ${path} could not ${doing}: ${reason}.`, {
    hint: 'Its log is log/postgres.log in the data folder.',
    ...about,
  })
}
