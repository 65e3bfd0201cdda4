import { parseConflict } from '../../../../src/domain/runtimeClass/conflict.ts'
import { handlerKnown, missingHandler } from '../../../../src/domain/runtimeClass/handler.ts'
import { missingRuntimeClass } from '../../../../src/domain/runtimeClass/missing.ts'

const node = { name: 'n', os: 'linux', architecture: 'amd64' }

test.each([
  ['an unknown node', undefined, 'unknown'],
  ['a node that does not report', node, 'unknown'],
  ['a node that has it', { ...node, runtimeHandlers: ['', 'kata'] }, 'yes'],
  ['a node that has others', { ...node, runtimeHandlers: ['runc'] }, 'no'],
])('%s and a handler', (_, given, known) => {
  expect(handlerKnown(given, 'kata')).toBe(known)
})

test.each([
  ['failed to get sandbox runtime: no runtime for "kata" is configured', 'kata'],
  ['failed to find runtime handler kata from runtime list map[runc:0x1]', 'kata'],
  ['RuntimeHandler "kata" not supported', 'kata'],
  ['no runtime at all', undefined],
])('the handler in %s', (message, handler) => {
  expect(missingHandler(message)).toBe(handler)
})

test.each([
  ['pods "a" is forbidden: pod rejected: RuntimeClass "kata" not found', 'kata'],
  ['runtimeclass.node.k8s.io "kata" not found', 'kata'],
  ['image "kata" not found', undefined],
])('the class in %s', (message, name) => {
  expect(missingRuntimeClass(message)).toBe(name)
})

test.each([
  [
    'conflict: runtimeClass.scheduling.nodeSelector[node.kubernetes.io/instance] = m5; pod.spec.nodeSelector[node.kubernetes.io/instance] = c5',
    { key: 'node.kubernetes.io/instance', classValue: 'm5', podValue: 'c5' },
  ],
  [
    'conflict: runtimeClass.scheduling.nodeSelector[a] = ; pod.spec.nodeSelector[a] = x',
    { key: 'a', classValue: '', podValue: 'x' },
  ],
  ['conflict: runtimeClass.scheduling.nodeSelector[a] = b; pod.spec.nodeSelector[c] = d', undefined],
  ['conflict', undefined],
])('the conflict in %s', (message, conflict) => {
  expect(parseConflict(message)).toEqual(conflict)
})
