import { describe, expect, it } from 'vitest'
import { allows, allScopes, isScope, scopeRows, scopesAt } from './scopes.ts'

describe('scopes', () => {
  it('lets a read-only scope read and not write', () => {
    const granted = ['store_v2_orders_read_only']
    expect(allows(granted, 'store_v2_orders', 'read')).toBe(true)
    expect(allows(granted, 'store_v2_orders', 'modify')).toBe(false)
    expect(allows(granted, 'store_v2_products', 'read')).toBe(false)
  })

  it('lets a modify scope read too', () => {
    expect(allows(['store_v2_orders'], 'store_v2_orders', 'read')).toBe(true)
    expect(allows(['store_v2_orders'], 'store_v2_orders', 'modify')).toBe(true)
  })

  it('knows every scope of the table, and no other', () => {
    expect(allScopes.every(isScope)).toBe(true)
    expect(isScope('store_themes_read_only')).toBe(true)
    expect(isScope('store_v2_customers_login_read_only')).toBe(false)
    expect(isScope('everything')).toBe(false)
  })

  it('gives each row a title of its own and at least one level', () => {
    expect(new Set(scopeRows.map(row => row.title)).size).toBe(scopeRows.length)
    expect(scopeRows.every(row => row.read !== undefined || row.modify !== undefined)).toBe(true)
    expect(scopesAt('read')).not.toContain('store_v2_orders')
  })
})
