import type { NormalizedSchema } from '@smithy/core/schema';
import type { Call, Trail } from '../../wire/action';
import { traitsOf } from '../../wire/model/traits';
import { isoSeconds } from '../../wire/xml';

/** Of newer calls CloudTrail keeps the XML's own form in `<event>Request` and `<event>Response`. */
export type TrailForm = 'flat' | 'wrapped';

const small = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** Lists whose members CloudTrail names otherwise than the call does. */
const SETS: Readonly<Record<string, readonly [set: string, item: string]>> = {
  InstanceIds: ['instancesSet', 'instanceId'],
  Resources: ['resourcesSet', 'resourceId'],
  TagSpecifications: ['tagSpecificationSet', ''],
  Groups: ['groupSet', 'groupId'],
  UserIdGroupPairs: ['groups', ''],
};

/** What CloudTrail records of an EC2 call, as recorded events have it. */
export function ec2Trail(
  form: TrailForm,
  call: Call,
  schemas: { input: NormalizedSchema; output: NormalizedSchema },
  output: unknown,
): Trail {
  const input = call.params.values as Record<string, unknown>;
  const unit = schemas.output.isUnitSchema();
  if (form === 'flat') {
    const answer = unit ? { _return: true } : flatAnswer(schemas.output, output ?? {});
    return {
      requestParameters: ofRun(call.action, flatInput(schemas.input, input) as Record<string, unknown>),
      responseElements: { requestId: call.requestId, ...(answer as Record<string, unknown>) },
    };
  }
  const answer = unit ? { return: true } : (wrappedAnswer(schemas.output, output ?? {}) as Record<string, unknown>);
  return {
    requestParameters: { [`${call.action}Request`]: wrappedInput(schemas.input, input) },
    responseElements: {
      [`${call.action}Response`]: {
        xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
        requestId: call.requestId,
        ...answer,
      },
    },
  };
}

/** RunInstances puts what each instance is made of into a set of one. */
function ofRun(action: string, parameters: Record<string, unknown>): Record<string, unknown> {
  if (action !== 'RunInstances') return parameters;
  const { imageId, minCount, maxCount, keyName, ...rest } = parameters;
  return { instancesSet: { items: [{ imageId, minCount, maxCount, ...(keyName ? { keyName } : {}) }] }, ...rest };
}

const HIDDEN = new Set(['UserData', 'KeyMaterial', 'PublicKeyMaterial']);

function members(schema: NormalizedSchema, value: unknown) {
  const given = value as Record<string, unknown>;
  return [...schema.structIterator()].flatMap(([name, member]) =>
    given[name] === undefined || given[name] === null ? [] : [{ name, member, value: given[name] }],
  );
}

function scalar(name: string, value: unknown, times: 'text' | 'number'): unknown {
  if (HIDDEN.has(name)) return '<sensitiveDataRemoved>';
  if (value instanceof Uint8Array) return '<sensitiveDataRemoved>';
  if (value instanceof Date) return times === 'number' ? value.getTime() : isoSeconds(value);
  return value;
}

function flatInput(schema: NormalizedSchema, value: unknown, within = ''): unknown {
  const entries = members(schema, value).map(({ name, member, value: each }) => {
    if (!member.isListSchema()) {
      const inner = member.isStructSchema() ? flatInput(member, each) : scalar(name, each, 'number');
      return [small(name), inner];
    }
    const item = member.getValueSchema();
    const [set, itemName] = SETS[name] ?? [small(name), small(traitsOf(item).xmlName ?? name.replace(/s$/, ''))];
    const items = (each as unknown[]).map((one) =>
      item.isStructSchema() ? flatInput(item, one, name) : { [itemName]: scalar(name, one, 'number') },
    );
    // The tags of a specification stand there as a plain list.
    if (within === 'TagSpecifications') return ['tags', items];
    return [name === 'Tags' ? 'tagSet' : set, { items }];
  });
  return Object.fromEntries(entries);
}

function flatAnswer(schema: NormalizedSchema, value: unknown): unknown {
  const entries = members(schema, value).map(({ name, member, value: each }) => {
    const key = small(traitsOf(member).xmlName ?? name);
    if (!member.isListSchema()) {
      return [key, member.isStructSchema() ? flatAnswer(member, each) : scalar(name, each, 'number')];
    }
    const item = member.getValueSchema();
    const items = (each as unknown[]).map((one) => (item.isStructSchema() ? flatAnswer(item, one) : one));
    return [key, items.length === 0 ? {} : { items }];
  });
  return Object.fromEntries(entries.map(([key, each]) => [key === 'return' ? '_return' : key, each]));
}

function wrappedInput(schema: NormalizedSchema, value: unknown): unknown {
  const entries = members(schema, value).map(({ name, member, value: each }) => {
    const traits = traitsOf(member);
    const plain = traits.ec2QueryName ?? traits.xmlName ?? name;
    const key = plain.charAt(0).toUpperCase() + plain.slice(1);
    if (!member.isListSchema()) {
      return [key, member.isStructSchema() ? wrappedInput(member, each) : scalar(name, each, 'text')];
    }
    const item = member.getValueSchema();
    const items = (each as unknown[]).map((one, index) =>
      item.isStructSchema()
        ? { ...(wrappedInput(item, one) as object), tag: index + 1 }
        : { content: one, tag: index + 1 },
    );
    return [key, items.length === 1 ? items[0] : items];
  });
  return Object.fromEntries(entries);
}

function wrappedAnswer(schema: NormalizedSchema, value: unknown): unknown {
  const entries = members(schema, value).map(({ name, member, value: each }) => {
    const key = small(traitsOf(member).xmlName ?? name);
    if (!member.isListSchema()) {
      return [key, member.isStructSchema() ? wrappedAnswer(member, each) : scalar(name, each, 'text')];
    }
    const item = member.getValueSchema();
    const items = (each as unknown[]).map((one) => (item.isStructSchema() ? wrappedAnswer(item, one) : one));
    return [key, items.length === 0 ? '' : { item: items.length === 1 ? items[0] : items }];
  });
  return Object.fromEntries(entries);
}
