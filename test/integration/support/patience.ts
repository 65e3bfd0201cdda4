import { jest } from '@jest/globals'

/** Ends a test that hangs, on a machine with much else to do; nothing is measured by it. */
jest.setTimeout(180_000)
