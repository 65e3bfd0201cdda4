import { progressOf } from '../../../../src/cli/testPull/progressOf.ts'

const container = (state: object, more: object = {}) => ({
  status: { containerStatuses: [{ name: 'pull', state, ...more }] },
})

describe('a test pod', () => {
  test.each<[string, object, string]>([
    ['without a status', {}, 'waiting'],
    [
      'before it is scheduled',
      { status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes' }] } },
      'waiting',
    ],
    ['while it pulls', container({ waiting: { reason: 'ContainerCreating' } }), 'waiting'],
    ['whose pull failed', container({ waiting: { reason: 'ErrImagePull' } }), 'failed'],
    ['that backs off', container({ waiting: { reason: 'ImagePullBackOff' } }), 'failed'],
    [
      'with a secret that cannot be parsed',
      container({ waiting: { reason: 'illegal base64 data at input byte 0' } }),
      'failed',
    ],
    ['whose start failed', container({ terminated: { reason: 'StartError', exitCode: 128 } }), 'pulled'],
    ['that cannot be created for its user', container({ waiting: { reason: 'CreateContainerConfigError' } }), 'pulled'],
    ['that has no such command', container({ waiting: { reason: 'RunContainerError' } }), 'pulled'],
    [
      'whose image is there',
      container({ waiting: { reason: 'ContainerCreating' } }, { imageID: 'a@sha256:1' }),
      'pulled',
    ],
    ['that runs after all', container({ running: {} }), 'pulled'],
    ['that its node refused', { status: { phase: 'Failed', reason: 'OutOfpods' } }, 'failed'],
  ])('%s', (_, pod, state) => {
    expect(progressOf(pod).state).toBe(state)
  })

  test('says what it waits for', () => {
    const pod = {
      status: { conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes are available' }] },
    }
    expect(progressOf(pod)).toEqual({ state: 'waiting', detail: 'it is not scheduled: 0/3 nodes are available' })
  })
})
