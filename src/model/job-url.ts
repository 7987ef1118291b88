import type { Job } from './job.ts';

const VALUES: Readonly<Record<string, (job: Job) => string | null>> = {
  nativeId: (job) => job.nativeId,
  originId: (job) => job.origin?.nativeId ?? null,
  resourceId: (job) => job.resource?.nativeId ?? null,
  kind: (job) => job.kind,
};

/** What may stand between braces in the template of an address. */
export const PLACEHOLDERS: readonly string[] = Object.keys(VALUES);

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** What is wrong with a template, after its name; `null`: nothing. */
export function templateFault(template: string): string | null {
  const names = [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  const unknown = names.find((name) => !PLACEHOLDERS.includes(name));
  if (unknown !== undefined)
    return `has {${unknown}}; there are ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}`;
  const filled = template.replace(PLACEHOLDER, 'x');
  const isAddress =
    /^https?:\/\/[^/?#{}]+(?:[/?#]|$)/.test(template) && !/[\s{}]/.test(filled) && URL.canParse(filled);
  return isAddress
    ? null
    : 'must be an http or https URL, such as https://console.example.com/jobs/{nativeId}';
}

/** The address of a job for people; `null`: there is no template, or the job lacks something that it needs. */
export function jobUrl(job: Job, template: string | null): string | null {
  if (template === null) return null;
  let isWhole = true;
  const url = template.replace(PLACEHOLDER, (_, name: string) => {
    const value = VALUES[name]?.(job) ?? null;
    if (value === null || !value.isWellFormed()) isWhole = false;
    return isWhole ? encodeURIComponent(value ?? '') : '';
  });
  return isWhole ? url : null;
}
