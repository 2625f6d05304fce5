import { Button, Menu, NativeSelect } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { OwnedField } from '../../../api/contract/drift.ts'
import { useGiveFields } from '../drift/use-decide-drift.ts'
import { OwnerDialog } from './owner-dialog.tsx'
import { isOther, type Owner, ownerWords } from './owner-words.ts'
import classes from './owners.module.css'

interface Props {
  readonly title: string
  readonly levelTitle: string
  readonly fields: readonly OwnedField[]
  readonly channelId: string
  readonly channelName: string
}

/** Fields that somebody wants to give to an owner. */
export interface Wish {
  readonly fields: readonly OwnedField[]
  readonly owner: Owner
}

const choices = ['hub', 'store', 'nobody'] as const

/** The fields of one group, each with its owner; all of them can be given at once. */
export function OwnerGroup({ title, levelTitle, fields, channelId, channelName }: Props) {
  const [wish, setWish] = useState<Wish | null>(null)
  const give = useGiveFields(channelId, () => setWish(null))
  const doIt = ({ fields: given, owner }: Wish) => give.mutate({ fields: given, owner, before: given })
  const ask = (wanted: readonly OwnedField[], owner: Owner) => {
    const moved = wanted.filter(field => field.owner !== owner && (owner !== 'hub' || field.obstacle === null))
    if (moved.length === 0) return
    // What the hub gets loses nothing.
    if (owner === 'hub') doIt({ fields: moved, owner })
    else setWish({ fields: moved, owner })
  }
  const others = fields.filter(isOther)
  return (
    <section className={classes.group} aria-label={`${levelTitle}: ${title}`}>
      <div className={classes.head}>
        <h3>{title}</h3>
        <Menu position="bottom-end" width={280}>
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-sm"
              disabled={give.isPending}
              rightSection={<IconChevronDown size={14} aria-hidden />}
              aria-label={`Give all of ${title} of ${levelTitle.toLowerCase()}`}
            >
              Give all
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {choices.map(owner => (
              <Menu.Item key={owner} onClick={() => ask(fields, owner)}>
                To {ownerWords[owner].title.replace('The', 'the').replace('Nobody', 'nobody')}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <ul className={classes.rows}>
        {fields.map(field => (
          <li key={field.field} className={classes.row} data-other={isOther(field) || undefined}>
            <div className={classes.name}>
              <span>{field.label}</span>
              {field.obstacle !== null && <span className={classes.why}>{field.obstacle}</span>}
            </div>
            <div className={classes.state}>
              {isOther(field) ? (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  disabled={give.isPending}
                  aria-label={`Back to ${ownerWords[field.byDefault].title.toLowerCase()}: ${field.label}`}
                  onClick={() => ask([field], field.byDefault)}
                >
                  Back to {ownerWords[field.byDefault].title.toLowerCase()}
                </Button>
              ) : (
                <span className={classes.muted}>Default</span>
              )}
            </div>
            <NativeSelect
              size="xs"
              className={classes.select ?? ''}
              aria-label={`Owner of ${field.label}`}
              value={field.owner}
              disabled={give.isPending}
              data={choices.map(owner => ({
                value: owner,
                label: ownerWords[owner].title,
                disabled: owner === 'hub' && field.obstacle !== null,
              }))}
              onChange={event => ask([field], choices.find(one => one === event.currentTarget.value) ?? field.owner)}
            />
          </li>
        ))}
      </ul>
      {others.length > 1 && <DefaultsNote amount={others.length} />}
      {wish !== null && (
        <OwnerDialog
          channelName={channelName}
          wish={wish}
          isPending={give.isPending}
          onConfirm={() => doIt(wish)}
          onClose={() => setWish(null)}
        />
      )}
    </section>
  )
}

function DefaultsNote({ amount }: { amount: number }) {
  return <p className={classes.note}>{amount} of these have another owner than by default.</p>
}
