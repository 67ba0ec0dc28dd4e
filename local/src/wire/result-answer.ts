import { MULTI_STATEMENT_TYPE, SEVERAL_COLUMN, SEVERAL_ROW } from '../several-result.js';
import type { FileTransfer } from '../statement.js';
import type { KeptResult } from '../kept-result.js';
import type { Query, QueryOutcome, SessionSnapshot } from '../query.js';
import { type Answer, statementFailure, success, successWithRows } from './answer.js';
import type { WireRooms } from './request.js';

/** A header of our own: the driver sends back with every chunk whatever headers it was told. */
export const CHUNK_KEY_HEADER = 'x-chunk-key';

const IN_PROGRESS = '333333';
const IN_PROGRESS_ASYNC = '333334';

/** The answer about a statement that has ended. */
export function settledAnswer(query: Query, outcome: QueryOutcome, rooms: WireRooms): Answer {
  switch (outcome.kind) {
    case 'error':
      return statementFailure(outcome.error, query.queryId);
    case 'several':
      return success({
        ...describeQuery(query, outcome.session, MULTI_STATEMENT_TYPE),
        ...ROW_OF_SEVERAL,
        resultIds: outcome.children.map(({ queryId }) => queryId).join(','),
        resultTypes: outcome.children.map((child) => typeOf(child)).join(','),
      });
    case 'result': {
      const result = rooms.results.get(query.queryId);
      const data = describeQuery(query, outcome.session, outcome.statementTypeId);
      if (result.transfer !== undefined) {
        return success({ ...data, ...describeTransfer(result.transfer) });
      }
      return successWithRows({ ...data, ...describeResult(query, result, rooms.url) }, result.firstRows);
    }
    default:
      return outcome satisfies never;
  }
}

/** The answer about a statement that runs on: where to ask again. */
export function pendingAnswer({ queryId, origin: { isAsync } }: Query): Answer {
  const data = { queryId, getResultUrl: `/queries/${queryId}/result`, queryAbortsAfterSecs: 300 };
  const message = isAsync ? 'Query executing asynchronously.' : 'Query execution in progress.';
  return success(data, isAsync ? IN_PROGRESS_ASYNC : IN_PROGRESS, message);
}

function describeQuery({ queryId, origin }: Query, session: SessionSnapshot, statementTypeId: number): object {
  return {
    queryId,
    statementTypeId,
    parameters: session.parameters,
    finalDatabaseName: session.database,
    finalSchemaName: session.schema,
    finalWarehouseName: session.warehouse,
    finalRoleName: session.role,
    databaseProvider: null,
    numberOfBinds: origin.bindCount,
    arrayBindSupported: true,
    sqlState: null,
    version: 1,
    queryResultFormat: 'json',
    queryContext: { entries: [] },
  };
}

function describeResult({ queryId }: Query, result: KeptResult, url: string): object {
  const chunks = result.chunks.map(({ rowCount, uncompressedSize, gzipped }, index) => ({
    url: `${url}/chunks/${queryId}/${index}`,
    rowCount,
    uncompressedSize,
    compressedSize: gzipped.byteLength,
  }));
  return {
    rowtype: result.columns,
    total: result.rowCount,
    returned: result.rowCount,
    ...(chunks.length === 0 ? {} : { chunks, chunkHeaders: { [CHUNK_KEY_HEADER]: result.chunkKey } }),
  };
}

/** What a client moves itself: the stages are directories of this machine. */
function describeTransfer(transfer: FileTransfer): object {
  const { direction, files, stageDirectory, localDirectory } = transfer;
  const stage = { locationType: 'LOCAL_FS', location: stageDirectory, creds: {} };
  const shared = { src_locations: files, stageInfo: stage, parallel: transfer.parallel, overwrite: transfer.overwrite };
  if (direction === 'download') {
    return {
      ...shared,
      command: 'DOWNLOAD',
      localLocation: localDirectory,
      encryptionMaterial: [],
      presignedUrls: null,
    };
  }
  return {
    ...shared,
    command: 'UPLOAD',
    autoCompress: transfer.autoCompress,
    sourceCompression: transfer.sourceCompression,
    encryptionMaterial: null,
  };
}

function typeOf({ outcome }: Query): number {
  return outcome?.kind === 'result' ? outcome.statementTypeId : 0;
}

const ROW_OF_SEVERAL = { rowtype: [SEVERAL_COLUMN], rowset: [SEVERAL_ROW], total: 1, returned: 1 };
