import { describe, expect, it } from 'vitest'
import { apiRouter } from '../routes/index.ts'
import { Router } from './router.ts'

describe('router', () => {
  it('prefers a fixed segment, and goes back where it leads nowhere', () => {
    const router = new Router<string>()
    router.add('GET', '/v2/orders/{id}', 'one')
    router.add('GET', '/v2/orders/count', 'count')
    router.add('GET', '/v2/orders/{id}/products', 'lines')
    expect(router.find('/v2/orders/count')?.methods.get('GET')).toBe('count')
    expect(router.find('/v2/orders/7')).toMatchObject({ params: ['7'] })
    expect(router.find('/v2/orders/count/products')).toMatchObject({ params: ['count'] })
    expect(router.find('/v2/orders')).toBeNull()
    expect(router.find('/v2/orders//products')).toBeNull()
    expect(router.find('/v2/orders/7/')?.params).toEqual(['7'])
  })

  it('knows the official operations beside those that it answers', () => {
    const router = apiRouter()
    expect(router.find('/v3/catalog/products')?.methods.get('GET')?.kind).toBe('route')
    expect(router.find('/v3/catalog/products/7/complex-rules')?.methods.get('POST')?.kind).toBe('absent')
    expect(router.find('/v3/catalog/products')?.methods.get('PATCH')).toBeUndefined()
    expect(router.find('/v3/nothing')).toBeNull()
  })
})
