const VERBS: ReadonlySet<string> = new Set(
  (
    'ALTER BEGIN CALL COMMENT COMMIT COPY CREATE DECLARE DELETE DESC DESCRIBE DROP EXECUTE EXPLAIN GET GRANT INSERT LIST LS ' +
    'MERGE PUT REMOVE REVOKE RM ROLLBACK SELECT SET SHOW START TRUNCATE UNDROP UNSET UPDATE USE WITH'
  ).split(' '),
);

/** A statement's first word, when it is one that statements begin with: any other could be anything. */
export function knownVerb(word: string): string | undefined {
  return VERBS.has(word) ? word : undefined;
}
