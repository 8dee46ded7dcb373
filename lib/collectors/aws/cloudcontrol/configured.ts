import { CLOUD_CONTROL_SETTING } from '@/lib/env-forms';
import { AppError } from '@/lib/errors/app-error';
import { type CloudControlType, DEFAULT_TYPES } from './types';

/**
 * The types that `MOORING_CLOUD_CONTROL_TYPES` names: `default`, `none`, or CloudFormation types, separated by commas.
 * A type that is not in the default list is read with the rights that the role has: its handlers' actions are not known.
 * @throws AppError `invalid_request` for anything else.
 */
export function configuredTypes(setting: string): CloudControlType[] {
  if (!CLOUD_CONTROL_SETTING.test(setting)) {
    throw new AppError(
      'invalid_request',
      `MOORING_CLOUD_CONTROL_TYPES must be "none", or "default" and types such as AWS::Batch::JobQueue, separated by commas.`,
    );
  }
  const types = new Map<string, CloudControlType>();
  for (const word of setting.split(',').map((each) => each.trim())) {
    if (word === 'none') continue;
    const named = word === 'default' ? DEFAULT_TYPES : [known(word)];
    for (const one of named) types.set(one.type, one);
  }
  return [...types.values()];
}

function known(type: string): CloudControlType {
  const [, service = '', resource = ''] = type.split('::');
  return (
    DEFAULT_TYPES.find((each) => each.type === type) ?? {
      type,
      title: `${service} ${resource.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()}`,
      service: service.toLowerCase(),
      events: [],
      handlerActions: [],
    }
  );
}
