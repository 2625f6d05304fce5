/** What the tests use of a package that brings no types. */
declare module 'node-bigcommerce' {
  export default class BigCommerce {
    constructor(config: object)
    get(path: string): Promise<unknown>
    post(path: string, body: object): Promise<unknown>
    put(path: string, body: object): Promise<unknown>
    delete(path: string): Promise<unknown>
  }
}
