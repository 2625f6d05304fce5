import type { z } from 'zod'
import type { CatalogState } from '../actions/read-catalog.ts'
import type { catalogState } from './contract/catalog.ts'
import { viewRun } from './run-view.ts'

export function viewCatalogState(state: CatalogState): z.input<typeof catalogState> {
  const { catalog, missing, quota } = state
  const at = (date: Date | null | undefined) => date?.toISOString() ?? null
  return {
    channelId: state.channelId,
    missingPermission:
      missing === null
        ? null
        : { name: missing.scope?.name ?? missing.title, unlocks: missing.unlocks ?? '', fix: missing.fix ?? '' },
    counts: state.counts,
    readAt: {
      complete: at(catalog?.completeAt),
      products: at(catalog?.productsReadAt),
      details: at(catalog?.detailsReadAt),
      categories: at(catalog?.categoriesReadAt),
      brands: at(catalog?.brandsReadAt),
    },
    nextChangesAt: at(catalog?.nextChangesAt),
    nextFullAt: at(catalog?.nextFullAt),
    limits: {
      missingMost: catalog?.missingMost ?? 20,
      missingPercentMost: catalog?.missingPercentMost ?? 5,
    },
    heldRun: catalog?.heldRunId == null || state.held === 0 ? null : { id: catalog.heldRunId, held: state.held },
    quota:
      quota === null
        ? null
        : {
            requests: quota.quota,
            left: quota.left,
            resetAt: at(quota.resetAt),
            others: quota.others,
            margin: quota.margin,
            pausedUntil: at(quota.pausedUntil),
            requestsPerSecond: quota.requestsPerSecond,
          },
    activeRun: state.active === null ? null : viewRun(state.active),
    lastRun: state.last === null ? null : viewRun(state.last),
  }
}
