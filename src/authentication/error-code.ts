/** The code of an error of Node, such as `ENOENT`; told by shape, because the error may come from another realm. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
