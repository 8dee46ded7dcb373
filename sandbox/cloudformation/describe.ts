import type { Stack, StackResource } from '../store/stack';
import { anyResource, type Call, reads } from '../wire/action';
import { validationError } from '../wire/errors';
import { templateBody } from './change-stacks';
import { neededCapability, validateReferences } from './plan';
import { askStack, requireStack, stacksOf } from './stacks';
import { parseTemplate, type Template } from './template';

function stackOutput(stack: Stack) {
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: stack.description,
    Parameters: stack.parameters.map(({ key, value, noEcho }) => ({
      ParameterKey: key,
      ParameterValue: noEcho ? '****' : value,
    })),
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: stack.updatedAt === undefined ? undefined : new Date(stack.updatedAt),
    DeletionTime: stack.deletedAt === undefined ? undefined : new Date(stack.deletedAt),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: stack.disableRollback,
    NotificationARNs: [],
    Capabilities: [...stack.capabilities],
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    Tags: stack.tags.map(({ key, value }) => ({ Key: key, Value: value })),
    EnableTerminationProtection: false,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

function resourceOutput(resource: StackResource) {
  return {
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.reason,
  };
}

function templateFacts(template: Template) {
  const capability = neededCapability(template);
  const granting = Object.values(template.Resources).map((resource) => resource.Type);
  return {
    Description: template.Description,
    Capabilities: capability === undefined ? undefined : [capability],
    CapabilitiesReason:
      capability && `The following resource(s) require capabilities: [${[...new Set(granting)].join(', ')}]`,
  };
}

const parameterFacts = (template: Template) =>
  Object.entries(template.Parameters).map(([key, definition]) => ({
    ParameterKey: key,
    DefaultValue: definition.Default === undefined ? undefined : String(definition.Default),
    NoEcho: String(definition.NoEcho) === 'true',
    Description: definition.Description,
  }));

/** The template of the call, or of the stack that it names. */
function templateOf(call: Call): Template {
  const template = parseTemplate(call.params.has('StackName') ? requireStack(call).template : templateBody(call));
  validateReferences(template);
  return template;
}

/** Pages of stacks and events; the token is the position. */
function page<T>(call: Call, items: readonly T[], size: number) {
  const token = call.params.optional('NextToken');
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) throw validationError('Invalid token for pagination');
  const end = start + size;
  return { items: items.slice(start, end), NextToken: end < items.length ? String(end) : undefined };
}

export const describeActions = {
  ValidateTemplate: reads(anyResource, (call) => {
    const template = templateOf(call);
    return { Parameters: parameterFacts(template), ...templateFacts(template) };
  }),
  GetTemplateSummary: reads(askStack, (call) => {
    const template = templateOf(call);
    const parameters = parameterFacts(template).map((facts) => {
      const definition = template.Parameters[facts.ParameterKey];
      const constraints = { AllowedValues: definition?.AllowedValues?.map(String) ?? [] };
      return { ...facts, ParameterType: definition?.Type, ParameterConstraints: constraints };
    });
    const types = [...new Set(Object.values(template.Resources).map((resource) => resource.Type))];
    return {
      Parameters: parameters,
      ...templateFacts(template),
      ResourceTypes: types,
      Version: template.AWSTemplateFormatVersion,
    };
  }),
  GetTemplate: reads(askStack, (call) => ({
    TemplateBody: requireStack(call).template,
    StagesAvailable: ['Original', 'Processed'],
  })),
  DescribeStacks: reads(askStack, (call) => {
    if (call.params.has('StackName')) return { Stacks: [stackOutput(requireStack(call))] };
    const live = stacksOf(call).filter((stack) => stack.status !== 'DELETE_COMPLETE');
    const { items, NextToken } = page(call, live.reverse(), 100);
    return { Stacks: items.map(stackOutput), NextToken };
  }),
  ListStacks: reads(anyResource, (call) => {
    const wanted = call.params.list('StackStatusFilter');
    const stacks = stacksOf(call).filter((stack) => wanted.length === 0 || wanted.includes(stack.status));
    const { items, NextToken } = page(call, stacks.reverse(), 100);
    return {
      StackSummaries: items.map((stack) => ({
        StackId: stack.id,
        StackName: stack.name,
        TemplateDescription: stack.description,
        CreationTime: new Date(stack.createdAt),
        LastUpdatedTime: stack.updatedAt === undefined ? undefined : new Date(stack.updatedAt),
        DeletionTime: stack.deletedAt === undefined ? undefined : new Date(stack.deletedAt),
        StackStatus: stack.status,
        StackStatusReason: stack.reason,
        DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
      })),
      NextToken,
    };
  }),
  DescribeStackEvents: reads(askStack, (call) => {
    const stack = requireStack(call);
    const { items, NextToken } = page(call, [...stack.events].reverse(), 100);
    return {
      StackEvents: items.map((event) => ({
        StackId: stack.id,
        EventId: event.id,
        StackName: stack.name,
        LogicalResourceId: event.logicalId,
        PhysicalResourceId: event.physicalId,
        ResourceType: event.type,
        Timestamp: new Date(event.at),
        ResourceStatus: event.status,
        ResourceStatusReason: event.reason,
      })),
      NextToken,
    };
  }),
  DescribeStackResources: reads(askStack, (call) => {
    const stack = requireStack(call);
    const logicalId = call.params.optional('LogicalResourceId');
    const rows = stack.resources.filter((each) => logicalId === undefined || each.logicalId === logicalId);
    return {
      StackResources: rows.map((resource) => ({
        StackName: stack.name,
        StackId: stack.id,
        ...resourceOutput(resource),
        Timestamp: new Date(resource.at),
      })),
    };
  }),
  DescribeStackResource: reads(askStack, (call) => {
    const stack = requireStack(call);
    const logicalId = call.params.string('LogicalResourceId');
    const resource = stack.resources.find((each) => each.logicalId === logicalId);
    if (!resource) throw validationError(`Resource ${logicalId} does not exist for stack ${stack.name}`);
    const times = { LastUpdatedTimestamp: new Date(resource.at) };
    return { StackResourceDetail: { StackName: stack.name, StackId: stack.id, ...resourceOutput(resource), ...times } };
  }),
  ListStackResources: reads(askStack, (call) => {
    const rows = requireStack(call).resources.map((resource) => ({
      ...resourceOutput(resource),
      LastUpdatedTimestamp: new Date(resource.at),
      DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
    }));
    return { StackResourceSummaries: rows };
  }),
};
