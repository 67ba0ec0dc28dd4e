import { distance } from 'fastest-levenshtein';

/** `Did you mean …?` with a space before it, or nothing when no candidate is near. */
export function suggest(written: string, candidates: readonly string[]): string {
  // Nobody mistypes a name of this length, and distances of long texts are slow.
  if (written.length > 60) {
    return '';
  }
  const folded = written.toLowerCase();
  const [nearest] = candidates
    .map((candidate) => ({ candidate, steps: distance(folded, candidate.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const tolerance = Math.max(Math.min(2, written.length - 1), Math.floor(written.length / 3));
  const found =
    nearest !== undefined && nearest.steps <= tolerance ? nearest.candidate : containing(folded, candidates);
  return found === undefined ? '' : ` Did you mean "${found}"?`;
}

/** A part of a name, such as `jwt`, is far from it but still says what was meant. */
function containing(folded: string, candidates: readonly string[]): string | undefined {
  return folded.length > 2 ? candidates.find((candidate) => candidate.toLowerCase().includes(folded)) : undefined;
}
