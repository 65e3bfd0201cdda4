import { quotesCredential } from '../../../../src/domain/credentials/quotes.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const password = 'hunter2-correct-horse'
const config = JSON.stringify({ auths: { 'ghcr.io/acme': { auth: base64(`robot:${password}`) } } })

test.each<[string, string, boolean]>([
  ['the password', `denied: ${password}`, true],
  ['a part of it', 'denied: correct-horse', true],
  ['auth', `denied: ${base64(`robot:${password}`)}`, true],
  ['a part of auth', `denied: …${base64(`robot:${password}`).slice(5, 16)}…`, true],
  ['the data as the API has it', `denied: ${base64(config)}`, true],
  ['a part of that', `denied: ${base64(config).slice(40, 60)}`, true],
  ['its keys alone', 'denied: ghcr.io/acme is not allowed for Secret team/acme-registry', false],
  ['a quota', 'secrets "acme-registry" is forbidden: exceeded quota: objects, requested: secrets=1, used: 10', false],
  ['nothing', '', false],
])('a text with %s', (_, text, quotes) => {
  expect(quotesCredential(text, config)).toBe(quotes)
})

test('a short password counts only as a whole', () => {
  const short = JSON.stringify({ auths: { 'ghcr.io': { auth: base64('u:pw9') } } })
  expect(quotesCredential('denied pw9', short)).toBe(true)
  expect(quotesCredential('denied pw8', short)).toBe(false)
})
