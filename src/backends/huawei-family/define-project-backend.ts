import type { z } from 'zod';
import { type Backend, type BackendFacts, defineBackend, type VendorDefinition } from '../backend.ts';
import { createAuthenticator } from './auth/create-authenticator.ts';
import {
  derivedFrom,
  endpointOf,
  type ProjectSettings,
  projectInPaths,
  regionHint,
} from './project-settings.ts';

/** A service that is reached in a project of a region. */
export const defineProjectBackend = <S extends z.ZodType<ProjectSettings>>(service: {
  readonly name: string;
  readonly facts: BackendFacts;
  readonly settings: S;
  /** The first part of the service's host name in a region. */
  readonly hostOf: (region: string) => string;
  /** `projectId`: as it stands in paths. */
  readonly define: (settings: z.output<S>, projectId: string) => VendorDefinition;
}): Backend =>
  defineBackend({
    name: service.name,
    facts: service.facts,
    settings: service.settings,
    hint: regionHint,
    derivedFrom,
    connect: (settings) => ({
      endpoint: endpointOf(settings, service.hostOf),
      authenticator: createAuthenticator(settings),
      // Some of these services demand it even where there is no content (docs/vendors/huawei-servicestage.md#request).
      headers: { 'content-type': 'application/json' },
      definition: service.define(settings, projectInPaths(settings)),
    }),
  });
