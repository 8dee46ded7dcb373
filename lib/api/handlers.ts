import type { Contract } from '@/lib/contract/contract';
import type { HandlersOf } from './handler';
import { connectionHandlers } from './handlers/connection';
import { eventHandlers } from './handlers/event';
import { eventSourceHandlers } from './handlers/event-source';
import { findingHandlers } from './handlers/finding';
import { graphHandlers } from './handlers/graph';
import { historyHandlers } from './handlers/history';
import { installHandlers } from './handlers/install';
import { inventoryHandlers } from './handlers/inventory';
import { peopleHandlers } from './handlers/people';
import { sensorHandlers } from './handlers/sensor';
import { viewHandlers } from './handlers/view';
import { workspaceHandlers } from './handlers/workspace';

/** Operation -> handler. One that is missing, or of another shape than the contract says, does not compile. */
export const handlers: HandlersOf<Contract> = {
  ...peopleHandlers,
  ...workspaceHandlers,
  ...installHandlers,
  ...connectionHandlers,
  ...inventoryHandlers,
  ...viewHandlers,
  ...historyHandlers,
  ...graphHandlers,
  ...findingHandlers,
  ...eventSourceHandlers,
  ...sensorHandlers,
  ...eventHandlers,
};
