import type { ReadHeader } from '../access/caller.ts';

/** Whether a browser asks for a page. */
export const wantsHtml = (method: string, header: ReadHeader): boolean =>
  method === 'GET' && (header('accept')?.includes('text/html') ?? false);
