import '@mantine/dropzone/styles.layer.css'
import { Button } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { IconFileText } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import classes from './connection-form.module.css'

interface Props {
  readonly disabled: boolean
  readonly onFiles: (files: readonly File[]) => void
  readonly children: ReactNode
}

/** The whole form takes the credentials file: dropped anywhere on it, or chosen with the button. */
export function CredentialsDrop({ disabled, onFiles, children }: Props) {
  const openRef = useRef<() => void>(null)
  return (
    <Dropzone
      className={classes.drop ?? ''}
      openRef={openRef}
      onDrop={onFiles}
      disabled={disabled}
      activateOnClick={false}
      activateOnKeyboard={false}
      enablePointerEvents
      inputProps={{ 'aria-label': 'Credentials file', accept: '.txt,text/plain', tabIndex: -1 }}
    >
      <Dropzone.Accept>
        <div className={classes.overlay}>Drop the credentials file</div>
      </Dropzone.Accept>
      <div className={classes.file}>
        <IconFileText size={18} aria-hidden />
        <span>Have the .txt file from BigCommerce? Drop it here; it fills every field.</span>
        <Button variant="default" size="compact-md" disabled={disabled} onClick={() => openRef.current?.()}>
          Choose file
        </Button>
      </div>
      {children}
    </Dropzone>
  )
}
