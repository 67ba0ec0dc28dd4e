import type { Catalog } from '../catalog/catalog.js';
import type { FormatOptions, Stage } from '../catalog/model.js';
import { doesNotExist } from '../compile/faults.js';
import { qualify } from '../compile/compile.js';
import { SnowflakeError } from '../errors.js';
import { parseNamePath } from '../syntax/parser.js';

/** What a location is read with: the session that names it. */
export interface StageSight {
  readonly catalog: Catalog;
  readonly database: string | null;
  readonly schema: string | null;
  readonly sessionId: string;
  readonly user: string;
}

/** A stage, and a path in it. */
export interface StageLocation {
  /** Names the stage's directory. */
  readonly key: string;
  /** What LIST puts before a file's path. */
  readonly label: string;
  /** Without a leading slash. */
  readonly path: string;
  /** The stage's own file format. */
  readonly format: FormatOptions;
}

/**
 * Reads `@~/path`, `@%table/path` and `@db.schema.stage/path`.
 *
 * @throws SnowflakeError 002003 when there is no such stage or table
 */
export function readLocation(written: string, sight: StageSight): StageLocation {
  const [, name = '', path = ''] = /^@((?:"(?:[^"]|"")*"|[^/"])*)\/*(.*)$/s.exec(written) ?? [];
  if (name === '') {
    throw new SnowflakeError('001003', '42000', `SQL compilation error:\n'${written}' is no location of a stage.`);
  }
  if (name === '~') {
    return { key: `user ${sight.user}`, label: '', path, format: {} };
  }
  const table = /^(.*?)%(.+)$/s.exec(name);
  return table === null ? namedStage(name, path, sight) : tableStage(`${table[1] ?? ''}${table[2] ?? ''}`, path, sight);
}

function namedStage(name: string, path: string, sight: StageSight): StageLocation {
  const stage = findStage(name, sight);
  return {
    key: stageKey(stage),
    label: `${stage.name.toLowerCase()}/`,
    path,
    format: completeFormat(stage.format, sight),
  };
}

/** The stage of that name. @throws SnowflakeError 002003 when there is none */
export function findStage(name: string, sight: StageSight): Stage {
  const path = parseNamePath(name);
  const stage = sight.catalog.stages.get(...qualify(sight, path));
  if (stage === undefined || (stage.owner ?? sight.sessionId) !== sight.sessionId) {
    throw doesNotExist(
      'Stage',
      path.map(({ text }) => text),
    );
  }
  return stage;
}

function tableStage(name: string, path: string, sight: StageSight): StageLocation {
  const names = parseNamePath(name);
  const relation = sight.catalog.relation(...qualify(sight, names), sight.sessionId);
  if (relation?.kind !== 'table') {
    throw doesNotExist(
      'Table',
      names.map(({ text }) => text),
    );
  }
  return { key: `table ${relation.physical}`, label: '', path, format: {} };
}

/** The key of a named stage's directory: of the name it was made with. */
export function stageKey({ database, schema, name, createdAt, physical }: Stage): string {
  return physical ?? `stage ${JSON.stringify([database, schema, name, createdAt])}`;
}

/** A format as it is written: options in place, or the name of a format. */
export function completeFormat(options: FormatOptions, sight: StageSight): FormatOptions {
  const { FORMAT_NAME: name, ...own } = options;
  if (name === undefined) {
    return own;
  }
  const path = parseNamePath(String(name));
  const named = sight.catalog.formats.get(...qualify(sight, path));
  if (named === undefined) {
    throw doesNotExist(
      'File format',
      path.map(({ text }) => text),
    );
  }
  return { ...named.options, ...own };
}
