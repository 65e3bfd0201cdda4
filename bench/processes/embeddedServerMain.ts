// The embedded API server in a process of its own, so that neither its memory nor its garbage counts as the operator's.
import { startApiServer } from '../../test/support/apiserver/index.ts'
import { objectsOf, policyCrd, watchingPolicy } from '../cluster/objects.ts'
import { shapeOf } from '../cluster/shape.ts'
import type { ServerMessage } from './messages.ts'

const tell = (message: ServerMessage): void => void process.send?.(message)

// Over TLS, as operators always meet it.
const server = await startApiServer({ https: true })
server.store.create(policyCrd())
server.store.create(watchingPolicy)
server.store.seed(objectsOf(shapeOf(Number(process.argv[2]))))
tell({ tell: 'serving', kubeconfig: server.kubeconfig() })

// The one that started it has gone, however it went.
process.once('disconnect', () => process.exit(0))
