import { connectControlPlane } from './controlPlaneServer.ts'
import { startEmbeddedServer } from './embeddedServer.ts'
import type { TestServer } from './testServer.ts'

// Given by jest.config.js, one value for each project.
declare const PULLKEEPER_TEST_SERVER: TestServer['kind']

/** The server that the present jest project is about: an embedded one of its own, or the control plane of the run. */
export const startTestServer = (): Promise<TestServer> => {
  switch (PULLKEEPER_TEST_SERVER) {
    case 'embedded':
      return startEmbeddedServer()
    case 'control-plane':
      return connectControlPlane()
  }
}
