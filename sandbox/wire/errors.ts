/** An answer AWS would give: its code, its text, its HTTP status. Anything else thrown is our own defect (InternalFailure). */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    /** What the answer carries beside the body: S3 tells a bucket's region in a header. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'AwsError';
  }

  /** The query protocol's `<Type>`. */
  get type(): 'Sender' | 'Receiver' {
    return this.status >= 500 ? 'Receiver' : 'Sender';
  }
}

export const accessDenied = (message: string) => new AwsError('AccessDenied', message, 403);

export const noSuchEntity = (message: string) => new AwsError('NoSuchEntity', message, 404);

export const entityAlreadyExists = (message: string) => new AwsError('EntityAlreadyExists', message, 409);

export const deleteConflict = (message: string) => new AwsError('DeleteConflict', message, 409);

export const limitExceeded = (message: string) => new AwsError('LimitExceeded', message, 409);

export const validationError = (message: string) => new AwsError('ValidationError', message, 400);

export const invalidInput = (message: string) => new AwsError('InvalidInput', message, 400);

export const malformedPolicy = (message: string) => new AwsError('MalformedPolicyDocument', message, 400);

export const throttling = () => new AwsError('Throttling', 'Rate exceeded', 400);

/** `Value null at 'roleName' failed to satisfy constraint: …`, as AWS's front end words it. */
export function constraintError(value: string | null, parameter: string, constraint: string): AwsError {
  const shown = value === null ? 'null' : `'${value}'`;
  const member = parameter.charAt(0).toLowerCase() + parameter.slice(1);
  return validationError(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
