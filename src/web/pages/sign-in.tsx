import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../client.ts'
import classes from '../parts/form.module.css'
import { focusFirstError, showFieldErrors } from '../parts/form-errors.ts'
import { Outside } from '../parts/outside.tsx'
import { ProblemAlert } from '../parts/problem.tsx'
import { SecretInput } from '../parts/secret-input.tsx'
import { useTitle } from '../parts/title.ts'
import { hubQuery, queryClient } from '../queries.ts'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  useTitle('Sign in')
  const { to } = route.useSearch()
  const router = useRouter()
  const [placed, setPlaced] = useState(false)
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: value => (value.trim() === '' ? 'Give your e-mail address.' : null),
      password: value => (value === '' ? 'Give your password.' : null),
    },
  })
  const signIn = useMutation({
    mutationFn: (values: typeof form.values) =>
      call('POST /api/session', { body: { ...values, email: values.email.trim() } }),
    onSuccess: user => {
      queryClient.setQueryData(hubQuery.queryKey, old => (old === undefined ? old : { ...old, user }))
      router.history.push(to ?? '/')
    },
    onError: error => {
      setPlaced(showFieldErrors(form, error))
      form.setFieldValue('password', '')
    },
  })
  return (
    <Outside title="Sign in" lead={to === undefined ? 'Welcome back.' : 'Sign in to go on where you were.'}>
      <form
        className={classes.form}
        noValidate
        onSubmit={form.onSubmit(values => signIn.mutate(values), focusFirstError)}
      >
        {signIn.error !== null && !placed && <ProblemAlert error={signIn.error} />}
        <TextInput
          label="E-mail"
          type="email"
          inputMode="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps('email')}
        />
        <SecretInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
        <Button type="submit" size="md" loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
      <details className={classes.aside}>
        <summary>Forgot your password?</summary>
        <p>
          Open a terminal on the machine that the hub runs on and type <code>cartwright users reset-password</code>. In
          a clone of the project it is <code>npm run cartwright -- users reset-password</code>.
        </p>
      </details>
    </Outside>
  )
}
