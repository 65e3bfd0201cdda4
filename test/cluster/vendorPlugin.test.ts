import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadCredentialProviders } from '../../src/config/credentialProviders.ts'
import { pluginEnvironment } from '../../src/config/pluginEnvironment.ts'
import { callPlugin, type PluginAnswer } from '../../src/controllers/providers/callPlugin.ts'
import { grantOf } from '../../src/plan/credentials/providers/grant.ts'
import { ensureBinaries } from './binaries.ts'

/** The first time it is built. */
const TIMEOUT = 900_000

const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
const hour = 3_600_000

/** What the fake of ECR's API was asked. */
interface Asked {
  readonly target: string | undefined
  readonly authorization: string | undefined
}

describe("AWS' own plugin, ecr-credential-provider, against a fake of ECR's API", () => {
  let folder: string
  let ecr: Server
  let asked: Asked[]
  let refuses: boolean

  const ask = async (image: string): Promise<PluginAnswer> => {
    const address = ecr.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const variables = {
      AWS_ENDPOINT_URL_ECR: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'canary-key-id',
      AWS_SECRET_ACCESS_KEY: 'canary-secret-key',
      AWS_MAX_ATTEMPTS: '1',
    }
    const config = {
      apiVersion: 'kubelet.config.k8s.io/v1',
      kind: 'CredentialProviderConfig',
      providers: [
        {
          name: 'ecr-credential-provider',
          apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
          matchImages: ['*.dkr.ecr.*.amazonaws.com'],
          defaultCacheDuration: '12h',
          env: Object.entries(variables).map(([name, value]) => ({ name, value })),
        },
      ],
    }
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
    const [provider] = loadCredentialProviders({ config: join(folder, 'config.json'), binDir: folder })
    if (provider === undefined) throw new Error('the configuration has no provider')
    return callPlugin((of) => pluginEnvironment({ HOME: folder }, of))(provider, image, new AbortController().signal)
  }

  beforeAll(async () => {
    const binaries = await ensureBinaries(['ecr-credential-provider'], '1.36')
    folder = mkdtempSync(join(tmpdir(), 'pullkeeper-ecr-'))
    symlinkSync(binaries('ecr-credential-provider'), join(folder, 'ecr-credential-provider'))
    ecr = createServer((request, response) => {
      request.resume()
      const { 'x-amz-target': target, authorization } = request.headers
      asked.push({ target: String(target), authorization })
      response.setHeader('content-type', 'application/x-amz-json-1.1')
      if (refuses) {
        response.statusCode = 400
        response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not authorized to perform' }))
        return
      }
      const authorizationToken = Buffer.from('AWS:canary-token').toString('base64')
      const expiresAt = Math.round(Date.now() / 1000) + 12 * 3600
      response.end(
        JSON.stringify({ authorizationData: [{ authorizationToken, expiresAt, proxyEndpoint: `https://${host}` }] }),
      )
    })
    await new Promise<void>((resolve) => void ecr.listen(0, '127.0.0.1', resolve))
  }, TIMEOUT)
  beforeEach(() => {
    asked = []
    refuses = false
  })
  afterAll(() => {
    ecr.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test(
    'gives a token for a registry, for half of its life',
    async () => {
      const answer = await ask(`${host}/pullkeeper`)
      expect(asked).toEqual([
        {
          target: 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken',
          authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=canary-key-id\/\d+\/eu-west-1\/ecr\//),
        },
      ])
      expect(answer).toMatchObject({
        kind: 'answered',
        response: {
          cacheKeyType: 'Registry',
          entries: [{ key: host, credential: { username: 'AWS', password: 'canary-token' } }],
        },
      })
      if (answer.kind !== 'answered') return
      const grant = grantOf({ image: `${host}/pullkeeper`, ...answer, defaultCacheMs: hour, now: 0, random: 0 })
      expect(grant).toMatchObject({ key: host, type: 'Registry' })
      // The token was made a moment ago, so its life has seconds less than twelve hours.
      expect((grant.expiresAt ?? 0) / hour).toBeCloseTo(6, 1)
    },
    TIMEOUT,
  )

  test(
    'says why it gives none, the same each time and without its keys',
    async () => {
      refuses = true
      const [first, second] = [await ask(`${host}/app`), await ask(`${host}/app`)]
      expect(first).toMatchObject({
        kind: 'failed',
        why: 'exitStatus',
        message: expect.stringContaining('AccessDeniedException: not authorized to perform'),
      })
      expect(second).toEqual(first)
      expect(JSON.stringify(first)).not.toContain('canary')
    },
    TIMEOUT,
  )
})
