/** A kind of goods of the invented shop: where it belongs, what it costs, and how it varies. */
export interface Kind {
  readonly noun: string
  readonly code: string
  readonly category: readonly string[]
  /** Lowest and highest usual price. */
  readonly price: readonly [low: number, high: number]
  /** In kilograms. */
  readonly weight: number
  readonly options: readonly (readonly [name: string, values: readonly string[]])[]
}

export const sizes = ['XS', 'S', 'M', 'L', 'XL', 'XXL']
export const colors = ['Moss', 'Slate', 'Rust', 'Sand', 'Night Blue', 'Bark', 'Chalk', 'Heather']
const lengths = ['Short', 'Regular', 'Long']

export const kinds: readonly [Kind, ...Kind[]] = [
  {
    noun: 'Rain Jacket',
    code: 'RJ',
    category: ['Outdoor', 'Clothing', 'Jackets'],
    price: [79, 229],
    weight: 0.6,
    options: [
      ['Size', sizes],
      ['Color', colors],
    ],
  },
  {
    noun: 'Wool Sweater',
    code: 'WS',
    category: ['Outdoor', 'Clothing', 'Sweaters'],
    price: [49, 139],
    weight: 0.5,
    options: [
      ['Size', sizes],
      ['Color', colors],
    ],
  },
  {
    noun: 'Trail Trousers',
    code: 'TT',
    category: ['Outdoor', 'Clothing', 'Trousers'],
    price: [59, 149],
    weight: 0.45,
    options: [
      ['Size', sizes],
      ['Length', lengths],
    ],
  },
  {
    noun: 'Hiking Socks',
    code: 'HS',
    category: ['Outdoor', 'Clothing', 'Socks'],
    price: [9, 24],
    weight: 0.08,
    options: [['Size', ['36-38', '39-41', '42-44', '45-47']]],
  },
  {
    noun: 'Rucksack',
    code: 'RS',
    category: ['Outdoor', 'Camping', 'Packs'],
    price: [45, 210],
    weight: 1.1,
    options: [
      ['Volume', ['18 L', '28 L', '45 L']],
      ['Color', colors],
    ],
  },
  {
    noun: 'Two-Person Tent',
    code: 'TE',
    category: ['Outdoor', 'Camping', 'Tents'],
    price: [120, 480],
    weight: 2.4,
    options: [['Color', colors]],
  },
  {
    noun: 'Sleeping Mat',
    code: 'SM',
    category: ['Outdoor', 'Camping', 'Sleeping'],
    price: [29, 119],
    weight: 0.7,
    options: [['Length', lengths]],
  },
  {
    noun: 'Camp Kettle',
    code: 'CK',
    category: ['Outdoor', 'Camping', 'Kitchen'],
    price: [18, 64],
    weight: 0.4,
    options: [],
  },
  {
    noun: 'Head Torch',
    code: 'HT',
    category: ['Outdoor', 'Camping', 'Light'],
    price: [19, 89],
    weight: 0.1,
    options: [],
  },
  {
    noun: 'Linen Throw',
    code: 'LT',
    category: ['Home', 'Living Room', 'Throws'],
    price: [35, 110],
    weight: 0.9,
    options: [['Color', colors]],
  },
  {
    noun: 'Cushion Cover',
    code: 'CC',
    category: ['Home', 'Living Room', 'Cushions'],
    price: [12, 39],
    weight: 0.2,
    options: [
      ['Color', colors],
      ['Side', ['40 cm', '50 cm']],
    ],
  },
  {
    noun: 'Enamel Mug',
    code: 'EM',
    category: ['Home', 'Kitchen', 'Tableware'],
    price: [8, 22],
    weight: 0.25,
    options: [['Color', colors]],
  },
  {
    noun: 'Stoneware Bowl',
    code: 'SB',
    category: ['Home', 'Kitchen', 'Tableware'],
    price: [11, 38],
    weight: 0.6,
    options: [['Size', ['Small', 'Medium', 'Large']]],
  },
  { noun: 'Oak Board', code: 'OB', category: ['Home', 'Kitchen', 'Boards'], price: [19, 75], weight: 1.3, options: [] },
  {
    noun: 'Beeswax Candle',
    code: 'BC',
    category: ['Home', 'Living Room', 'Candles'],
    price: [6, 28],
    weight: 0.3,
    options: [],
  },
  {
    noun: 'Desk Lamp',
    code: 'DL',
    category: ['Home', 'Study'],
    price: [39, 160],
    weight: 1.8,
    options: [['Color', colors]],
  },
  {
    noun: 'Garden Gloves',
    code: 'GG',
    category: ['Garden', 'Tools'],
    price: [7, 26],
    weight: 0.12,
    options: [['Size', ['S', 'M', 'L']]],
  },
  { noun: 'Hand Trowel', code: 'TR', category: ['Garden', 'Tools'], price: [9, 34], weight: 0.35, options: [] },
  {
    noun: 'Terracotta Planter',
    code: 'TP',
    category: ['Garden', 'Planters'],
    price: [14, 85],
    weight: 3.2,
    options: [['Size', ['20 cm', '30 cm', '40 cm']]],
  },
  {
    noun: 'Watering Can',
    code: 'WC',
    category: ['Garden', 'Watering'],
    price: [22, 68],
    weight: 1.0,
    options: [['Color', colors]],
  },
]

export const places: readonly [string, ...string[]] = [
  'Aldermoor',
  'Birkfell',
  'Corrie',
  'Dunmarsh',
  'Eskdale',
  'Fernhollow',
  'Glenrook',
  'Harrowby',
  'Inverlee',
  'Juniper Hill',
  'Kestrel',
  'Larkwater',
  'Mirefield',
  'Northmere',
  'Otterbeck',
  'Pinewick',
  'Quarry Bank',
  'Ravensholm',
  'Saltmarsh',
  'Thornby',
  'Ullscar',
  'Vale End',
  'Willowford',
  'Yarrow',
  'Ashcombe',
  'Bramblewood',
  'Cairnsea',
  'Driftmoor',
  'Elmstead',
  'Foxley',
]

export const makes: readonly [string, ...string[]] = [
  'Classic',
  'Light',
  'Everyday',
  'Rugged',
  'Folding',
  'Winter',
  'Summer',
  'Weekend',
  'Heritage',
  'Compact',
  'Soft',
  'Original',
]

export const brandNames: readonly [string, ...string[]] = [
  'Fell & Fjord',
  'Harbor Lane',
  'Mosswood Goods',
  'Tin Kettle Co.',
  'North Gate',
  'Kiln Street',
  'Plain Oak',
  'Bright Acre',
]

export const phrases: readonly [string, ...string[]] = [
  'Made for long days and short notice.',
  'Sturdy, simple, and easy to mend.',
  'Tested on wet hills and in small kitchens.',
  'The one that everybody in the shop uses at home.',
  'Packs away small and lasts for years.',
  'Made in small batches from what is at hand.',
]

export const materials: readonly [string, ...string[]] = [
  'organic cotton',
  'merino wool',
  'recycled polyester',
  'waxed canvas',
  'solid oak',
  'enameled steel',
  'stoneware',
  'linen',
]
