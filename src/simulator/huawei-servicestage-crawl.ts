import type { serviceErrors } from './huawei-servicestage-error.ts';
import { servicePage } from './huawei-servicestage-page.ts';
import type { Component, Instance, ServiceTree, TreeNode } from './huawei-servicestage-tree.ts';
import type { Handler } from './kit/http.ts';

export interface ServiceCrawl {
  readonly tree: ServiceTree;
  /** The `status_detail` of an instance. */
  readonly statusDetail: (instance: Instance) => object;
  readonly errors: ReturnType<typeof serviceErrors>;
}

const APPLICATIONS = '/v2/:project_id/cas/applications';
const COMPONENTS = `${APPLICATIONS}/:application_id/components`;

const viewOf = ({ id, name, create_time, update_time }: TreeNode) => ({
  id,
  name,
  description: '',
  creator: 'demo',
  create_time,
  update_time,
});
const componentView = (component: Component) => ({
  ...viewOf(component),
  application_id: component.application.id,
  category: 'MicroService',
  status: 0,
});

/** The routes on which a client looks for instances (docs/vendors/huawei-servicestage.md#crawl). */
export function crawlRoutes({ tree, statusDetail, errors }: ServiceCrawl) {
  const listApplications: Handler = ({ query }) => {
    const page = servicePage(tree.applications, query);
    if (page === null) return errors.badRequest();
    return { status: 200, json: { count: tree.applications.length, applications: page.map(viewOf) } };
  };

  const listComponents =
    (print: (component: Component) => object): Handler =>
    ({ params, query }) => {
      const application = tree.applications.find(({ id }) => id === params['application_id']);
      if (application === undefined) return errors.noApplication();
      const found = tree.components.filter((component) => component.application === application);
      const page = servicePage(found, query);
      if (page === null) return errors.badRequest();
      return { status: 200, json: { count: found.length, components: page.map(print) } };
    };

  const instancesOf = (component: Component) =>
    tree.instances.filter((instance) => instance.component === component);

  const printOverview = (component: Component) => ({
    ...componentView(component),
    instances: instancesOf(component).map((instance) => {
      const { id, name, ...rest } = viewOf(instance);
      const { version } = instance;
      return {
        instance_id: id,
        instance_name: name,
        ...rest,
        version,
        status_detail: statusDetail(instance),
      };
    }),
  });

  const printInstance = (instance: Instance) => ({
    ...viewOf(instance),
    application_id: instance.component.application.id,
    application_name: instance.component.application.name,
    component_id: instance.component.id,
    component_name: instance.component.name,
    platform_type: 'cce',
    version: instance.version,
    status_detail: statusDetail(instance),
  });

  const listInstances: Handler = ({ params, query }) => {
    const { application_id, component_id } = params;
    const component = tree.components.find(({ id }) => id === component_id);
    if (component?.application.id !== application_id || component === undefined) return errors.noComponent();
    const found = instancesOf(component);
    const page = servicePage(found, query, true);
    if (page === null) return errors.badRequest();
    return { status: 200, json: { count: found.length, instances: page.map(printInstance) } };
  };

  return [
    [APPLICATIONS, listApplications],
    [COMPONENTS, listComponents(componentView)],
    [`${COMPONENTS}/overviews`, listComponents(printOverview)],
    [`${COMPONENTS}/:component_id/instances`, listInstances],
  ] as const;
}
