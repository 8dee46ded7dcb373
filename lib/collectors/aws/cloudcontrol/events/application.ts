import { firstOf, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from '../../ec2/events';
import { at, named, taken } from './refs';

const API_GATEWAY = 'apigateway.amazonaws.com';

/** Both kinds of API Gateway record under one source, and tag by one call; the ARN tells them apart. */
export const restApiEvents: EventMapping[] = [
  ...trailEvents(API_GATEWAY, at('responseElements.id'), { creates: ['CreateRestApi', 'ImportRestApi'] }),
  ...trailEvents(API_GATEWAY, at('requestParameters.restApiId'), {
    updates: ['UpdateRestApi', 'PutRestApi'],
    deletes: ['DeleteRestApi'],
  }),
  ...trailEvents(API_GATEWAY, taken('requestParameters.resourceArn', /^arn:[^:]+:apigateway:.*\/restapis\/([^/]+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

export const httpApiEvents: EventMapping[] = [
  ...trailEvents(API_GATEWAY, at('responseElements.apiId'), { creates: ['CreateApi', 'ImportApi'] }),
  ...trailEvents(API_GATEWAY, at('requestParameters.apiId'), {
    updates: ['UpdateApi', 'ReimportApi', 'DeleteCorsConfiguration'],
    deletes: ['DeleteApi'],
  }),
  ...trailEvents(API_GATEWAY, taken('requestParameters.resourceArn', /^arn:[^:]+:apigateway:.*\/apis\/([^/]+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

const AUTO_SCALING = 'autoscaling.amazonaws.com';

export const autoScalingGroupEvents: EventMapping[] = [
  ...trailEvents(AUTO_SCALING, at('requestParameters.autoScalingGroupName'), {
    creates: ['CreateAutoScalingGroup'],
    updates: [
      'UpdateAutoScalingGroup',
      'SetDesiredCapacity',
      'AttachInstances',
      'DetachInstances',
      'AttachLoadBalancers',
      'DetachLoadBalancers',
      'AttachLoadBalancerTargetGroups',
      'DetachLoadBalancerTargetGroups',
      'AttachTrafficSources',
      'DetachTrafficSources',
      'PutLifecycleHook',
      'DeleteLifecycleHook',
      'PutNotificationConfiguration',
      'DeleteNotificationConfiguration',
      'EnableMetricsCollection',
      'DisableMetricsCollection',
      'SuspendProcesses',
      'ResumeProcesses',
    ],
    deletes: ['DeleteAutoScalingGroup'],
  }),
  ...trailEvents(AUTO_SCALING, at('responseElements.activity.autoScalingGroupName'), {
    updates: ['TerminateInstanceInAutoScalingGroup'],
  }),
  ...trailEvents(AUTO_SCALING, at('requestParameters.tags[].resourceId'), {
    updates: ['CreateOrUpdateTags', 'DeleteTags'],
  }),
];

const CLOUDFRONT = 'cloudfront.amazonaws.com';

/** Recorded in us-east-1, which is the home region of the type. */
export const distributionEvents: EventMapping[] = [
  ...trailEvents(CLOUDFRONT, at('responseElements.distribution.id'), {
    creates: ['CreateDistribution', 'CreateDistributionWithTags', 'CopyDistribution'],
  }),
  ...trailEvents(CLOUDFRONT, at('requestParameters.id'), {
    updates: [
      'UpdateDistribution',
      'UpdateDistributionWithStagingConfig',
      'AssociateDistributionWebACL',
      'DisassociateDistributionWebACL',
    ],
    deletes: ['DeleteDistribution'],
  }),
  ...trailEvents(CLOUDFRONT, at('requestParameters.targetDistributionId'), { updates: ['AssociateAlias'] }),
  ...trailEvents(CLOUDFRONT, taken('requestParameters.resource', /:distribution\/(.+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

const COGNITO = 'cognito-idp.amazonaws.com';

export const userPoolEvents: EventMapping[] = [
  ...trailEvents(COGNITO, at('responseElements.userPool.id'), { creates: ['CreateUserPool'] }),
  ...trailEvents(COGNITO, at('requestParameters.userPoolId'), {
    updates: ['UpdateUserPool', 'SetUserPoolMfaConfig', 'AddCustomAttributes'],
    deletes: ['DeleteUserPool'],
  }),
  ...trailEvents(COGNITO, taken('requestParameters.resourceArn', /:userpool\/(.+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

/** Callers may name a template by its name; the answer tells its id. */
export const launchTemplateEvents: EventMapping[] = [
  ...ec2Events(ids({ answers: ['launchTemplate.launchTemplateId'] }), { creates: ['CreateLaunchTemplate'] }),
  ...ec2Events(ids({ asks: ['launchTemplateId'], answers: ['launchTemplate.launchTemplateId'] }), {
    updates: ['ModifyLaunchTemplate'],
    deletes: ['DeleteLaunchTemplate'],
  }),
  ...ec2Events(ids({ asks: ['launchTemplateId'], answers: ['launchTemplateVersion.launchTemplateId'] }), {
    updates: ['CreateLaunchTemplateVersion'],
  }),
  ...ec2Events(
    ids({
      asks: ['launchTemplateId'],
      answers: ['successfullyDeletedLaunchTemplateVersionSet.items[].launchTemplateId'],
    }),
    { updates: ['DeleteLaunchTemplateVersions'] },
  ),
  ...taggingEvents('lt-'),
];

const ECS = 'ecs.amazonaws.com';
const ECS_CLUSTER = /:cluster\/([^/]+)$/;

export const ecsClusterEvents: EventMapping[] = [
  ...trailEvents(ECS, firstOf(at('responseElements.cluster.clusterName'), at('requestParameters.clusterName')), {
    creates: ['CreateCluster'],
  }),
  ...trailEvents(ECS, named('requestParameters.cluster', ECS_CLUSTER), {
    updates: ['UpdateCluster', 'UpdateClusterSettings', 'PutClusterCapacityProviders'],
    deletes: ['DeleteCluster'],
  }),
  ...trailEvents(ECS, taken('requestParameters.resourceArn', ECS_CLUSTER), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

const STATES = 'states.amazonaws.com';

export const stateMachineEvents: EventMapping[] = [
  ...trailEvents(STATES, at('responseElements.stateMachineArn'), { creates: ['CreateStateMachine'] }),
  ...trailEvents(STATES, at('requestParameters.stateMachineArn'), {
    updates: ['UpdateStateMachine'],
    deletes: ['DeleteStateMachine'],
  }),
  // Activities are tagged by the same call.
  ...trailEvents(
    STATES,
    taken('requestParameters.resourceArn', /^(arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:]+)$/),
    {
      updates: ['TagResource', 'UntagResource'],
    },
  ),
];
