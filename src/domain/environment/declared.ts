import type { ResourceField } from './resourceField.ts'

/** A key of a ConfigMap or Secret. */
export interface KeyReference {
  readonly name: string
  readonly key: string
  readonly optional?: boolean
}

/** `env[]` of a container, as the API has it. */
export interface EnvVar {
  readonly name: string
  readonly value?: string
  readonly valueFrom?: {
    readonly fieldRef?: { readonly fieldPath: string }
    readonly resourceFieldRef?: ResourceField
    readonly configMapKeyRef?: KeyReference
    readonly secretKeyRef?: KeyReference
    /** A file that an init container writes (1.34); known only at the start. */
    readonly fileKeyRef?: object
  }
}

/** `envFrom[]` of a container, as the API has it. */
export interface EnvFrom {
  readonly prefix?: string
  readonly configMapRef?: { readonly name: string; readonly optional?: boolean }
  readonly secretRef?: { readonly name: string; readonly optional?: boolean }
}

/** What of a value can be told. */
export type EnvValue =
  | { readonly state: 'known'; readonly text: string }
  /** From a Secret, or made of such a value: never to be shown. */
  | { readonly state: 'secret' }
  /** Known only when the container starts, or made of such a value. */
  | { readonly state: 'later' }
  /** The object that holds it could not be read from here. */
  | { readonly state: 'unread' }

/** Why the container cannot be created (CreateContainerConfigError), or undefined. */
export interface EnvProblem {
  readonly name: string
  readonly problem: string
}

/** Where a variable comes from. */
export type EnvSource =
  | { readonly kind: 'env' }
  | { readonly kind: 'configMap' | 'secret'; readonly name: string; readonly key?: string }
  | { readonly kind: 'field'; readonly path: string }
  | { readonly kind: 'resource'; readonly resource: string }
  | { readonly kind: 'file' }
  | { readonly kind: 'service' }

/**
 * The data of a ConfigMap, or the keys of a Secret; undefined when there is none, `unread` when that is not known.
 * Secrets' values stay where they are.
 */
export interface EnvObjects {
  readonly configMap: (name: string) => Readonly<Record<string, string>> | 'unread' | undefined
  readonly secretKeys: (name: string) => readonly string[] | 'unread' | undefined
}
