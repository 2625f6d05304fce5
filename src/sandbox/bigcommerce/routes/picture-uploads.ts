import type { Call, Route } from '../call.ts'
import { data, noContent } from '../http/answer.ts'
import { brandAt } from './brands.ts'
import { categoryAt } from './categories.ts'
import { modifierValueAt, saveModifierValue } from './choice-writes.ts'
import type { PictureRule } from './sent-picture.ts'
import { categoryPictures, keptPicture, modifierPictures, productPictures } from './sent-picture.ts'

const scope = 'store_v2_products'

/** The one picture of something, which is sent as a file and nothing else. */
function pictureRoute<Owner>(route: {
  readonly path: string
  readonly rule: PictureRule
  /** @throws Refusal 404 where the path names nothing */
  readonly find: (call: Call) => Owner
  readonly change: (call: Call, owner: Owner, image_url: string) => void
}): Route {
  return {
    method: 'POST',
    path: route.path,
    scope,
    takesForms: true,
    answer: call => {
      const owner = route.find(call)
      const image_url = call.store.pictures.addressOf(keptPicture(call, route.rule).picture)
      route.change(call, owner, image_url)
      return data({ image_url })
    },
  }
}

export const pictureUploadRoutes: readonly Route[] = [
  pictureRoute({
    path: '/v3/catalog/brands/{id}/image',
    rule: productPictures,
    find: brandAt,
    change: ({ store }, { id }, image_url) => store.brands.change(id, { image_url }),
  }),
  pictureRoute({
    path: '/v3/catalog/categories/{id}/image',
    rule: categoryPictures,
    find: categoryAt,
    change: ({ store }, { category_id }, image_url) => store.categories.change(category_id, { image_url }),
  }),
  {
    method: 'DELETE',
    path: '/v3/catalog/categories/{id}/image',
    scope,
    answer: call => {
      call.store.categories.change(categoryAt(call).category_id, { image_url: '' })
      return noContent
    },
  },
  pictureRoute({
    path: '/v3/catalog/products/{id}/modifiers/{part_id}/values/{value_id}/image',
    rule: modifierPictures,
    find: modifierValueAt,
    change: (call, owner, image_url) => {
      const adjusters = { ...owner.value.adjusters, image_url }
      saveModifierValue(call, owner, { ...owner.value, adjusters })
    },
  }),
]
