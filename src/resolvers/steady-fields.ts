/**
 * Fields that tell the same of one job, or of what hangs on it, whenever they are asked and whoever asks. The others look
 * something up, tell what is so at the moment, or not everybody may see them.
 */
export const STEADY_FIELDS: Readonly<Record<string, readonly string[]>> = {
  CloudResource: ['id', 'sourceId', 'nativeId', 'type'],
  Job: [
    'id',
    'backend',
    'nativeId',
    'kind',
    'status',
    'nativeStatus',
    'phase',
    'isTerminal',
    'statusMessage',
    'createdAt',
    'startedAt',
    'finishedAt',
    'durationSeconds',
    'url',
    'progress',
    'error',
    'origin',
    'resource',
    'createdBy',
  ],
  JobError: ['code', 'message'],
  JobProgress: ['total', 'succeeded', 'failed', 'running'],
  Origin: ['id', 'kind', 'nativeId'],
};
