import type { EvaluationInput, EvaluationResult } from './request';

/** Decides one request as IAM's evaluation logic does: explicit deny, then each limiting policy, then the grants. */
export declare function evaluatePolicies(input: EvaluationInput): EvaluationResult;
