/** One line of the native engine's log on standard error, where Prisma's CLI looks for error codes and panics. */
export function logError(message: string, fields: { is_panic: boolean; error_code?: string }): void {
  const line = {
    timestamp: new Date().toISOString(),
    level: 'ERROR',
    fields: { message, ...fields },
    target: 'schema_engine::logger',
  };
  process.stderr.write(`\n${JSON.stringify(line)}\n`);
}
