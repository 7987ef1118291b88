import type { SimulatorReply } from './kit/http.ts';

const serviceError = (status: number, number: string, message: string): SimulatorReply => ({
  status,
  json: { error_code: `SVCSTG.00${number}`, error_msg: message },
});

/** The errors of docs/vendors/huawei-servicestage.md#errors; with `missingAs401` what does not exist is called unauthorized. */
export const serviceErrors = (missingAs401: boolean) => {
  const missing = (number: string, message: string): SimulatorReply =>
    missingAs401 ? serviceError(401, '100401', message) : serviceError(404, number, message);
  return {
    badRequest: () => serviceError(400, '100400', 'Invalid parameter.'),
    noApplication: () => missing('100403', 'The application does not exist.'),
    /** v3 always says so (docs/vendors/huawei-servicestage.md#errors). */
    noV3Component: () => serviceError(401, '100401', 'The component does not exist.'),
    noComponent: () => missing('100404', 'The component does not exist.'),
    noJob: () => missing('100429', 'The job does not exist.'),
  };
};
