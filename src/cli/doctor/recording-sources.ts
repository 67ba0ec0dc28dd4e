import type { ConfigurationSources, FileStatus } from '../../config/environment.js';

/** A file or directory that was looked at. */
export interface LookedAt {
  readonly path: string;
  /** Undefined when there is nothing. */
  readonly status: FileStatus | undefined;
  /** What was read of it; undefined when it was not read. */
  readonly text: string | undefined;
}

/** Sources that remember what was asked of them: which files the resolving looked at, it says itself. */
export interface RecordingSources extends ConfigurationSources {
  readonly lookedAt: () => readonly LookedAt[];
}

/** Lets sources remember what is asked of them. */
export function recordingSources(sources: ConfigurationSources): RecordingSources {
  const texts = new Map<string, string | undefined>();
  return {
    ...sources,
    readFile(path) {
      // Known from the first try on, even when the reading throws.
      texts.set(path, texts.get(path));
      const text = sources.readFile(path);
      texts.set(path, text);
      return text;
    },
    fileStatus(path) {
      texts.set(path, texts.get(path));
      return sources.fileStatus(path);
    },
    lookedAt: () => [...texts].map(([path, text]) => ({ path, text, status: statusOf(path, sources) })),
  };
}

function statusOf(path: string, sources: ConfigurationSources): FileStatus | undefined {
  try {
    return sources.fileStatus(path);
  } catch {
    // A directory above it does not let this user in.
    return undefined;
  }
}
