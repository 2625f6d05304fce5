import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { passwordLength, User } from '../../api/contract/account.ts'
import { call } from '../client.ts'
import classes from '../parts/form.module.css'
import { focusFirstError, showFieldErrors } from '../parts/form-errors.ts'
import { Outside } from '../parts/outside.tsx'
import { ProblemAlert } from '../parts/problem.tsx'
import { SecretInput } from '../parts/secret-input.tsx'
import { useTitle } from '../parts/title.ts'
import { hubQuery, queryClient } from '../queries.ts'
import meter from './setup.module.css'
import { strengthOf } from './strength.ts'

/** The same length that the hub asks for: its type allows no other number. */
const passwordLeast: (typeof passwordLength)['least'] = 12

/** The first visit: the person who set up this hub becomes its owner. */
export function SetupPage() {
  useTitle('Set up')
  const hub = useQuery(hubQuery).data
  const navigate = useNavigate()
  const [placed, setPlaced] = useState(false)
  const needsCode = hub?.setupCodeNeeded === true
  const form = useForm({
    initialValues: { name: '', email: '', password: '', setupCode: '' },
    validate: {
      name: value => (value.trim() === '' ? 'Give your name.' : null),
      email: value => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : 'Give an e-mail address such as name@example.com.'),
      password: value => (value.length < passwordLeast ? `Use ${passwordLeast} characters or more.` : null),
      setupCode: value => (needsCode && value.trim() === '' ? 'Copy the code from the terminal.' : null),
    },
  })
  const create = useMutation({
    mutationFn: ({ setupCode, ...owner }: typeof form.values) =>
      call('POST /api/owner', {
        body: { ...owner, email: owner.email.trim(), ...(needsCode ? { setupCode: setupCode.trim() } : {}) },
      }),
    onSuccess: async (user: User) => {
      queryClient.setQueryData(hubQuery.queryKey, old =>
        old === undefined ? old : { ...old, ownerExists: true, user },
      )
      await navigate({ to: '/' })
    },
    onError: error => setPlaced(showFieldErrors(form, error)),
  })
  const strength = strengthOf(form.values.password, passwordLeast)
  return (
    <Outside
      title="Set up your hub"
      lead="You become its owner. The account lives on this hub only; nothing is sent anywhere."
    >
      <form
        className={classes.form}
        noValidate
        onSubmit={form.onSubmit(values => create.mutate(values), focusFirstError)}
      >
        {create.error !== null && !placed && <ProblemAlert error={create.error} />}
        <TextInput label="Name" autoComplete="name" data-autofocus autoFocus {...form.getInputProps('name')} />
        <TextInput
          label="E-mail"
          type="email"
          inputMode="email"
          autoComplete="username"
          {...form.getInputProps('email')}
        />
        <div>
          <SecretInput
            label="Password"
            autoComplete="new-password"
            aria-describedby="password-strength"
            {...form.getInputProps('password')}
          />
          <div className={meter.meter} data-level={strength.level} aria-hidden="true">
            <span />
            <span />
            <span />
          </div>
          <p id="password-strength" className={classes.aside} aria-live="polite">
            {strength.words}
          </p>
        </div>
        {needsCode && (
          <TextInput
            label="Setup code"
            description="Printed in the terminal where the hub was started. It proves that the machine is yours."
            autoComplete="one-time-code"
            spellCheck={false}
            {...form.getInputProps('setupCode')}
          />
        )}
        <Button type="submit" size="md" loading={create.isPending}>
          Create the owner account
        </Button>
      </form>
    </Outside>
  )
}
