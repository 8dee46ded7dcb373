import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { AppError } from '@/lib/errors/app-error';

/**
 * Reads a regular file of at most `maxBytes` that really lies (symbolic links resolved) under one of the operator's
 * directories. Kubernetes mounts are links within their own directory, so they pass; a link out of it does not.
 */
export async function readOperatorFile(
  path: string,
  directories: readonly string[],
  maxBytes: number,
): Promise<string> {
  const real = await resolved(path, path);
  const roots = await Promise.all(directories.map((directory) => realpath(directory).catch(() => null)));
  if (!roots.some((root) => root !== null && isInside(real, root))) {
    const message = `${path} is not in a directory that the operator opened for identities (MOORING_IDENTITY_DIRS).`;
    throw new AppError('permission_denied', message);
  }
  let file: FileHandle;
  try {
    // Not blocking: a named pipe in the directory must not hang us before its type is checked.
    file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new AppError('invalid_request', `${path} is not a regular file.`);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(maxBytes + 1), 0, maxBytes + 1, 0);
    if (bytesRead > maxBytes) throw new AppError('invalid_request', `${path} is larger than ${maxBytes} bytes.`);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function resolved(path: string, shown: string): Promise<string> {
  if (!isAbsolute(path) || path.includes('\0')) throw new AppError('invalid_request', 'Give an absolute path.');
  try {
    return await realpath(path);
  } catch (cause) {
    throw unreadable(shown, cause);
  }
}

function unreadable(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EACCES') {
    const fix = 'Give this process permission to read it (a pod needs an fsGroup).';
    return new AppError('not_configured', `${path} may not be read. ${fix}`, { cause });
  }
  return new AppError('not_configured', `${path} does not exist. Is the identity mounted into this process?`, {
    cause,
  });
}
