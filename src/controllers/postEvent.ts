import { isAlreadyExists, isForbidden, isNotFound } from '../kube/apiError.ts'
import type { ApiClient } from '../kube/client.ts'
import { namespacedCollection } from '../kube/resourcePath.ts'
import type { PostOutcome } from '../observe/eventRecorder.ts'

/** Posts Events; one that is there already, or that its namespace does not take any more, is no failure. */
export const postEvent =
  (client: Pick<ApiClient, 'create'>) =>
  async (namespace: string, event: object): Promise<PostOutcome> => {
    try {
      await client.create(namespacedCollection('/api/v1', 'events', namespace), event)
      return 'created'
    } catch (error) {
      if (isAlreadyExists(error)) return 'exists'
      if (isForbidden(error) || isNotFound(error)) return 'refused'
      throw error
    }
  }
