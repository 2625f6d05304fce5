import './mantine.css'
import './global.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { hubQuery, queryClient, whenSignedOut } from './queries.ts'
import { router } from './router.tsx'
import { cssVariables, theme } from './theme.ts'

whenSignedOut(() => {
  queryClient.setQueryData(hubQuery.queryKey, hub => (hub === undefined ? hub : { ...hub, user: null }))
  void router.invalidate()
})

const place = document.getElementById('root')
if (place === null) throw new Error('index.html has no element with the id root')

createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariables}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Notifications position="bottom-right" limit={3} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
