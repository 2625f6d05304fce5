import type { AccountCredentials } from '../accounts.ts'
import { lowerCase, trueChance } from '../chance.ts'
import { SandboxError } from '../error.ts'
import { accountFormPage, emptyForm, readForm } from './account-form.ts'
import { accountsPage, deletePage } from './accounts-page.ts'
import { credentialsPage, shownAlreadyPage } from './credentials-page.ts'
import { hasErrors, refusalOf } from './forms.ts'
import { html } from './html.ts'
import type { PanelCall, PanelRoute, View } from './route.ts'
import { notFound } from './route.ts'

const path = '/settings/api-accounts'
const place = 'accounts'

function askToDelete({ store, params, formToken }: PanelCall): View {
  const account = store.accounts.find(one => one.clientId === params[0])
  if (account === undefined) return notFound
  const hooks = store.keeper.state.hooks.filter(hook => hook.client_id === account.clientId).length
  return { title: 'Delete API account', place, body: deletePage(account, hooks, formToken) }
}

function remove({ store, params }: PanelCall) {
  const [clientId = ''] = params
  if (!store.accounts.some(account => account.clientId === clientId)) return notFound
  const refusal = refusalOf(() => store.deleteAccount(clientId))
  if (refusal === null) return { to: `${path}?deleted` }
  const body = html`<h1>The account was not deleted</h1><p class="lead">${refusal}</p>`
  return { status: 500, title: 'Not deleted', place, body } as const
}

/** The pages of the API accounts. Values of new accounts that were not shown yet live as long as these routes. */
export function accountRoutes(): readonly PanelRoute[] {
  /** By the key in the address of the page that will show them. */
  const unseen = new Map<string, AccountCredentials>()

  function create({ store, fields, formToken }: PanelCall) {
    const { form, errors } = readForm(fields)
    const again = (problem: typeof errors) =>
      ({
        status: 422,
        title: 'Create API account',
        place,
        body: accountFormPage(store, form, problem, formToken),
      }) as const
    if (hasErrors(errors)) return again(errors)
    try {
      const key = trueChance().text(25, lowerCase)
      unseen.set(key, store.createAccount(form))
      return { to: `${path}/created?key=${key}` }
    } catch (error) {
      if (error instanceof SandboxError) return again({ name: `${error.message} ${error.hint}` })
      throw error
    }
  }

  function reveal({ store, query }: PanelCall): View {
    const key = query.get('key') ?? ''
    const credentials = unseen.get(key)
    unseen.delete(key)
    if (credentials === undefined) return { status: 410, title: 'Values shown already', place, body: shownAlreadyPage }
    return { title: 'API account created', place, body: credentialsPage(credentials, store.clock.now()) }
  }

  return [
    {
      method: 'GET',
      path,
      answer: ({ store, query }) => {
        const notice = query.has('deleted') ? 'The account was deleted. Its token no longer works.' : null
        return { title: 'Store-level API accounts', place, body: accountsPage(store, notice) }
      },
    },
    {
      method: 'GET',
      path: `${path}/new`,
      answer: ({ store, formToken }) => ({
        title: 'Create API account',
        place,
        body: accountFormPage(store, emptyForm, {}, formToken),
      }),
    },
    { method: 'POST', path: `${path}/new`, answer: create },
    { method: 'GET', path: `${path}/created`, answer: reveal },
    { method: 'GET', path: `${path}/{client_id}/delete`, answer: askToDelete },
    { method: 'POST', path: `${path}/{client_id}/delete`, answer: remove },
  ]
}
