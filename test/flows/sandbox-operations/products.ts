import { expect } from 'vitest'
import type { Calls } from './tour.ts'

const products = '/v3/catalog/products'
const stool = { name: 'Oak stool', type: 'physical', weight: 4.5, price: 59, sku: 'STOOL' }

export const productCalls: Calls = [
  [
    `POST ${products}`,
    200,
    {
      send: { ...stool, categories: [23], inventory_tracking: 'product', inventory_level: 8 },
      holds: { data: { name: 'Oak stool', calculated_price: 59, categories: [23], is_visible: true } },
      keeps: { stool: 'data.id', base: 'data.variants.0.id' },
    },
  ],
  [
    `POST ${products}`,
    409,
    { send: { ...stool, name: 'OAK STOOL', sku: 'OTHER' }, holds: { title: expect.stringContaining('OAK STOOL') } },
  ],
  [`POST ${products}`, 409, { send: { ...stool, name: 'Another stool', sku: 'stool' } }],
  [`POST ${products}`, 422, { send: { name: 'Half a stool' }, holds: { errors: { weight: expect.any(String) } } }],
  [
    `GET ${products}/{stool}?include=variants`,
    200,
    { holds: { data: { variants: [{ id: '{base}', sku: 'STOOL' }] } } },
  ],
  [`GET ${products}/999999`, 404],
  [`GET ${products}?sku=STOOL`, 200, { holds: { data: [{ id: '{stool}' }], meta: { pagination: { total: 1 } } } }],
  [`GET ${products}?include=options,modifiers&limit=250`, 200, { holds: { meta: { pagination: { per_page: 10 } } } }],
  [`GET ${products}?include=variants,images,custom_fields,bulk_pricing_rules,channels,videos,primary_image`, 200],
  [`GET ${products}?include_fields=sku,name&limit=3`, 200],
  [`GET ${products}?exclude_fields=description&limit=3`, 200],
  [
    `GET ${products}?date_modified:min=2025-10-01T00:00:00Z&sort=id&id:greater=150&limit=250&include=variants,channels`,
    200,
  ],
  [`GET ${products}?sort=price&direction=desc&inventory_level:min=1&is_visible=true`, 200],
  [`GET ${products}?page=99`, 200, { holds: { data: [] } }],
  [`GET ${products}?limit=0`, 422],
  [`GET ${products}?page=x`, 422],
  [`GET ${products}?include=everything`, 422],
  [`GET ${products}?sort=taste`, 422],
  [`GET ${products}?id:in=1,x`, 422],
  [`GET ${products}?date_modified:min=soon`, 422],
  [`PUT ${products}/{stool}`, 200, { send: { price: 64.5, categories: [24] }, holds: { data: { price: 64.5 } } }],
  [`GET ${products}/{stool}`, 200, { holds: { data: { price: 64.5, categories: [24], name: 'Oak stool' } } }],
  [`PUT ${products}/{stool}`, 409, { send: { brand_id: 999999 } }],
  [`PUT ${products}/999999`, 404, { send: { price: 1 } }],
  [
    `PUT ${products}`,
    200,
    {
      send: [
        { id: '{stool}', is_featured: true },
        { id: 101, is_featured: true },
      ],
      holds: { data: [{ is_featured: true }, { id: 101, is_featured: true }] },
    },
  ],
  [`PUT ${products}`, 413, { send: Array.from({ length: 11 }, (_, at) => ({ id: 101 + at, price: 1 })) }],
  [
    `PUT ${products}`,
    404,
    {
      send: [
        { id: 101, price: 1 },
        { id: 999999, price: 1 },
      ],
    },
  ],
  [`GET ${products}?id:in=101&price=1`, 200, { holds: { data: [] } }],
  [`DELETE ${products}/{stool}`, 204],
  [`DELETE ${products}/{stool}`, 404],
  [`POST ${products}`, 200, { send: stool, keeps: { stool: 'data.id' } }],
  [`DELETE ${products}?id:in={stool}`, 204],
  [`GET ${products}/{stool}`, 404],
  [`DELETE ${products}`, 422],
  [`GET /v3/catalog/summary`, 200, { holds: { data: { variant_count: expect.any(Number) } } }],
  [`GET /v3/catalog/summary`, 403, { withoutScope: true }],
]

