/** Where BigCommerce answers; shown in place of an empty API address. */
export const officialApiAddress = 'https://api.bigcommerce.com'
