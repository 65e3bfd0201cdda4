/** Runs a build and says so: on a terminal a line that counts the seconds, elsewhere one line when it is done. */
export const withProgress = async (what: string, build: () => Promise<void>): Promise<void> => {
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 1000)
  const { isTTY } = process.stderr
  const show = () => process.stderr.write(`\r  ${what}: ${seconds()} s`)
  const clock = isTTY ? setInterval(show, 1000) : undefined
  try {
    await build()
    process.stderr.write(`${isTTY ? '\r' : ''}  ${what}: built in ${seconds()} s\n`)
  } catch (error) {
    process.stderr.write(`${isTTY ? '\r' : ''}  ${what}: failed after ${seconds()} s\n`)
    throw error
  } finally {
    clearInterval(clock)
  }
}
