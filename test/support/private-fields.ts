import { type Runtime, Session } from 'node:inspector'

/** The protocol has them too; the types don't. */
interface WithPrivate {
  readonly privateProperties?: readonly Runtime.PropertyDescriptor[]
}

interface Shared {
  privateFieldsOf?: object
  privateFields?: [string, unknown][]
}

/** Reads the private fields of objects, as a debugger does. */
export class PrivateFields {
  readonly #session = new Session()
  readonly #shared: Shared = globalThis as Shared

  constructor() {
    this.#session.connect()
  }

  /** The fields of the object that begin with a hash, with their values. */
  of(object: object): readonly [string, unknown][] {
    const found: [string, unknown][] = []
    this.#shared.privateFieldsOf = object
    this.#shared.privateFields = found
    const objectId = this.#idOf('globalThis.privateFieldsOf')
    this.#session.post('Runtime.getProperties', { objectId, ownProperties: true }, (_error, answer?: WithPrivate) => {
      for (const { name, value } of answer?.privateProperties ?? []) {
        // Methods are private properties too.
        if (value === undefined || value.type === 'function') continue
        const held = value.objectId === undefined ? primitiveOf(value) : { objectId: value.objectId }
        this.#session.post('Runtime.callFunctionOn', {
          objectId,
          functionDeclaration: 'function (name, value) { globalThis.privateFields.push([name, value]) }',
          arguments: [{ value: name }, held],
        })
      }
    })
    delete this.#shared.privateFieldsOf
    delete this.#shared.privateFields
    return found
  }

  close(): void {
    this.#session.disconnect()
  }

  /** A session of the same thread answers before `post` returns. */
  #idOf(expression: string): string {
    let id = ''
    this.#session.post('Runtime.evaluate', { expression }, (_error, { result }) => {
      id = result.objectId ?? ''
    })
    return id
  }
}

const primitiveOf = ({ value, unserializableValue }: Runtime.RemoteObject) =>
  unserializableValue === undefined ? { value } : { unserializableValue }
