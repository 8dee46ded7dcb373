import { connectionOperations } from './connection';
import { eventOperations } from './event';
import { eventSourceOperations } from './event-source';
import { findingOperations } from './finding';
import { graphOperations } from './graph';
import { historyOperations } from './history';
import { installOperations } from './install';
import { inventoryOperations } from './inventory';
import type { Operation } from './operation';
import { peopleOperations } from './people';
import { sensorOperations } from './sensor';
import { viewOperations } from './view';
import { workspaceOperations } from './workspace';

/** Every operation of the API. The handlers map (lib/api) does not compile while one of them has no handler. */
export const contract = {
  ...peopleOperations,
  ...workspaceOperations,
  ...installOperations,
  ...connectionOperations,
  // Before the inventory: `resources/as-of` is no uid.
  ...historyOperations,
  ...inventoryOperations,
  ...viewOperations,
  ...graphOperations,
  ...findingOperations,
  ...eventSourceOperations,
  ...sensorOperations,
  ...eventOperations,
} as const satisfies Record<string, Operation>;

export type Contract = typeof contract;
export type OperationId = keyof Contract;

export const operationIds = Object.keys(contract) as OperationId[];
