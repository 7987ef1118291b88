/** docs/vendors/huawei-common.md#ids; jobs and what they hang under alike. */
export const isId = (id: string): boolean => /^[\w-]{1,128}$/.test(id);
