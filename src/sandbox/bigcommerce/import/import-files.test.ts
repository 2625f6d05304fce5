import { describe, expect, it } from 'vitest'
import { CatalogBuilder } from '../catalog/build.ts'
import { SandboxError } from '../error.ts'
import { trees } from '../seed/settings.ts'
import { importFiles } from './import-files.ts'

function load(...texts: string[]) {
  const builder = new CatalogBuilder('http://store', trees)
  const report = importFiles(
    texts.map((text, at) => ({ name: `file-${at + 1}.csv`, text })),
    builder,
  )
  expect(report.rows).toHaveLength(report.taken + report.merged + report.refused)
  return { report, products: builder.catalog.products, catalog: builder.catalog }
}

const shopifyHead =
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,' +
  'Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Status'

const shopify = [
  shopifyHead,
  'mug,"Tin ""Blue"" Mug","<p>Two\r\nlines, one cell</p>",Kiln,Kitchen,"a, b",true,Color,Blue,Size,S,MUG-1,250,shopify,4,9.50,12.00,https://x.example/p/mug.jpg?v=1,active',
  'mug,,,,,,,,Blue,,L,MUG-2,250,shopify,0,11.50,,,',
  'mug,,,,,,,,,,,,,,,,,https://x.example/p/back.jpg,',
  'mug,,,,,,,,Blue,,L,MUG-3,250,shopify,1,11.50,,,',
  'mug,,,,,,,,,,,,,,,,,,',
  'bowl,Bowl,,,,,false,Title,Default Title,,,,0,,3,5,,,draft',
  ',Lost,,,,,,,,,,,,,,1,,,',
  'plate,Plate,,,,,true,Title,Default Title,,,mug-1,0,,1,5,,,active',
  'cup,Cup,,,,,true,Title,Default Title,,,,0,,1,cheap,,,active',
  'cup,,,,,,,,,,,,,,,,,https://x.example/cup.jpg,',
].join('\r\n')

describe('Shopify files', () => {
  const { report, products } = load(`\uFEFF${shopify}\r\n`)

  it('accounts for every row, by the line on which it begins', () => {
    expect(report.files).toEqual([{ name: 'file-1.csv', format: 'shopify', rows: 10 }])
    expect(report.rows.map(row => [row.line, row.result])).toEqual([
      [2, 'taken'],
      [4, 'merged'],
      [5, 'merged'],
      [6, 'refused'],
      [7, 'refused'],
      [8, 'taken'],
      [9, 'refused'],
      [10, 'refused'],
      [11, 'refused'],
      [12, 'refused'],
    ])
    expect(report.rows[3]?.reason).toContain('Line 4 has the same options')
    expect(report.rows[7]?.reason).toContain('SKU')
    expect(report.rows[8]?.reason).toContain('cheap')
    expect(report.rows[9]?.reason).toContain('line 11')
  })

  it('makes one product of the rows of a handle', () => {
    const mug = products[0]
    expect(mug?.row).toMatchObject({
      name: 'Tin "Blue" Mug',
      description: '<p>Two\r\nlines, one cell</p>',
      price: 12,
      sale_price: 9.5,
      calculated_price: 9.5,
      weight: 0.25,
      inventory_tracking: 'variant',
      inventory_level: 4,
      is_visible: true,
    })
    expect(mug?.options.map(option => option.display_name)).toEqual(['Color', 'Size'])
    expect(mug?.variants.map(variant => [variant.sku, variant.price])).toEqual([
      ['MUG-1', null],
      ['MUG-2', 11.5],
    ])
    expect(mug?.images.map(image => image.image_file)).toEqual(['mug.jpg', 'back.jpg'])
  })

  it('knows "Default Title" as no options, and a draft as hidden', () => {
    expect(products[1]).toMatchObject({
      options: [],
      row: { name: 'Bowl', is_visible: false, inventory_tracking: 'none' },
    })
    expect(products[1]?.variants).toHaveLength(1)
  })
})

