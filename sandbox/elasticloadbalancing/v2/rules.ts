import {
  CreateRule$,
  type CreateRuleInput,
  type CreateRuleOutput,
  DeleteRule$,
  type DeleteRuleInput,
  type DeleteRuleOutput,
  DescribeRules$,
  type DescribeRulesInput,
  type DescribeRulesOutput,
  ModifyRule$,
  type ModifyRuleInput,
  type ModifyRuleOutput,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Call } from '../../wire/action';
import { AwsError } from '../../wire/errors';
import { modelRead, modelWrite } from '../../wire/model/operation';
import { pageAfter } from '../../wire/model/page';
import { changeListener } from './listeners';
import { hex16 } from './make-load-balancer';
import { badMarker, forwardedTo, type ListenerRow, listener, listeners, type RuleRow, targetGroup } from './rows';

const shown = (row: RuleRow): Rule => ({
  RuleArn: row.arn,
  Priority: String(row.priority),
  Conditions: row.conditions,
  Actions: row.actions,
  IsDefault: false,
});

const defaultRule = (row: ListenerRow): Rule => ({
  RuleArn: `${row.arn.replace(':listener/', ':listener-rule/')}/${row.arn.slice(-16)}`,
  Priority: 'default',
  Conditions: [],
  Actions: row.actions,
  IsDefault: true,
});

const rulesOf = (row: ListenerRow): Rule[] => [...row.rules.map(shown), defaultRule(row)];

/** `…:listener-rule/app/name/lb/listener/rule` -> the listener's ARN. */
const listenerArnOf = (ruleArn: string | undefined) =>
  (ruleArn ?? '').replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');

function owner(call: Call, ruleArn: string | undefined): ListenerRow {
  const row = listeners(call.account, call.region).get(listenerArnOf(ruleArn));
  if (!row?.rules.some(({ arn }) => arn === ruleArn)) throw new AwsError('RuleNotFound', 'One or more rules not found');
  return row;
}

function create(call: Call, input: CreateRuleInput): CreateRuleOutput {
  const row = listener(call, input.ListenerArn);
  const priority = input.Priority ?? 1;
  if (row.rules.some((rule) => rule.priority === priority)) {
    throw new AwsError('PriorityInUse', `Priority '${priority}' is currently in use`);
  }
  for (const arn of forwardedTo(input.Actions ?? [])) targetGroup(call, arn);
  const rule: RuleRow = {
    arn: `${row.arn.replace(':listener/', ':listener-rule/')}/${hex16(call.world.random)}`,
    priority,
    conditions: [...(input.Conditions ?? [])],
    actions: [...(input.Actions ?? [])],
  };
  changeListener(call, row.arn, () => ({ rules: [...row.rules, rule].sort((a, b) => a.priority - b.priority) }));
  return { Rules: [shown(rule)] };
}

function describe(call: Call, input: DescribeRulesInput): DescribeRulesOutput {
  if (input.RuleArns?.length) {
    return { Rules: input.RuleArns.flatMap((arn) => rulesOf(owner(call, arn)).filter((rule) => rule.RuleArn === arn)) };
  }
  const rules = rulesOf(listener(call, input.ListenerArn));
  const order = (rule: Rule) => (rule.IsDefault ? 'default' : String(rule.Priority).padStart(6, '0'));
  const page = pageAfter(rules, input.PageSize ?? 400, input.Marker, order, badMarker);
  return { Rules: page.items, NextMarker: page.next };
}

export const ruleOperations = {
  CreateRule: modelWrite<CreateRuleInput, CreateRuleOutput>(CreateRule$, {
    ask: (_call, input) => input.ListenerArn ?? '*',
    handle: create,
  }),
  DescribeRules: modelRead<DescribeRulesInput, DescribeRulesOutput>(DescribeRules$, {
    ask: () => '*',
    handle: describe,
  }),
  ModifyRule: modelWrite<ModifyRuleInput, ModifyRuleOutput>(ModifyRule$, {
    ask: (_call, input) => input.RuleArn ?? '*',
    handle: (call, input) => {
      const changed = (rule: RuleRow): RuleRow =>
        rule.arn === input.RuleArn
          ? { ...rule, conditions: input.Conditions ?? rule.conditions, actions: input.Actions ?? rule.actions }
          : rule;
      const next = changeListener(call, owner(call, input.RuleArn).arn, ({ rules }) => ({ rules: rules.map(changed) }));
      return { Rules: next.rules.filter(({ arn }) => arn === input.RuleArn).map(shown) };
    },
  }),
  DeleteRule: modelWrite<DeleteRuleInput, DeleteRuleOutput>(DeleteRule$, {
    ask: (_call, input) => input.RuleArn ?? '*',
    handle: (call, input) => {
      changeListener(call, owner(call, input.RuleArn).arn, ({ rules }) => ({
        rules: rules.filter(({ arn }) => arn !== input.RuleArn),
      }));
      return {};
    },
  }),
};
