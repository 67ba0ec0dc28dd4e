/** The name of a kind as messages have it: `File format` of `FILE FORMAT`. */
export function capital(kind: string): string {
  return kind.charAt(0) + kind.slice(1).toLowerCase();
}
