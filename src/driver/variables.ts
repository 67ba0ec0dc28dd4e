/**
 * Runs work while environment variables the driver reads are set, and puts them back afterwards. A value that is
 * already there stays. Works that overlap share the setting until the last has ended.
 */
export async function withVariables<T>(
  variables: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const acquired = Object.entries(variables).filter(([name, value]) => acquire(name, value));
  try {
    return await work();
  } finally {
    for (const [name] of acquired) {
      release(name);
    }
  }
}

/** How many works hold each variable that we have set ourselves. */
const holders = new Map<string, number>();

function acquire(name: string, value: string): boolean {
  const count = holders.get(name) ?? 0;
  if (count === 0 && process.env[name] !== undefined) {
    return false;
  }
  process.env[name] = value;
  holders.set(name, count + 1);
  return true;
}

function release(name: string): void {
  const count = holders.get(name) ?? 0;
  if (count > 1) {
    holders.set(name, count - 1);
  } else {
    holders.delete(name);
    delete process.env[name];
  }
}
