import type { ParseResult } from './types';

/**
 * Reads a policy document (JSON text, or an object already parsed). Never throws.
 * Strings become arrays, repeated JSON members are reported (the last one counts, as in AWS), unknown elements are named.
 */
export declare function parsePolicy(document: unknown): ParseResult;
