import { isObject, type JsonRecord } from '@/components/resource/json';

/**
 * The config in what somebody pasted: the output of `terraform output -raw event_source_config`, that of `output -json`
 * of one or of all outputs, or a JSON text in quotes. Null when there is none.
 */
export function pastedConfig(text: string): JsonRecord | null {
  const value = parsed(text.trim());
  if (!isObject(value)) return null;
  const output = value.event_source_config ?? value;
  const inner = isObject(output) && 'value' in output ? output.value : output;
  const config = typeof inner === 'string' ? parsed(inner) : inner;
  return isObject(config) && Object.keys(config).length > 0 ? config : null;
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
  } catch {
    return null;
  }
}
