import type { KeptFile } from '../../../api/contract/files.ts'

/** As the hub takes it; the hub has the last word. */
export const bytesMost = 8 * 2 ** 20

/**
 * Sends one picture to the hub and tells how far it is, from 0 to 1. Rejects with a sentence for the person who chose it.
 * `fetch` can't tell how much of a body has left.
 */
export function uploadPicture(file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<string> {
  if (file.size > bytesMost) return Promise.reject(new Error('It is larger than 8 MB: make it smaller.'))
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/files?name=${encodeURIComponent(file.name.slice(0, 300))}`)
    request.setRequestHeader('content-type', file.type.startsWith('image/') ? file.type : 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    request.onerror = () => reject(new Error('The hub does not answer. Try again.'))
    request.onabort = () => reject(new Error('It was not uploaded.'))
    request.onload = () => {
      if (request.status === 200) resolve((request.response as KeptFile).fileId)
      else reject(new Error(sentenceIn(request.response)))
    }
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

function sentenceIn(answer: unknown): string {
  const { fields, title } = (answer ?? {}) as { fields?: { file?: string }; title?: string }
  return fields?.file ?? title ?? 'The hub did not take it. Try again.'
}
