import { createLogger as createWinston, format, transports } from 'winston'
import type { LogLevel } from '../config/controllerConfig.ts'
import { redact } from '../domain/redact.ts'

/** What a line is about: policy, namespace, serviceAccount, pod, resource, … */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

export type Logger = Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>>

/** A field of such a name is never shown, whatever it holds. */
const secretField = /auth|password|token|secret(?!Name)|credential|dockerconfig/i

const redactFields = format((info) => {
  for (const [field, value] of Object.entries(info)) {
    if (typeof value !== 'string') continue
    info[field] = secretField.test(field) ? '[redacted]' : redact(value)
  }
  return info
})

/**
 * JSON lines on standard error, as other controllers write them (controller-runtime's zap): standard output is for
 * what a command answers. No credential gets through, neither as a field nor inside a text.
 */
export const createLogger = (level: LogLevel, stream: NodeJS.WritableStream = process.stderr): Logger => {
  const winston = createWinston({
    level,
    format: format.combine(redactFields(), format.timestamp(), format.json()),
    transports: [new transports.Stream({ stream })],
  })
  const at =
    (of: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      // winston dresses and redacts a line before it looks whether anybody wants it.
      if (winston.isLevelEnabled(of)) winston.log(of, message, fields)
    }
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') }
}

/** One line of whatever was thrown, for a log or a terminal. */
export const textOfError = (error: unknown): string => (error instanceof Error ? error.message : String(error))
