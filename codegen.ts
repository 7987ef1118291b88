import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodegenConfig } from '@graphql-codegen/cli';

/** What a resolver of each GraphQL type is given. Paths are from `src/generated/`; the suffix keeps the names apart. */
const MAPPERS = {
  Job: '../model/job.ts#Job as JobModel',
  Task: '../model/job.ts#Task as TaskModel',
  Origin: '../model/job.ts#Origin as OriginModel',
  CloudResource: '../model/job.ts#CloudResource as CloudResourceModel',
  Source: '../datasource/source/job-source.ts#JobSource',
  JobConnection: '../connection/page/job-page.ts#JobPage',
  JobEdge: '../connection/page/job-page.ts#JobEdge as JobEdgeModel',
  PageInfo: '../connection/page/job-page.ts#PageInfo as PageInfoModel',
  SourceReport: '../connection/page/source-report.ts#SourceReport as SourceReportModel',
  ...Object.fromEntries(detailTypes().map((type) => [type, '../model/job.ts#JobDetails as JobDetailsModel'])),
};

/** What vendors add to the union of details, each in a file of its own: a further vendor needs no edit here. */
function detailTypes(): string[] {
  const folder = join(import.meta.dirname, 'schema/details');
  const files = readdirSync(folder).sort();
  return files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/^extend union JobDetails = (\w+)/gm)].map(
      ([, type = '']) => type,
    ),
  );
}

const config: CodegenConfig = {
  schema: 'schema/**/*.graphql',
  emitLegacyCommonJSImports: false,
  importExtension: '.ts',
  generates: {
    'src/generated/resolvers.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        contextType: '../context.ts#RequestContext',
        mappers: MAPPERS,
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: {
          ID: 'string',
          DateTime: { input: '../model/fine-instant.ts#FineInstant', output: 'number' },
          Duration: '../model/duration.ts#Duration',
          JSON: '../model/job.ts#Json',
        },
        immutableTypes: true,
        skipTypename: false,
      },
    },
  },
};

export default config;
