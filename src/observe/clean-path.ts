import type { VendorCall } from '../scope/watch.ts';
import { cleanValues } from '../secrets/clean-values.ts';
import { hideCredentials } from '../secrets/hide-credentials.ts';

/** Path and query of a request to a vendor, without what must not be seen. */
export const cleanPath = ({ url, secrets }: Pick<VendorCall, 'url' | 'secrets'>): string =>
  hideCredentials(cleanValues(secrets()).text(url.pathname + url.search), '***');
