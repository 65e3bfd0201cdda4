import { Option } from 'commander'

export type Severity = 'error' | 'warning'

/** From which severity on a command ends with 1. */
export type FailOn = Severity | 'never'

export const failOnOption = (): Option =>
  new Option('--fail-on <severity>', 'from which severity on to end with 1')
    .choices(['error', 'warning', 'never'])
    .default('error')

export const reaches = (severity: Severity, failOn: FailOn): boolean => {
  switch (failOn) {
    case 'error':
      return severity === 'error'
    case 'warning':
      return true
    case 'never':
      return false
    default:
      return failOn satisfies never
  }
}