describe('modern BigCommerce files', () => {
  const text = [
    'Item,ID,Name,Type,SKU,Options,Inventory Tracking,Current Stock,Price,Brand ID,Categories,Custom Fields,Is Visible,Internal Image URL (Export),Image URL (Import),YouTube ID',
    'Variant,,,,EARLY,Type=Dropdown|Name=Size|Value=S,,1,,,,,,,,',
    'Product,7,Wool Throw,Physical,THROW,,variant,,40,3,Home/Throws;Sale \\/ Offers,Material=Wool;Care=Cold,TRUE,,,',
    'Variant,,,,THROW-R,Type=Swatch|Name=Color|Value=Red|Type=Dropdown|Name=Size|Value=L,,5,45.5,,,,,,,',
    'Variant,,,,THROW-B,Type=Swatch|Name=Color|Value=Blue|Type=Dropdown|Name=Size|Value=L,,2,,,,,,,,',
    'Image,,,,,,,,,,,,,https://x.example/throw.jpg,,',
    'Video,,,,,,,,,,,,,,,abc123',
    'Bundle,,,,,,,,,,,,,,,',
    'Product,8,wool throw,Physical,,,none,,1,,,,,,,',
  ].join('\n')
  const { report, products, catalog } = load(text)

  it('accounts for every row', () => {
    expect(report.rows.map(row => row.result)).toEqual([
      'refused',
      'taken',
      'merged',
      'merged',
      'merged',
      'merged',
      'refused',
      'refused',
    ])
    expect(report.rows[7]?.reason).toContain('wool throw')
  })

  it('reads options, categories, stock and custom fields', () => {
    const throwRecord = products[0]
    expect(throwRecord?.options.map(option => [option.display_name, option.type])).toEqual([
      ['Color', 'swatch'],
      ['Size', 'dropdown'],
    ])
    expect(throwRecord?.variants.map(variant => variant.price)).toEqual([45.5, null])
    expect(throwRecord?.row.inventory_level).toBe(7)
    expect(throwRecord?.customFields.map(field => [field.name, field.value])).toEqual([
      ['Material', 'Wool'],
      ['Care', 'Cold'],
    ])
    expect(catalog.categories.map(category => category.name)).toEqual(['Home', 'Throws', 'Sale / Offers'])
    expect(throwRecord?.videos).toHaveLength(1)
  })
})

describe('legacy BigCommerce files', () => {
  const text = [
    'Item Type,Product ID,Product Name,Product Type,Product Code/SKU,Price,Brand Name,Track Inventory,Current Stock Level,Category,Product Image File - 1,Product Visible?,Allow Purchases?',
    'Product,1,Shirt,P,SHIRT,20.00,Plain Oak,by option,0,Clothes/Shirts;A\\/B,a/b/shirt.jpg,Y,N',
    'SKU,,"[S]Size=Large, wide,[RB]Color=Red",,SHIRT-L,,,,3,,,,',
    'Rule,,[S]Size=Large,,,[ADD]5,,,,,,,',
    'Product,2,Tee,P,,9,,none,0,,,N,Y',
  ].join('\n')
  const { report, products, catalog } = load(text)

  it('takes products and SKUs, and names the rules that it leaves out', () => {
    expect(report.files[0]?.format).toBe('bigcommerce-legacy')
    expect(report.rows.map(row => row.result)).toEqual(['taken', 'merged', 'refused', 'taken'])
    expect(report.rows[2]?.reason).toContain('Rules')
    expect(products[0]?.variants[0]?.option_values.map(value => value.label)).toEqual(['Large, wide', 'Red'])
    expect(products[0]?.row).toMatchObject({
      availability: 'disabled',
      inventory_tracking: 'variant',
      inventory_level: 3,
    })
    expect(products[1]?.row).toMatchObject({ is_visible: false, sku: '' })
    expect(catalog.categories.map(category => category.name)).toEqual(['Clothes', 'Shirts', 'A/B'])
  })
})

describe('broken files', () => {
  it.each([
    ['', 'line 1'],
    ['a,b\n1,2', 'line 1'],
    [`${shopifyHead}\nx,"never closed`, 'line'],
    [`${shopifyHead}\nx,a "quote" inside,`, 'line 2'],
  ])('names file and place: %j', (text, place) => {
    let error: unknown
    try {
      load(text)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(SandboxError)
    expect(error).toMatchObject({ code: 'catalog_file_invalid' })
    expect(String(error)).toContain('file-1.csv')
    expect(String(error)).toContain(place)
  })

  it('refuses a row with more cells than columns, and goes on', () => {
    const { report } = load(`Handle,Title,Variant Price\na,A,1,surplus\nb,B,2,\n`)
    expect(report.rows.map(row => row.result)).toEqual(['refused', 'taken'])
  })

  it('keeps names apart across files', () => {
    const file = 'Handle,Title,Variant Price\na,Same,1\n'
    expect(load(file, file).report.rows.map(row => row.result)).toEqual(['taken', 'refused'])
  })
})
