import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMenu2 } from '@tabler/icons-react'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { followHub } from '../../events.ts'
import { StopButton } from '../live/stop-button.tsx'
import { StoppedBanner } from '../live/stopped-banner.tsx'
import { Logo } from '../logo.tsx'
import { OfflineBanner } from '../offline.tsx'
import { MainMenu } from './main-menu.tsx'
import classes from './shell.module.css'
import { UserMenu } from './user-menu.tsx'

/** What stands around every page of a signed-in person. */
export function Shell() {
  const [menuOpen, menu] = useDisclosure(false)
  const { pathname } = useLocation()
  useEffect(followHub, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes whenever the address changes
  useEffect(menu.close, [pathname])
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <aside className={classes.side}>
        <div className={classes.stuck}>
          <Link to="/" className={classes.home}>
            <Logo />
          </Link>
          <MainMenu />
          <div className={classes.stop}>
            <StopButton />
          </div>
          <UserMenu />
        </div>
      </aside>
      <header className={classes.top}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Open the menu" onClick={menu.open}>
          <IconMenu2 size={20} aria-hidden />
        </ActionIcon>
        <Link to="/" className={classes.home}>
          <Logo />
        </Link>
        <div className={classes.topStop}>
          <StopButton />
        </div>
      </header>
      <Drawer opened={menuOpen} onClose={menu.close} size={300} title={<Logo />} classNames={{ body: classes.drawer }}>
        <MainMenu />
        <UserMenu />
      </Drawer>
      <main id="content" className={classes.main} tabIndex={-1}>
        <OfflineBanner />
        <StoppedBanner />
        <Outlet />
      </main>
    </div>
  )
}
