import { pluginEnvironment } from '../../../src/config/pluginEnvironment.ts'

test('a plugin gets a fixed part of the environment, and what is configured for it', () => {
  const own = {
    PATH: '/bin',
    HOME: '/root',
    AWS_ROLE_ARN: 'arn',
    KUBECONFIG: '/canary',
    PULLKEEPER_NAMESPACE: 'canary',
    NPM_TOKEN: 'canary',
    HTTPS_PROXY: undefined,
  }
  expect(
    pluginEnvironment(own, {
      env: [
        { name: 'AWS_ROLE_ARN', value: 'other' },
        { name: 'MORE', value: '' },
      ],
    }),
  ).toEqual({
    PATH: '/bin',
    HOME: '/root',
    AWS_ROLE_ARN: 'other',
    MORE: '',
  })
})
