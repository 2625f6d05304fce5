import { IconPlus } from '@tabler/icons-react'
import { LinkButton } from '../parts/link-button.tsx'
import { Page } from '../parts/page.tsx'
import { TrySandboxButton } from '../parts/try-sandbox.tsx'
import classes from './welcome.module.css'

/** The dashboard of a hub without channels teaches the first step. */
export function Welcome({ name }: { name: string | undefined }) {
  return (
    <Page
      title={name === undefined ? 'Welcome' : `Welcome, ${name}`}
      subtitle="Cartwright brings every store you sell in to one place. Start with the first one."
    >
      <div className={classes.choices}>
        <section className={classes.choice} data-main aria-labelledby="choice-own">
          <h2 id="choice-own" className={classes.title}>
            Connect your first store
          </h2>
          <p>
            Add a channel for your BigCommerce store, make an API account in the store, and bring its three values here.
            The page shows where to find them. It takes about five minutes.
          </p>
          <div className={classes.button}>
            <LinkButton to="/channels/add" leftSection={<IconPlus size={16} aria-hidden />}>
              Add channel
            </LinkButton>
          </div>
        </section>
        <section className={classes.choice} aria-labelledby="choice-sandbox">
          <h2 id="choice-sandbox" className={classes.title}>
            Look around first
          </h2>
          <p>
            A sandbox store runs inside this hub, with products and orders of its own. Nothing in it is real, so nothing
            can go wrong. One click, and it is connected.
          </p>
          <div className={classes.button}>
            <TrySandboxButton />
          </div>
        </section>
      </div>
      <p className={classes.promise}>Connecting only reads. Nothing is written to your store until you say so.</p>
    </Page>
  )
}
