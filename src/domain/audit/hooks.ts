import { alwaysFails, describeHook, hookKind, leastSeconds } from '../lifecycle/hook.ts'
import { leastToStop, neededGrace, stopTimeline } from '../lifecycle/stop.ts'
import type { Advice } from './advice.ts'
import type { DeclaredContainer, DeclaredPod } from './declaredPod.ts'

type Question = (container: DeclaredContainer, pod: DeclaredPod) => readonly Advice[]

const failing: Question = ({ name, image, lifecycle: { postStart, preStop } }) => {
  const part = { kind: 'container', name } as const
  const remedy = (hook: string): string => `Write lifecycle.${hook} as exec, httpGet or sleep.`
  const kind = (hook: NonNullable<typeof postStart>): string =>
    hookKind(hook) === 'tcpSocket' ? 'is a tcpSocket, which kubelet does not run' : 'has no action'
  return [
    ...(postStart !== undefined && alwaysFails(postStart)
      ? [
          {
            severity: 'error',
            cause: 'HookFailed',
            part,
            image,
            message: `The postStart hook ${kind(postStart)}: it fails every time, and the container is killed for it.`,
            remedy: remedy('postStart'),
          } as const,
        ]
      : []),
    ...(preStop !== undefined && alwaysFails(preStop)
      ? [
          {
            severity: 'warning',
            cause: 'HookFailed',
            part,
            image,
            message: `The preStop hook ${kind(preStop)}: it fails every time, and the container is stopped without it.`,
            remedy: remedy('preStop'),
          } as const,
        ]
      : []),
  ]
}

/** A program that is given less than this, and less than half of the grace period, is given little. */
const fairTime = 10

/** What is asked for in the remedy: Kubernetes' own default of 30 s, as if there were no hook. */
const usualTime = 30

const eating: Question = ({ name, image, lifecycle: { preStop } }, { gracePeriod }) => {
  const takes = preStop === undefined ? undefined : leastSeconds(preStop)
  if (preStop === undefined || takes === undefined || gracePeriod <= 0) return []
  const { preStop: hook, toStop } = stopTimeline({ grace: gracePeriod, preStop: takes })
  const little = toStop < fairTime && takes > gracePeriod / 2
  if (hook !== 'cut off' && !little) return []
  const effect =
    hook === 'cut off'
      ? `it is cut off then, and the container has ${leastToStop} s to stop`
      : `${Math.round(toStop * 10) / 10} s are left for the container to stop before it is killed`
  return [
    {
      severity: 'warning',
      cause: 'PreStopEatsGracePeriod',
      part: { kind: 'container', name },
      image,
      message: `The preStop hook (${describeHook(preStop).slice(0, 120)}) takes ${takes} s of the grace period of ${gracePeriod} s: ${effect}.`,
      remedy: `Set terminationGracePeriodSeconds to ${neededGrace(takes, usualTime)}, or shorten the hook.`,
    },
  ]
}

const questions: readonly Question[] = [failing, eating]

/** What is wrong or unwise about the lifecycle hooks of a pod. */
export const adviceOnHooks = (pod: DeclaredPod): readonly Advice[] =>
  pod.containers.flatMap((container) => questions.flatMap((ask) => ask(container, pod)))
