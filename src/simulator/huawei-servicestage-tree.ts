import { nameAt } from './kit/name-at.ts';
import { hash32, uuid } from './kit/random.ts';

/** What applications, components and instances have in common; times are epoch milliseconds. */
export interface TreeNode {
  readonly id: string;
  readonly name: string;
  readonly create_time: number;
  readonly update_time: number;
}

export interface Component extends TreeNode {
  readonly application: TreeNode;
}

export interface Instance extends TreeNode {
  readonly component: Component;
  readonly version: string;
}

export interface ServiceTree {
  readonly applications: readonly TreeNode[];
  readonly components: readonly Component[];
  /** Those that have jobs come first. */
  readonly instances: readonly Instance[];
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  application: ['shop', 'billing', 'intranet'],
  component: ['checkout', 'catalogue', 'invoices', 'wiki'],
  instance: ['checkout-blue', 'checkout-green', 'catalogue-blue', 'catalogue-green', 'invoices-1'],
};
const DAY_MS = 24 * 3600 * 1000;
const COMPONENTS_PER_APPLICATION = 3;
const INSTANCES_PER_COMPONENT = 2;

/**
 * Instances under components under applications: besides those that have jobs some that never had one, a component
 * without instances and an application without components. `start`: epoch milliseconds, later than all of them.
 */
export function serviceTree(seed: number, withJobs: number, start: number): ServiceTree {
  const instanceCount = withJobs + Math.ceil(withJobs / 4);
  const componentCount = Math.ceil(instanceCount / INSTANCES_PER_COMPONENT) + 1;
  const applicationCount = Math.ceil(componentCount / COMPONENTS_PER_APPLICATION) + 1;

  const node = (kind: string, place: number): TreeNode => {
    const salt = hash32(seed, place);
    const create_time = start - (61 + place) * DAY_MS - (salt % DAY_MS);
    return {
      id: uuid(seed, `servicestage-${kind}`, place),
      name: nameAt(NAMES[kind] ?? [], place, kind),
      create_time,
      update_time: create_time + (salt % (30 * DAY_MS)),
    };
  };

  const applications = Array.from({ length: applicationCount }, (_, place) => node('application', place));
  const parent = <T>(nodes: readonly T[], place: number): T => {
    const found = nodes[place];
    if (found === undefined) throw new RangeError(`no parent at ${place}`);
    return found;
  };
  const components = Array.from({ length: componentCount }, (_, place) => ({
    ...node('component', place),
    application: parent(applications, Math.floor(place / COMPONENTS_PER_APPLICATION)),
  }));
  const instances = Array.from({ length: instanceCount }, (_, place) => ({
    ...node('instance', place),
    component: parent(components, Math.floor(place / INSTANCES_PER_COMPONENT)),
    version: `1.0.${place}`,
  }));
  return { applications, components, instances };
}