const variants = `${products}/{shirt}/variants`
const cut = (price: number) => ({ sku: 'SHIRT-M', price, option_values: [{ option_display_name: 'Size', label: 'M' }] })

export const variantCalls: Calls = [
  [
    `POST ${products}`,
    200,
    {
      send: {
        ...{ name: 'Linen shirt', type: 'physical', weight: 0.3, price: 39 },
        variants: [{ sku: 'SHIRT-S', option_values: [{ option_display_name: 'Size', label: 'S' }] }],
      },
      keeps: { shirt: 'data.id', small: 'data.variants.0.id', size: 'data.options.0.id' },
    },
  ],
  [
    `POST ${products}/{shirt}/options/{size}/values`,
    200,
    { send: { label: 'M', sort_order: 1 }, keeps: { m: 'data.id' } },
  ],
  [`POST ${variants}`, 409, { send: { ...cut(41), sku: 'shirt-s' } }],
  [
    `POST ${variants}`,
    200,
    {
      send: { sku: 'SHIRT-M', price: 41, option_values: [{ option_id: '{size}', id: '{m}' }] },
      holds: { data: { sku: 'SHIRT-M', calculated_price: 41, option_values: [{ label: 'M' }] } },
      keeps: { medium: 'data.id' },
    },
  ],
  [`POST ${variants}`, 422, { send: { ...cut(41), sku: 'SHIRT-M2' } }],
  [`GET ${variants}`, 200, { holds: { data: [{ id: '{small}' }, { id: '{medium}' }] } }],
  [`GET ${products}/999999/variants`, 404],
  [`GET ${variants}/{medium}`, 200, { holds: { data: { sku: 'SHIRT-M' } } }],
  [`GET ${variants}/999999`, 404],
  [
    `PUT ${variants}/{medium}`,
    200,
    {
      // Reported: the choices of a variant stay what they are, without a word.
      send: { price: null, option_values: [{ option_id: '{size}', label: 'S' }] },
      holds: { data: { price: null, calculated_price: 39, option_values: [{ label: 'M' }] } },
    },
  ],
  [`PUT ${variants}/{medium}`, 409, { send: { sku: 'SHIRT-S' } }],
  [
    `POST ${variants}/{medium}/image`,
    200,
    { send: { image_url: 'https://pictures.example/m.png' }, holds: { data: { image_url: expect.any(String) } } },
  ],
  [`POST ${variants}/{medium}/image`, 422, { send: {} }],
  [
    'PUT /v3/catalog/variants',
    200,
    { send: [{ id: '{medium}', upc: '123456789012' }], holds: { data: [{ id: '{medium}', upc: '123456789012' }] } },
  ],
  [
    'PUT /v3/catalog/variants',
    422,
    {
      send: [
        { id: '{medium}', upc: '4' },
        { id: 999999, upc: '5' },
      ],
      holds: { batch_errors: [{ status: 404 }] },
    },
  ],
  ['PUT /v3/catalog/variants', 413, { send: Array.from({ length: 51 }, (_, at) => ({ id: 1_001 + at, upc: '1' })) }],
  ['GET /v3/catalog/variants?sku=shirt-m', 200, { holds: { data: [{ id: '{medium}', upc: '123456789012' }] } }],
  ['GET /v3/catalog/variants?product_id:in=shirt', 422],
  [`DELETE ${variants}/{medium}`, 204],
  [`DELETE ${variants}/{medium}`, 404],
  [`DELETE ${variants}/{small}`, 422],
]
