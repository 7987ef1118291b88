import { auditGraphQLOverHttp } from './audit-graphql-over-http.ts';
import { startTestServer } from './start-test-server.ts';

auditGraphQLOverHttp(startTestServer);
