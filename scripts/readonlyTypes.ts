/** Makes every property, index signature and array of a printed TypeScript type read-only; comments stay as they are. */
export const readonlyTypes = (printed: string): string =>
  printed
    .split('\n')
    .map((line) =>
      /^\s*(\/?\*|export )/.test(line)
        ? line
        : line
            .replace(/^(\s+)((?:\w+\??|\[\w+: string\]):)/, '$1readonly $2')
            .replace(/: (\w+|\([^)]*\))\[\]/, ': readonly $1[]'),
    )
    .join('\n')
