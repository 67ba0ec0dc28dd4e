import type { Findings } from './findings.js';
import type { ParameterName } from './parameters.js';
import { slotId, type WrittenOption } from './written-options.js';

/** A written value together with the position of its layer; the higher one wins. */
export interface RankedOption extends WrittenOption {
  readonly rank: number;
}

/** The winning value of every slot, by {@link slotId}. */
export type MergedOptions = ReadonlyMap<string, RankedOption>;

/** Names that say the same thing in different ways: what stands higher takes the place of the other side. */
const rivals: readonly Rivals[] = [
  { one: ['server_url'], other: ['host', 'port', 'protocol', 'ssl'], together: 'conflict' },
  { one: ['protocol'], other: ['ssl'], together: 'conflict' },
  { one: ['private_key'], other: ['private_key_file'], together: 'conflict' },
  // Python's connector reads the file in this case, and the same file has to work here.
  { one: ['token_file_path'], other: ['token'], together: 'first' },
];

interface Rivals {
  readonly one: readonly ParameterName[];
  readonly other: readonly ParameterName[];
  /** What holds when both sides come from the same place. */
  readonly together: 'conflict' | 'first';
}

/** Lays layers over each other, lowest first. */
export function mergeLayers(layers: readonly (readonly WrittenOption[])[], findings: Findings): MergedOptions {
  const merged = new Map<string, RankedOption>();
  for (const [rank, layer] of layers.entries()) {
    for (const option of layer) {
      merged.set(slotId(option.slot), { ...option, rank });
    }
  }
  for (const [id, option] of merged) {
    if (isTakenAway(option)) {
      merged.delete(id);
    }
  }
  for (const pair of rivals) {
    settleRivals(pair, merged, findings);
  }
  return merged;
}

/** `null` and empty text take away what lower layers give; an empty session parameter is a value like any other. */
function isTakenAway({ slot, value }: WrittenOption): boolean {
  return slot.kind === 'parameter' && slot.name !== 'query_tag' && (value === null || value === '');
}

function settleRivals(pair: Rivals, merged: Map<string, RankedOption>, findings: Findings): void {
  const [ours, theirs] = [presentOf(pair.one, merged), presentOf(pair.other, merged)];
  const [first, second] = [strongest(ours), strongest(theirs)];
  if (first === undefined || second === undefined) {
    return;
  }
  if (first.rank === second.rank && pair.together === 'conflict') {
    const message = `says the same as "${first.key}" (${first.source}) in another way; keep one of the two.`;
    findings.problem(second.key, second.source, message);
    return;
  }
  const winner = first.rank >= second.rank ? first : second;
  for (const loser of winner === first ? theirs : ours) {
    if (loser.rank <= winner.rank) {
      merged.delete(slotId(loser.slot));
      findings.note(
        loser.key,
        loser.source,
        `is not used, because "${winner.key}" (${winner.source}) takes its place.`,
      );
    }
  }
}

function presentOf(names: readonly ParameterName[], merged: MergedOptions): readonly RankedOption[] {
  return names.flatMap((name) => merged.get(slotId({ kind: 'parameter', name })) ?? []);
}

function strongest(options: readonly RankedOption[]): RankedOption | undefined {
  return options.reduce<RankedOption | undefined>(
    (best, option) => (best === undefined || option.rank > best.rank ? option : best),
    undefined,
  );
}
