export type { Answer, AnswerError, Ask } from './ask.ts';
export { askOverHttp, type HttpOptions } from './ask-over-http.ts';
export { GatewayError, type GatewayFault } from './gateway-error.ts';
export * from './generated.ts';
export {
  type Edge,
  jobsOf,
  type PageDocument,
  type PageResult,
  type PageVariables,
  type Walk,
  type WalkOptions,
  type WalkPage,
  walkJobs,
} from './walk-jobs.ts';
