/** Why an object could not be read. A class only because telling it from a value must cost nothing. */
export class Problem {
  readonly path: string
  readonly message: string

  constructor(message: string, path = '') {
    this.message = message
    this.path = path
  }

  /** The same problem seen from the message that holds the field: paths are made only when something is wrong. */
  under(segment: string): Problem {
    const joint = this.path === '' || this.path.startsWith('[') ? '' : '.'
    return new Problem(this.message, `${segment}${joint}${this.path}`)
  }

  /** `metadata.name: expected a string`; never contains a value, which may be a credential. */
  get text(): string {
    return this.path === '' ? this.message : `${this.path}: ${this.message}`
  }
}

export const expected = (what: string): Problem => new Problem(`expected ${what}`)
