import { validationError } from '../wire/errors';
import type { Template } from './template';

/** Stands for AWS::NoValue: the property that has it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

export type Made = { physicalId: string; attributes: Readonly<Record<string, string>> };

/** What a template's functions can see. `conditions` are filled on first use. */
export type Scope = {
  template: Template;
  parameters: ReadonlyMap<string, string | string[]>;
  pseudo: Readonly<Record<string, string>>;
  made: ReadonlyMap<string, Made>;
  conditions: Map<string, boolean>;
};

type Apply = (argument: unknown, scope: Scope) => unknown;

const problem = (text: string) => validationError(`Template error: ${text}`);

const list = (value: unknown, what: string): unknown[] => {
  if (!Array.isArray(value)) throw problem(`${what} must be a list`);
  return value;
};

const text = (value: unknown, what: string): string => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw problem(`${what} must be a string`);
};

const truth = (argument: unknown, scope: Scope): boolean => {
  const value = resolve(argument, scope);
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw problem('every condition must be true or false');
};

const FUNCTIONS: Record<string, Apply> = {
  Ref: (argument, scope) => reference(text(argument, 'Ref'), scope),
  Condition: (argument, scope) => condition(text(argument, 'Condition'), scope),
  'Fn::GetAtt': (argument, scope) => {
    const parts = typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt').map(String);
    const [name = '', ...attribute] = parts;
    return getAttribute(name, attribute.join('.'), scope);
  },
  'Fn::Sub': (argument, scope) => {
    const [template, extra] = Array.isArray(argument) ? argument : [argument, {}];
    const own = resolve(extra ?? {}, scope) as Record<string, unknown>;
    return text(template, 'Fn::Sub').replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (Object.hasOwn(own, name)) return text(own[name], `Fn::Sub ${name}`);
      if (!/^[\w:.]+$/.test(name))
        throw problem(
          `variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons: ${whole}`,
        );
      const dot = name.indexOf('.');
      const value = dot < 0 ? reference(name, scope) : getAttribute(name.slice(0, dot), name.slice(dot + 1), scope);
      return text(value, `Fn::Sub ${name}`);
    });
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = list(argument, 'Fn::If');
    return resolve(condition(text(name, 'Fn::If'), scope) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument, 'Fn::Equals').map((each) => resolve(each, scope));
    return text(left, 'Fn::Equals') === text(right, 'Fn::Equals');
  },
  'Fn::Not': (argument, scope) => !truth(list(argument, 'Fn::Not')[0], scope),
  'Fn::And': (argument, scope) => list(argument, 'Fn::And').every((each) => truth(each, scope)),
  'Fn::Or': (argument, scope) => list(argument, 'Fn::Or').some((each) => truth(each, scope)),
  'Fn::Contains': (argument, scope) => {
    const [items, item] = list(argument, 'Fn::Contains').map((each) => resolve(each, scope));
    return list(items, 'Fn::Contains').map(String).includes(String(item));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, items] = list(argument, 'Fn::Join');
    const values = list(resolve(items, scope), 'Fn::Join').filter((each) => each !== NO_VALUE);
    return values.map((each) => text(each, 'Fn::Join')).join(text(separator, 'Fn::Join'));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(argument, 'Fn::Select').map((each) => resolve(each, scope));
    const values = list(items, 'Fn::Select');
    const value = values[Number(index)];
    if (value === undefined) throw problem(`Fn::Select cannot select nonexistent value at index ${index}`);
    return value;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(argument, 'Fn::Split').map((each) => resolve(each, scope));
    return text(source, 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = list(argument, 'Fn::FindInMap').map((each) => String(resolve(each, scope)));
    const value = scope.template.Mappings[map ?? '']?.[first ?? '']?.[second ?? ''];
    if (value === undefined) throw problem(`Unable to get mapping for ${map}::${first}::${second}`);
    return value;
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope), 'Fn::Base64')).toString('base64'),
};

/** A value of the template with its functions carried out; members that are AWS::NoValue are left out. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((each) => resolve(each, scope)).filter((each) => each !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) {
    const [name, argument] = only;
    const apply = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    // `Condition` is a function only where it names one: policy statements have an element of that name.
    if (apply && (name !== 'Condition' || typeof argument === 'string')) return apply(argument, scope);
    if (name.startsWith('Fn::')) throw problem(`unsupported function ${name}`);
  }
  const resolved = entries.map(([name, each]) => [name, resolve(each, scope)] as const);
  return Object.fromEntries(resolved.filter(([, each]) => each !== NO_VALUE));
}

export function condition(name: string, scope: Scope): boolean {
  const known = scope.conditions.get(name);
  if (known !== undefined) return known;
  const definition = scope.template.Conditions[name];
  if (definition === undefined) throw problem(`unresolved condition dependency ${name}`);
  const value = truth(definition, scope);
  scope.conditions.set(name, value);
  return value;
}

function reference(name: string, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE;
  if (Object.hasOwn(scope.pseudo, name)) return scope.pseudo[name];
  const parameter = scope.parameters.get(name);
  if (parameter !== undefined) return parameter;
  const resource = scope.made.get(name);
  if (resource === undefined)
    throw problem(`unresolved resource dependency [${name}] in the Resources block of the template`);
  return resource.physicalId;
}

function getAttribute(name: string, attribute: string, scope: Scope): string {
  const value = scope.made.get(name)?.attributes[attribute];
  if (value === undefined) throw problem(`resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`);
  return value;
}
