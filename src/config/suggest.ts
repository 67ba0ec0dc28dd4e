import { distance } from 'fastest-levenshtein';

/** `Did you mean …?` with a space before it, or nothing when no candidate is near. */
export function suggest(written: string, candidates: readonly string[]): string {
  // Nobody mistypes a name of this length, and distances of long texts are slow.
  if (written.length > 60) {
    return '';
  }
  const folded = written.toLowerCase();
  const ranked = candidates
    .map((candidate) => ({ candidate, steps: distance(folded, candidate.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const [nearest] = ranked;
  const tolerance = Math.max(1, Math.floor(written.length / 3));
  return nearest !== undefined && nearest.steps <= tolerance ? ` Did you mean "${nearest.candidate}"?` : '';
}
