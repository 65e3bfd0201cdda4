#!/usr/bin/env node
/**
 * A credential provider plugin (credentialprovider.kubelet.k8s.io/v1) that does what the first argument says. What it
 * gives out holds the word canary.
 */
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'

const [mode = 'answer', ...rest] = process.argv.slice(2)
const {
  CALLS: calls,
  LIFETIME: lifetime = '1h',
  KEY_TYPE: cacheKeyType = 'Registry',
  FAIL_WHILE: failWhile,
} = process.env

const request = () => JSON.parse(readFileSync(0, 'utf8'))

/** Every call leaves the image that it was for, and its password ends in how many there have been. */
const count = (image) => {
  if (calls === undefined) return 1
  appendFileSync(calls, `${image}\n`)
  return readFileSync(calls, 'utf8').split('\n').length - 1
}

const respond = (image, password) =>
  console.log(
    JSON.stringify({
      kind: 'CredentialProviderResponse',
      apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
      cacheKeyType,
      cacheDuration: lifetime,
      auth: { [image.split('/')[0]]: { username: 'robot', password } },
    }),
  )

const modes = {
  answer: () => {
    const { image } = request()
    const number = count(image)
    if (failWhile !== undefined && existsSync(failWhile)) {
      console.error(`no token for ${image}: password=canary-of-stderr`)
      process.exitCode = 4
      return
    }
    respond(image, `canary-token-${number}`)
  },
  /** Standard input, arguments and environment, as the password. */
  tell: () => {
    const stdin = readFileSync(0, 'utf8')
    respond(JSON.parse(stdin).image, JSON.stringify({ stdin, args: rest, env: process.env, cwd: process.cwd() }))
  },
  /** Never answers; ends when whoever started it was killed and could not end it. */
  sleep: () => {
    const starter = process.ppid
    setInterval(() => process.ppid === starter || process.exit(), 500)
  },
  /** Ends at once, but leaves a child behind that holds the streams; the child's pid is the answer. */
  leave: () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
    console.log(child.pid)
    process.exit(0)
  },
  flood: () => {
    const more = () => void process.stdout.write('canary'.repeat(10_000), more)
    more()
  },
  /** More on standard error than anybody wants to keep, then an answer. */
  chatter: () => {
    const { image } = request()
    process.stderr.write('canary '.repeat(200_000), () => respond(image, 'canary-token-1'))
  },
  crash: () => {
    console.error('it went wrong\nAuthorization: Bearer canary-bearer.1\npassword=canary-of-stderr')
    process.exitCode = 3
  },
  killed: () => process.kill(process.pid, 'SIGTERM'),
  garbage: () => console.log('{"password": "canary-of-stdout"'),
  /** Answers without reading what it is asked. */
  deaf: () => respond('reg.io/app', 'canary-token-1'),
  nothing: () =>
    console.log(
      JSON.stringify({
        kind: 'CredentialProviderResponse',
        apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
        cacheKeyType,
        auth: null,
      }),
    ),
}

modes[mode]()
