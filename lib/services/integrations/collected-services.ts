import { collectorsOf, requiredActions } from '@/lib/collectors/registry';
import { COLLECTOR_SERVICES, SERVICE_TITLES } from '@/lib/schemas/collector-service';
import { authorize, type WorkspaceContext } from '../context';

/** What an integration can be narrowed to (`options.services`): types and asked IAM actions of each, in scan order. */
export async function listCollectedServices(context: WorkspaceContext) {
  authorize(context, 'integration:read');
  const services = COLLECTOR_SERVICES.flatMap((service) => {
    const collectors = collectorsOf(service);
    if (collectors.length === 0) return [];
    const types = collectors.map(({ type, title, scope }) => ({ type, title, scope }));
    return [{ service, title: SERVICE_TITLES[service], types, actions: requiredActions(collectors) }];
  });
  return { services };
}
