import { z } from 'zod'

/** The body of every refusal (RFC 9457). `code` never changes; the texts may. */
export const problem = z
  .object({
    type: z.string().describe('Address of the documentation of this code.'),
    title: z.string().describe('What happened, as one sentence.'),
    status: z.int(),
    code: z.string(),
    hint: z.string().optional().describe('What to do next.'),
    fields: z.record(z.string(), z.string()).optional().describe('One message per input field.'),
    about: z.record(z.string(), z.string()).optional().describe('Ids and names that the caller can go on with.'),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' })

export type Problem = z.infer<typeof problem>
