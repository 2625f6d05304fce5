import { parseSync } from 'vite'

/** A way in which one file names another, or a package. */
export interface Import {
  /** As it is written; null where it is put together at run time, so that nobody can say what it is. */
  readonly target: string | null
  /** Gone once the types are stripped. */
  readonly typesOnly: boolean
  /** What is taken out of it; `*` for all. */
  readonly names: readonly string[]
  readonly line: number
}

/** What the machine gives without any import, such as `Date.now`. */
interface Given {
  readonly name: string
  readonly line: number
}

export interface Uses {
  readonly imports: readonly Import[]
  readonly given: readonly Given[]
}

interface Node {
  readonly type: string
  readonly start: number
  readonly [part: string]: unknown
}

/** Reads what a file uses from its syntax, so that neither a comment, nor a text, nor another spelling misleads. */
export function readUses(path: string, text: string): Uses {
  const { program, errors } = parseSync(path, text)
  const [error] = errors
  if (error !== undefined) throw new Error(`${path}: ${error.message}`)
  const imports: Import[] = []
  const found: (Given & { sure?: true })[] = []
  const own = new Set<string>()
  const lineOf = (node: Node) => text.slice(0, node.start).split('\n').length
  const add = (node: Node, source: unknown, typesOnly: boolean, names: readonly string[]) =>
    imports.push({ target: textOf(source), typesOnly, names, line: lineOf(node) })

  walk(program, null, '', (node, parent, role) => {
    switch (node.type) {
      case 'ImportDeclaration':
        add(node, node.source, node.importKind === 'type', nodesIn(node.specifiers).map(importedName))
        break
      case 'ExportNamedDeclaration':
        if (isNode(node.source)) add(node, node.source, node.exportKind === 'type', ['*'])
        break
      case 'ExportAllDeclaration':
        add(node, node.source, node.exportKind === 'type', ['*'])
        break
      case 'ImportExpression':
        add(node, node.source, false, ['*'])
        break
      case 'TSImportType':
        add(node, node.source, true, ['*'])
        break
      case 'TSExternalModuleReference':
        add(node, node.expression, false, ['*'])
        break
      case 'CallExpression':
        if (nameOf(node.callee) === 'require') add(node, nodesIn(node.arguments)[0], false, ['*'])
        // Without `new` it tells the time whatever it is given.
        if (nameOf(node.callee) === 'Date') found.push({ name: 'new Date()', line: lineOf(node) })
        break
      case 'NewExpression':
        // The form in which a bundler is told of a worker or another file.
        if (nameOf(node.callee) === 'URL' && nodesIn(node.arguments).length === 2) {
          const target = textOf(nodesIn(node.arguments)[0])
          if (target?.startsWith('.')) add(node, nodesIn(node.arguments)[0], false, ['*'])
        }
        if (nameOf(node.callee) === 'Date' && nodesIn(node.arguments).length === 0) {
          found.push({ name: 'new Date()', line: lineOf(node) })
        }
        break
      case 'MemberExpression': {
        const whole = memberName(node)
        if (whole !== null) found.push({ ...whole, line: lineOf(node) })
        break
      }
      case 'Identifier':
        if (isReference(parent, role)) found.push({ name: String(node.name), line: lineOf(node) })
        break
    }
    for (const pattern of patternsOf(node)) for (const name of namesIn(pattern)) own.add(name)
  })
  // What a file declares itself is its own: `const fetch = budgetedFetch(…)` is not the machine's.
  return { imports, given: found.filter(({ name, sure }) => sure || !own.has(name.split('.')[0] ?? '')) }
}

type Visit = (node: Node, parent: Node | null, role: string) => void

function walk(value: unknown, parent: Node | null, role: string, visit: Visit): void {
  if (Array.isArray(value)) {
    for (const each of value) walk(each, parent, role, visit)
    return
  }
  if (!isNode(value)) return
  visit(value, parent, role)
  for (const [part, child] of Object.entries(value)) {
    if (typeof child === 'object' && child !== null) walk(child, value, part, visit)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function nodesIn(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

function nameOf(value: unknown): string | null {
  return isNode(value) && value.type === 'Identifier' ? String(value.name) : null
}

function textOf(value: unknown): string | null {
  if (!isNode(value)) return null
  if (value.type === 'Literal' && typeof value.value === 'string') return value.value
  if (value.type !== 'TemplateLiteral' || nodesIn(value.expressions).length > 0) return null
  const [piece] = nodesIn(value.quasis)
  const cooked = piece?.value
  return typeof cooked === 'object' && cooked !== null && 'cooked' in cooked ? String(cooked.cooked) : null
}

function importedName(specifier: Node): string {
  if (specifier.type !== 'ImportSpecifier') return '*'
  return nameOf(specifier.imported) ?? textOf(specifier.imported) ?? '*'
}

const everything = new Set(['globalThis', 'window', 'self', 'global'])

/** `Date.now` and `Date['now']`; the global object is left out, for it leaves no doubt: `globalThis.fetch` is `fetch`. */
function memberName(node: Node): { name: string; sure?: true } | null {
  const name = node.computed === true ? textOf(node.property) : nameOf(node.property)
  if (name === null || !isNode(node.object)) return null
  const own = nameOf(node.object)
  const before =
    own === null ? (node.object.type === 'MemberExpression' ? memberName(node.object) : null) : { name: own }
  if (before === null) return null
  return everything.has(before.name) ? { name, sure: true } : { ...before, name: `${before.name}.${name}` }
}

/** The patterns by which a node gives names to things: variables, parameters, functions, classes, imports. */
function patternsOf(node: Node): unknown[] {
  switch (node.type) {
    case 'VariableDeclarator':
    case 'ClassDeclaration':
      return [node.id]
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [node.id, ...nodesIn(node.params)]
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return [node.local]
    default:
      return []
  }
}

function namesIn(pattern: unknown): string[] {
  if (!isNode(pattern)) return []
  switch (pattern.type) {
    case 'Identifier':
      return [String(pattern.name)]
    case 'ObjectPattern':
      return nodesIn(pattern.properties).flatMap(each => namesIn(each.type === 'Property' ? each.value : each.argument))
    case 'ArrayPattern':
      return nodesIn(pattern.elements).flatMap(namesIn)
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'RestElement':
      return namesIn(pattern.argument)
    default:
      return []
  }
}

/** Whether a name stands for its value: not for a type, and not as the name of a property. */
function isReference(parent: Node | null, role: string): boolean {
  if (parent === null) return true
  if (parent.type.startsWith('TS')) return role === 'expression'
  if (parent.type === 'MemberExpression') return role === 'object' || parent.computed === true
  if (role === 'key') return parent.computed === true
  return !/^(?:Import|Export).*Specifier$/.test(parent.type) && role !== 'label'
}
