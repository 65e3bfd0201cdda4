import { parseTargets } from '../../../../src/cli/explain/target.ts'

test.each`
  words                       | targets
  ${['pod/a']}                | ${['Pod a']}
  ${['po/a', 'deploy/b']}     | ${['Pod a', 'Deployment b']}
  ${['deployment', 'b']}      | ${['Deployment b']}
  ${['deployments.apps/b']}   | ${['Deployment b']}
  ${['sts', 'a', 'b']}        | ${['StatefulSet a', 'StatefulSet b']}
  ${['ds/a', 'rs/b', 'rc/c']} | ${['DaemonSet a', 'ReplicaSet b', 'ReplicationController c']}
  ${['job/a.b', 'cj/c']}      | ${['Job a.b', 'CronJob c']}
`('$words: $targets', ({ words, targets }: Record<string, readonly string[]>) => {
  expect(parseTargets(words ?? []).map(({ kind, name }) => `${kind} ${name}`)).toEqual(targets)
})

test.each`
  words             | says
  ${['web']}        | ${'expected KIND/NAME, not "web"'}
  ${['svc/web']}    | ${'"svc" is no kind that starts containers'}
  ${['pod/a/b']}    | ${'expected KIND/NAME'}
  ${['pod/../a']}   | ${'expected KIND/NAME'}
  ${['pod/']}       | ${'is not the name of an object'}
  ${['pod/A']}      | ${'is not the name of an object'}
  ${['pod', 'a/b']} | ${'expected KIND/NAME'}
`('$words: $says', ({ words, says }: { words: readonly string[]; says: string }) => {
  expect(() => parseTargets(words)).toThrow(says)
})
