import type { Tag } from './types';

export type StackStatus =
  | 'REVIEW_IN_PROGRESS'
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED';

export type ResourceStatus =
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED';

export type StackResource = {
  logicalId: string;
  type: string;
  physicalId: string;
  status: ResourceStatus;
  reason: string | undefined;
  at: number;
  /** Resolved properties it was made with, and what Fn::GetAtt gives. */
  properties: Record<string, unknown>;
  attributes: Record<string, string>;
  /** The stack's tags it was given. */
  tags: readonly Tag[];
};

export type StackEvent = {
  id: string;
  logicalId: string;
  physicalId: string;
  type: string;
  status: StackStatus | ResourceStatus;
  reason: string | undefined;
  at: number;
};

export type StackOutput = {
  key: string;
  value: string;
  description: string | undefined;
  exportName: string | undefined;
};
export type StackParameter = { key: string; value: string; noEcho: boolean };

export type ResourceChange = {
  action: 'Add' | 'Modify' | 'Remove';
  logicalId: string;
  type: string;
  physicalId: string | undefined;
  replacement: 'True' | 'False' | undefined;
};

export type ChangeSet = {
  id: string;
  name: string;
  type: 'CREATE' | 'UPDATE';
  status: 'CREATE_COMPLETE' | 'FAILED';
  executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_COMPLETE';
  reason: string | undefined;
  createdAt: number;
  description: string | undefined;
  template: string;
  parameters: readonly StackParameter[];
  capabilities: readonly string[];
  tags: readonly Tag[];
  changes: readonly ResourceChange[];
};

/** Newest event first is how it is shown; here they are in order of time. */
export type Stack = {
  id: string;
  name: string;
  region: string;
  description: string | undefined;
  template: string;
  parameters: readonly StackParameter[];
  capabilities: readonly string[];
  tags: readonly Tag[];
  status: StackStatus;
  reason: string | undefined;
  createdAt: number;
  updatedAt: number | undefined;
  deletedAt: number | undefined;
  resources: StackResource[];
  outputs: StackOutput[];
  events: StackEvent[];
  changeSets: ChangeSet[];
  disableRollback: boolean;
};
