/** Where an object, or a mistake, stands in what was given. */
export interface Place {
  /** As named on the command line, or found below a folder; `standard input` for `-`. Absent: it came from a cluster. */
  readonly file?: string
  /** Counts from 1. */
  readonly document?: number
  /** Counts from 1. */
  readonly line?: number
}

/** Something that could not be read: where, and why with what to do. Quotes nothing of the content. */
export interface InputProblem extends Place {
  readonly message: string
}

/** `web.yaml: document 2, line 14`; empty for an object of a cluster. */
export const printPlace = ({ file, document, line }: Place): string => {
  if (file === undefined) return ''
  const inside = [
    ...(document === undefined ? [] : [`document ${document}`]),
    ...(line === undefined ? [] : [`line ${line}`]),
  ]
  return inside.length === 0 ? file : `${file}: ${inside.join(', ')}`
}

export const printProblem = (problem: InputProblem): string => {
  const place = printPlace(problem)
  return place === '' ? problem.message : `${place}: ${problem.message}`
}
