import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type ErrorCode, HubError } from '../runtime/errors.ts'
import type { Problem } from './contract/problem.ts'

/** Where the codes are documented, relative to the repository. */
const documentation = 'docs/errors.md'

function toProblem(error: HubError, requestId?: string): Problem {
  return {
    type: `${documentation}#${error.code}`,
    title: error.message,
    status: error.status,
    code: error.code,
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(error.fields !== undefined && { fields: error.fields }),
    ...(error.about !== undefined && { about: error.about }),
    ...(requestId !== undefined && { requestId }),
  }
}

/** Turns whatever a handler threw into an answer. Only a fault of the hub itself is logged as an error. */
export function answerProblem(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = explain(error)
  if (known.status >= 500) request.log.error({ err: error }, 'request failed')
  return reply
    .status(known.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(toProblem(known, request.id)))
}

function explain(error: FastifyError | Error): HubError {
  if (error instanceof HubError) return error
  if (hasZodFastifySchemaValidationErrors(error)) return invalidInput(error.validation)
  const code = 'code' in error ? String(error.code) : ''
  const mapped = fastifyCodes[code]
  if (mapped !== undefined) return new HubError(mapped.code, mapped.title, { hint: mapped.hint })
  if (code === '53100')
    return new HubError('disk_full', 'The disk is full. Nothing was changed.', {
      hint: 'Free some space, then try again.',
    })
  // PostgreSQL takes neither the character with the number 0 (22021, 22P05) nor half a character (22P02, in JSON).
  if (code === '22021' || code === '22P05' || code === '22P02') {
    return new HubError('input_invalid', 'A text has a character in it that cannot be kept.', {
      hint: 'Take out characters that cannot be seen.',
    })
  }
  if (isConnectionLoss(code, error.message)) {
    return new HubError('database_unavailable', 'The database does not answer.', { hint: 'Try again in a moment.' })
  }
  return new HubError('internal', 'Something went wrong inside the hub.', {
    hint: 'Try again. If it happens again, look for the request id in the log.',
    cause: error,
  })
}

const fastifyCodes: Readonly<Record<string, { code: ErrorCode; title: string; hint: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'body_too_large', title: 'Too much was sent at once.', hint: 'Send less.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'media_type_unsupported',
    title: 'The request body must be JSON.',
    hint: 'Set Content-Type to application/json.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'input_invalid',
    title: 'The request body is empty.',
    hint: 'Send a JSON object.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: 'input_invalid',
    title: 'The request body is not JSON.',
    hint: 'Send a JSON object.',
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    code: 'not_found',
    title: 'There is nothing under an address this long.',
    hint: 'Look for a mistake in it.',
  },
  FST_ERR_BAD_URL: {
    code: 'not_found',
    title: 'This address cannot be read.',
    hint: 'A percent sign in it is followed by something that is no character.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'input_invalid',
    title: 'The request was cut short.',
    hint: 'Send it again.',
  },
}

interface Validation {
  readonly instancePath: string
  readonly message?: string
}

function invalidInput(validation: readonly Validation[]): HubError {
  const fields: Record<string, string> = {}
  for (const { instancePath, message } of validation) {
    const field = instancePath.split('/')[1] ?? ''
    fields[field] ??= message ?? 'This cannot be used.'
  }
  return new HubError('input_invalid', 'Something in the form cannot be used.', {
    hint: 'Each field says what to do.',
    fields,
  })
}

const lostConnection = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57014', '55P03'])

/** The driver has no code for some ways to lose a connection, only words. */
function isConnectionLoss(code: string, message: string): boolean {
  return (
    lostConnection.has(code) ||
    /^(57P|08)/.test(code) ||
    /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error/.test(
      message,
    )
  )
}
