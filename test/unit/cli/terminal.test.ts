import { paint } from '../../../src/cli/paint.ts'
import { createProgress } from '../../../src/cli/progress.ts'
import { printTable } from '../../../src/cli/table.ts'
import type { Terminal } from '../../../src/cli/terminal.ts'

const terminal = (watched: boolean) => {
  const said: string[] = []
  const made: Terminal = {
    out: () => undefined,
    err: (text) => void said.push(text),
    input: (async function* () {})(),
    colours: false,
    watched,
  }
  return { made, said }
}

describe('progress', () => {
  test('is one line that changes, ten times a second at most, and goes away', () => {
    const { made, said } = terminal(true)
    let now = 0
    const progress = createProgress(made, () => now)
    for (const [at, text] of [
      [0, 'a'],
      [50, 'b'],
      [100, 'c'],
      [150, 'd'],
      [200, 'e'],
    ] as const) {
      now = at
      progress.show(text)
    }
    progress.end()
    progress.show('too late')
    progress.end()
    expect(said).toEqual(['\r\u001B[Ka', '\r\u001B[Kc', '\r\u001B[Ke', '\r\u001B[K'])
  })

  test('is not shown where nobody looks, nor taken away where it was never shown', () => {
    const dark = terminal(false)
    const progress = createProgress(dark.made)
    progress.show('a')
    progress.end()
    const quiet = terminal(true)
    createProgress(quiet.made).end()
    expect([...dark.said, ...quiet.said]).toEqual([])
  })
})

describe('a table', () => {
  test('is aligned, without blanks at the end of lines', () => {
    expect(
      printTable([
        ['A', 'LONG', ''],
        ['wide', 'b', ''],
        ['', 'c', 'd'],
      ]),
    ).toBe('A      LONG\nwide   b\n       c      d\n')
  })

  test('counts what characters take', () => {
    expect(
      printTable([
        ['名前', 'x'],
        ['e\u0301', 'y'],
        ['ab', 'z'],
      ]),
    ).toBe('名前   x\ne\u0301      y\nab     z\n')
  })
})

test('colours only the severity at the beginning of a line, and only where they are wanted', () => {
  const lines = 'error     x error\nwarning   y\n    error\n'
  expect(paint(lines, false)).toBe(lines)
  expect(paint(lines, true)).toBe('\u001B[31merror\u001B[0m     x error\n\u001B[33mwarning\u001B[0m   y\n    error\n')
})
