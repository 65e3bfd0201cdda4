/** A namespace's name is a DNS label (RFC 1123). Throws RangeError on anything else. */
export const parseNamespaceName = (text: string): string => {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text)) {
    throw new RangeError('expected the name of a namespace: lower-case letters, digits and -, at most 63')
  }
  return text
}
