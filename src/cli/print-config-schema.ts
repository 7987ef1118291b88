import { configSchema } from '../config/config-schema.ts';
import { settingsSchemas } from '../create-gateway.ts';

/** JSON Schema (draft 7) of a configuration. */
export const printConfigSchema = (): string => `${JSON.stringify(configSchema(settingsSchemas), null, 2)}\n`;
