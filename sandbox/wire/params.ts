import { constraintError } from './errors';

/** Input of one call, whichever protocol brought it. Reading a missing or malformed member throws AWS's ValidationError. */
export class Params {
  constructor(readonly values: Readonly<Record<string, unknown>>) {}

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  optional(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'object') throw constraintError(null, name, 'Member must be a string');
    return String(value);
  }

  string(name: string): string {
    const value = this.optional(name);
    if (value === undefined) throw constraintError(null, name, 'Member must not be null');
    return value;
  }

  /** A required string with a length and a pattern; `shown` is the pattern in AWS's spelling. */
  matching(name: string, pattern: RegExp, shown: string, min: number, max: number): string {
    const value = this.string(name);
    if (value.length < min) {
      throw constraintError(value, name, `Member must have length greater than or equal to ${min}`);
    }
    if (value.length > max) throw constraintError(value, name, `Member must have length less than or equal to ${max}`);
    if (!pattern.test(value)) {
      throw constraintError(value, name, `Member must satisfy regular expression pattern: ${shown}`);
    }
    return value;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const text = this.optional(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (!Number.isInteger(value)) throw constraintError(text, name, 'Member must be an integer');
    if (value < min) throw constraintError(text, name, `Member must have value greater than or equal to ${min}`);
    if (value > max) throw constraintError(text, name, `Member must have value less than or equal to ${max}`);
    return value;
  }

  boolean(name: string, fallback: boolean): boolean {
    const text = this.optional(name);
    if (text === undefined) return fallback;
    if (text === 'true') return true;
    if (text === 'false') return false;
    throw constraintError(text, name, 'Member must be a boolean');
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const text = this.optional(name);
    if (text === undefined) return undefined;
    const found = allowed.find((each) => each === text);
    if (found === undefined) {
      throw constraintError(text, name, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
    }
    return found;
  }

  list(name: string): string[] {
    return this.items(name).map((item) => String(item));
  }

  structs(name: string): Params[] {
    return this.items(name).map((item) => {
      if (typeof item !== 'object' || item === null) throw constraintError(null, name, 'Member must be a structure');
      return new Params({ ...item });
    });
  }

  private items(name: string): unknown[] {
    const value = this.values[name];
    if (value === undefined || value === null || value === '') return [];
    if (!Array.isArray(value)) throw constraintError(null, name, 'Member must be a list');
    return value;
  }
}
