// Preloaded into the operator under test: its standard input is a pipe from the tests, so that it cannot outlive them,
// however they end.
process.stdin.on('error', () => {})
process.stdin.on('close', () => process.kill(process.pid, 'SIGKILL'))
process.stdin.resume()
process.stdin.unref?.()
