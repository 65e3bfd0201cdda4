import { failingAtProxy, failingPods, refusedDeployments } from '../../node/support/failing.ts'
import { objectAt, textAt } from '../../support/apiserver/json.ts'
import { diagnoseAsOperator, type Wire } from '../../support/recorded/diagnose.ts'
import { ofKind, recordedOn, recordedVersions, statesOf } from '../../support/recorded/fixtures.ts'
import { recordedPlace } from '../../support/recorded/place.ts'

const pods = [...failingPods(recordedPlace), ...failingAtProxy(recordedPlace)]
const refused = refusedDeployments(recordedPlace)
const wires: readonly Wire[] = ['JSON', 'protobuf']

describe.each(recordedVersions())('what a real node of Kubernetes %s said', (version) => {
  const recorded = recordedOn(version)
  const shared = recorded.get('cluster')?.objects ?? []

  test('is recorded of every failing pod and Deployment of the node suite; if not: npm run record', () => {
    const expected = [...pods, ...refused].map(({ name }) => name)
    expect([...recorded.keys()].sort()).toEqual([...expected, 'cluster', 'pulls', 'works'].sort())
  })

  describe.each(wires)('as %s', (wire) => {
    test.each(pods.map((pod) => [pod.name, pod.cause, pod] as const))(
      '%s is %s, in each state that it was seen in',
      async (name, cause, { says, part = { container: 'app' } }) => {
        const recording = recorded.get(name)
        const states = recording === undefined ? [] : statesOf(recording)
        expect(states.length).toBeGreaterThan(0)
        const events = ofKind(recording?.objects ?? [], 'Event')
        for (const pod of states) {
          const found = await diagnoseAsOperator([...shared, pod, ...events], wire)
          const { workload, findings } = found(`recorded/${name}`) ?? {}
          expect(workload).toMatchObject({ kind: 'Pod', name })
          expect(findings).toHaveLength(1)
          expect(findings?.[0]).toMatchObject({
            cause,
            part: part === 'pod' ? { kind: 'pod' } : { kind: 'container', name: part.container },
          })
          expect(findings?.[0]?.message).toMatch(says)
        }
      },
    )

    test.each(refused.map(({ name, cause }) => [name, cause] as const))('Deployment %s is %s', async (name, cause) => {
      const objects = recorded.get(name)?.objects ?? []
      const found = await diagnoseAsOperator([...shared, ...objects], wire)
      const [replicaSet] = ofKind(objects, 'ReplicaSet')
      expect(found(textAt(objectAt(replicaSet, 'metadata'), 'uid'))).toMatchObject({
        workload: { kind: 'Deployment', name },
        findings: [{ cause }],
      })
    })

    test.each(['pulls', 'works'])('of pod %s, which runs, nothing is found', async (name) => {
      const found = await diagnoseAsOperator([...shared, ...(recorded.get(name)?.objects ?? [])], wire)
      expect(found(`recorded/${name}`)).toBeUndefined()
    })
  })
})
