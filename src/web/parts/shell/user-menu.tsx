import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconLogout, IconSelector } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../../client.ts'
import { forgetLiveChecks } from '../../live-checks.ts'
import { hubQuery, queryClient } from '../../queries.ts'
import classes from './user-menu.module.css'

const schemes = [
  { value: 'auto', label: 'Same as this device' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

export function UserMenu() {
  const user = useQuery(hubQuery).data?.user
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const navigate = useNavigate()
  const signOut = useMutation({
    mutationFn: () => call('DELETE /api/session'),
    onSuccess: async () => {
      queryClient.clear()
      forgetLiveChecks()
      await navigate({ to: '/sign-in' })
    },
  })
  if (user === null || user === undefined) return null
  return (
    <Menu position="top-start" width={248}>
      <Menu.Target>
        <button type="button" className={classes.button}>
          <span className="cw-sr">User menu of </span>
          <span className={classes.face} aria-hidden="true">
            {initials(user.name)}
          </span>
          <span className={classes.names}>
            <bdi className={classes.name}>{user.name}</bdi>
            <span className={classes.email}>{user.email}</span>
          </span>
          <IconSelector size={16} aria-hidden className={classes.sign} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Appearance</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={value => setColorScheme(schemes.find(scheme => scheme.value === value)?.value ?? 'auto')}
        >
          {schemes.map(scheme => (
            <Menu.RadioItem key={scheme.value} value={scheme.value}>
              {scheme.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(word => [...(word ?? '')][0] ?? '')
  return letters.join('').toUpperCase()
}
