interface PageOf<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
}

/** All rows of a list that comes in pages; undefined where there are more than `most`. */
export async function readAll<Row>(
  most: number,
  readPage: (after: string | undefined) => Promise<PageOf<Row>>,
): Promise<Row[] | undefined> {
  const rows: Row[] = []
  let after: string | undefined
  do {
    const page = await readPage(after)
    rows.push(...page.rows)
    if (rows.length > most || (page.rows.length === 0 && page.next !== null)) return undefined
    after = page.next ?? undefined
  } while (after !== undefined)
  return rows
}
