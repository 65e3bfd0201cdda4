import { StoryError, watching } from '../../../demo/watching.ts'
import { puppetClient } from '../../support/puppets/index.ts'

/** Nobody listens on the discard port of loopback: nothing is ever seen, so that everything is waited for. */
const noServer = puppetClient({ url: 'http://127.0.0.1:9' })

const never = () => false

test('what is waited for breaks off at the end', async () => {
  const watch = watching(noServer, new AbortController().signal)
  const waiting = watch.until('Pod', 'pods', never)
  watch.stop()
  await expect(waiting).rejects.toThrow(new StoryError('broken off while waiting for: pods'))
})

test('what is waited for after the end breaks off at once, and begins no watch that would keep the process up', async () => {
  const watch = watching(noServer, new AbortController().signal)
  watch.stop()
  await expect(watch.until('Pod', 'pods', never)).rejects.toThrow('broken off while waiting for: pods')
})

test('a signal breaks off', async () => {
  const stopping = new AbortController()
  const watch = watching(noServer, stopping.signal)
  const waiting = watch.until('Pod', 'pods', never)
  stopping.abort()
  await expect(waiting).rejects.toThrow('broken off')
  watch.stop()
})
