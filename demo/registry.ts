import { type Scenario, privateRegistry, pullFailures } from '../test/support/puppets/index.ts'

/** What the private registry of the story lets in. */
export const robot = { user: 'robot', password: 'demo-token' } as const

/** Images that were pushed to it. A release is a tag of three numbers; anything else was never pushed. */
const wasPushed = (image: string): boolean => /:\d+\.\d+\.\d+$/.test(image)

const withCredentials = privateRegistry([{ prefix: 'ghcr.io/acme', ...robot }])

/** `ghcr.io/acme` wants the robot's credentials, and then knows the images that were pushed; other images just pull. */
export const registry: Scenario = (attempt) => {
  const outcome = withCredentials(attempt)
  const isPrivate = attempt.image.startsWith('ghcr.io/acme/')
  return isPrivate && outcome.is === 'running' && !wasPushed(attempt.image)
    ? pullFailures.notFound(attempt.image)
    : outcome
}
