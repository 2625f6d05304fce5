import type { TransportFailure } from '../../../connector/connector.ts'
import { unreachable } from '../../../runtime/invariant.ts'
import type { Answer } from '../client/answer.ts'

/** What happened and what to do, each as whole sentences for a merchant. */
export interface Told {
  readonly found: string
  readonly fix: string
}

const tryAgain = 'Run the check again in a few minutes.'

/** Why a read brought nothing. `host` is the API address without its scheme. */
export function tellFailure(answer: Answer, host: string): Told {
  switch (answer.kind) {
    case 'no_answer':
      return tellNoAnswer(answer.failure, host)
    case 'rate_limited':
      return {
        found: 'The store is getting more requests from all its apps together than it takes.',
        fix: 'Wait a minute and run the check again. If it stays so, see which other app keeps the store busy.',
      }
    case 'server_error':
      return answer.status === 503
        ? {
            found: 'The store is closed for the moment: it is being maintained, is overloaded, or was suspended.',
            fix: 'Look whether the store opens in BigCommerce, then run the check again.',
          }
        : { found: 'BigCommerce itself has a fault at the moment.', fix: tryAgain }
    case 'redirect':
      return {
        found: `${host} wants to send the hub to another address; it did not go, for the Access Token would go along.`,
        fix: 'Check the API address under Advanced; leave it empty to use BigCommerce itself.',
      }
    case 'not_json':
      return tellNotJson(answer.looksLike, host)
    case 'not_found':
      return {
        found: 'The store has nothing under this address.',
        fix: "The store's BigCommerce plan may not include it. Check the API address under Advanced too.",
      }
    case 'unauthorized':
    case 'forbidden':
      return { found: 'The store refused to be read.', fix: 'Check the Access Token and the Store Hash.' }
    case 'other_status':
      return {
        found: `The store answered in a way that the hub does not know (code ${answer.status}).`,
        fix: tryAgain,
      }
    case 'ok':
    case 'empty':
      return { found: 'The store answered with something else than was asked for.', fix: tryAgain }
    default:
      return unreachable(answer)
  }
}

function tellNoAnswer(failure: TransportFailure, host: string): Told {
  switch (failure) {
    case 'dns':
      return {
        found: `There is no address on the network under the name ${host}.`,
        fix: 'Check that this machine is connected to the internet, and the API address under Advanced for typing errors.',
      }
    case 'refused':
      return {
        found: `Nothing answers at ${host}: the connection was turned away.`,
        fix: 'Check the API address under Advanced, and that no firewall keeps this machine from the internet.',
      }
    case 'tls':
      return {
        found: `The certificate of ${host} cannot be trusted, so the Access Token was not sent.`,
        fix: 'Check the API address under Advanced. If it is right, a proxy or virus scanner puts its own certificate in between: ask whoever runs your network.',
      }
    case 'timeout':
      return { found: `${host} did not answer in time.`, fix: tryAgain }
    case 'reset':
      return { found: `The connection to ${host} broke off before the answer was complete.`, fix: tryAgain }
    case 'too_large':
      return {
        found: `${host} sent far more than was asked for, so the hub stopped listening.`,
        fix: 'Check the API address under Advanced; leave it empty to use BigCommerce itself.',
      }
    case 'held_back':
      return {
        found: 'The store asked to be left alone for longer than the hub could wait here.',
        fix: tryAgain,
      }
    default:
      return unreachable(failure)
  }
}

function tellNotJson(looksLike: 'html' | 'cut' | 'other', host: string): Told {
  switch (looksLike) {
    case 'html':
      return {
        found: `${host} answered with a web page instead of data.`,
        fix: 'Something between this machine and BigCommerce may be answering, such as the sign-in page of a network. Check the API address under Advanced too.',
      }
    case 'cut':
      return { found: `The answer of ${host} ended in the middle.`, fix: tryAgain }
    case 'other':
      return {
        found: `${host} answered with something that is not data of a store.`,
        fix: 'Check the API address under Advanced; leave it empty to use BigCommerce itself.',
      }
    default:
      return unreachable(looksLike)
  }
}
