/** What a path leads to: the methods that it takes, and what stands at its variable parts. */
export interface Match<T> {
  readonly methods: ReadonlyMap<string, T>
  readonly params: readonly string[]
}

interface Node<T> {
  readonly fixed: Map<string, Node<T>>
  variable: Node<T> | null
  readonly methods: Map<string, T>
}

const newNode = <T>(): Node<T> => ({ fixed: new Map(), variable: null, methods: new Map() })

/** Finds routes by path, one step for each segment. A fixed segment wins over a variable one, with a way back. */
export class Router<T> {
  readonly #root: Node<T> = newNode()

  /** `path` such as `/v3/catalog/products/{product_id}`. */
  add(method: string, path: string, target: T): void {
    let node = this.#root
    for (const segment of path.split('/').slice(1)) {
      let next = segment.startsWith('{') ? node.variable : node.fixed.get(segment)
      if (next === undefined || next === null) {
        next = newNode()
        if (segment.startsWith('{')) node.variable = next
        else node.fixed.set(segment, next)
      }
      node = next
    }
    node.methods.set(method, target)
  }

  find(path: string): Match<T> | null {
    const segments = path.split('/').slice(1)
    // Clients may end a path with a slash; the platform takes both.
    if (segments.length > 1 && segments.at(-1) === '') segments.pop()
    return this.#walk(this.#root, segments, 0, [])
  }

  #walk(node: Node<T>, segments: readonly string[], at: number, params: string[]): Match<T> | null {
    const segment = segments[at]
    if (segment === undefined) return node.methods.size === 0 ? null : { methods: node.methods, params }
    const fixed = node.fixed.get(segment)
    const found = fixed === undefined ? null : this.#walk(fixed, segments, at + 1, params)
    if (found !== null || node.variable === null || segment === '') return found
    return this.#walk(node.variable, segments, at + 1, [...params, segment])
  }
}
