import { allCauses } from '../../../../src/domain/failure/cause.ts'
import type { FindingGroup } from '../../../../src/domain/failure/findingGroup.ts'
import type { EffectivePolicy } from '../../../../src/plan/credentials/effectivePolicy.ts'
import { itemLimit, planStatus } from '../../../../src/plan/status/planStatus.ts'
import type { StatusInput } from '../../../../src/plan/status/statusInput.ts'

const many = 1_000_000
const now = '2026-01-01T00:00:00Z'

/** As Go's encoding/json writes it, by which the API server stores a status. */
const sizeInEtcd = (value: unknown): number =>
  Buffer.byteLength(
    JSON.stringify(value).replaceAll(
      /[<>&\u2028\u2029]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  )

/** As much as there can be of everything, all free text made of one character. */
const fullest = (char: string): StatusInput => {
  const text = char.repeat(5_000)
  const items = Array.from({ length: itemLimit }, (_, index): FindingGroup => ({
    key: String(index),
    workload: {
      apiVersion: `${'g'.repeat(60)}/v1alpha1`,
      kind: 'K'.repeat(63),
      namespace: 'n'.repeat(63),
      name: `${index}`.padEnd(253, 'w'),
    },
    part: { kind: 'container', name: 'c'.repeat(63) },
    image: 'i'.repeat(4_000),
    cause: 'CredentialsNotAttached',
    message: text,
    pods: many,
    since: 1_700_000_000,
  }))
  const counts = allCauses.map((cause) => ({ cause, workloads: many, pods: many }))
  const findings = { total: many, failing: many, byCause: counts, items }
  const effective: EffectivePolicy = {
    name: 'p'.repeat(63),
    createdAt: 0,
    deleting: false,
    suspended: false,
    selectsNamespace: () => true,
    fingerprint: '',
    sources: Array.from({ length: 16 }, (_, index) => ({
      name: `s${index}`.padEnd(63, 's'),
      state: 'Malformed',
      message: text,
      registries: Array.from({ length: 100 }, () => text),
    })),
    credentials: {
      secretName: 's'.repeat(253),
      intent: { kind: 'keep' },
      registries: [],
      selectsAccount: () => true,
      recovery: 'Evict',
    },
  }
  return {
    policy: {
      name: effective.name,
      uid: 'u',
      resourceVersion: '1',
      generation: many,
      createdAt: 0,
      deleting: false,
      finalizers: [],
      spec: { suspend: false },
    },
    effective,
    totals: {
      namespaces: { selected: many, ready: many },
      accounts: { selected: many, attached: many },
      problems: [{ reason: 'CreateRefused', message: text }],
      problemCount: many,
    },
    findings,
    risks: findings,
    impediments: [text],
    seesSecrets: true,
    conditions: [],
    now,
  }
}

test.each([['x'], ['é'], ['"'], ['\\'], ['<'], ['\u0001'], ['\u2028'], ['😀']])(
  'the fullest status, its texts all %j, stays under 100 KB',
  (char) => {
    const status = planStatus(fullest(char))
    expect(sizeInEtcd(status)).toBeLessThan(100 * 1000)
    const { items = [], omitted, total } = status.findings ?? {}
    expect(items.length).toBeGreaterThan(35)
    expect({ total, omitted }).toEqual({ total: many, omitted: many - items.length })
  },
)
