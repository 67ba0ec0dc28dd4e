import { CROSSING } from '../native/js-function.js';

/**
 * The worker a JavaScript procedure runs in. Its API is synchronous: it asks by message, and sleeps until the answer is
 * there. Every question and answer is text, so that nothing of the host's is in the procedure's reach.
 */
export const WORKER = `
const { workerData, receiveMessageOnPort } = require('node:worker_threads');
const { createContext, Script } = require('node:vm');
const { port, turn, api, script, name } = workerData;
const signal = new Int32Array(turn);
const ask = (text) => {
  port.postMessage(text);
  Atomics.wait(signal, 0, 0);
  Atomics.store(signal, 0, 0);
  return receiveMessageOnPort(port).message;
};
Object.setPrototypeOf(ask, null);
const realm = createContext(Object.create(null), { codeGeneration: { strings: true, wasm: false } });
realm.ask = ask;
const run = new Script(api).runInContext(realm);
let body;
try {
  body = new Script(script, { filename: name, lineOffset: -1 }).runInContext(realm);
} catch (error) {
  port.postMessage(JSON.stringify({ done: true, unread: String(error) }));
}
if (body !== undefined) port.postMessage(run(body));
// Who ends might be heard before its last word: it stays until it is ended.
port.on('message', () => undefined);
`;

/** What a procedure finds in its realm: `snowflake`, its statements and result sets. */
export const API = `(() => {
  const tell = ask;
  delete globalThis.ask;
  ${CROSSING}
  const { kinds, returns, texts, file } = JSON.parse(tell('{"start":true}'));
  class SfDate extends Date {
    #seconds; #nanoseconds; #scale; #zone;
    constructor(seconds, nanoseconds, scale, zone) {
      super(seconds * 1000 + Math.floor(nanoseconds / 1e6));
      this.#seconds = seconds; this.#nanoseconds = nanoseconds; this.#scale = scale; this.#zone = zone;
    }
    getEpochSeconds() { return this.#seconds; }
    getNanoSeconds() { return this.#nanoseconds; }
    getScale() { return this.#scale; }
    getTimezone() { return this.#zone; }
  }
  const moment = (text, scale, zone) => {
    const [seconds, fraction = ''] = text.split('.');
    const nanoseconds = Number(fraction.padEnd(9, '0').slice(0, 9));
    return seconds.startsWith('-') && nanoseconds > 0
      ? new SfDate(Number(seconds) - 1, 1e9 - nanoseconds, scale, zone)
      : new SfDate(Number(seconds), nanoseconds, scale, zone);
  };
  const two = (value) => String(value).padStart(2, '0');
  const clock = (text) => {
    const seconds = Math.floor(Number(text));
    return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  };
  const decode = (cell, { type, scale }) => {
    if (cell === null) return null;
    switch (type) {
      case 'fixed': case 'real': return Number(cell);
      case 'boolean': return cell === '1';
      case 'date': return new SfDate(Number(cell) * 86400, 0, 0, 'UTC');
      case 'time': return clock(cell);
      case 'timestamp_ntz': case 'timestamp_ltz': return moment(cell, scale, 'UTC');
      case 'timestamp_tz': return moment(cell.split(' ')[0], scale, Number(cell.split(' ')[1]) - 1440);
      case 'variant': case 'object': case 'array': return JSON.parse(cell.replace(/"(?:[^"\\\\]|\\\\.)*"|\\bundefined\\b/g, (found) => found === 'undefined' ? 'null' : found));
      case 'binary': return read('binary', cell);
      default: return cell;
    }
  };
  const shown = (cell, column) => {
    const value = decode(cell, column);
    if (value === null) return null;
    return value instanceof Date ? value.toISOString() : column.type === 'boolean' ? String(value) : cell;
  };
  const bind = (value, at) => {
    if (value === null || value === undefined) return { type: 'TEXT', value: null };
    if (typeof value === 'number') return { type: Number.isInteger(value) ? 'FIXED' : 'REAL', value: String(value) };
    if (typeof value === 'string') return { type: 'TEXT', value };
    if (typeof value === 'boolean') return { type: 'BOOLEAN', value: String(value) };
    if (value instanceof Date) return { type: 'TIMESTAMP_LTZ', value: String(value.getTime()) + '000000' };
    throw new Error('Unsupported type for binding argument ' + (at + 1) + ': ' + typeof value);
  };
  const placeIn = (error) => {
    const found = String(error.stack).split('\\n').find((line) => line.includes(file + ':'));
    const [, line = '0', column = '1'] = /:(\\d+):(\\d+)\\)?$/.exec(found ?? '') ?? [];
    return { line: Number(line), position: Number(column) - 1 };
  };
  // Written out, an error of this API is its message alone.
  const fault = (message) => Object.defineProperty(new Error(message), 'name', { value: '', writable: true });
  const execute = (statement, caller) => {
    const answer = JSON.parse(tell(JSON.stringify(statement)));
    if (answer.error !== undefined) {
      const error = fault(answer.error.message);
      const { line, position } = placeIn(error);
      error.code = Number(answer.error.code);
      error.state = answer.error.sqlState;
      error.stackTraceTxt = caller + ', line ' + line + ' position ' + position;
      throw error;
    }
    return answer;
  };
  class Columns {
    answer;
    #at(which) {
      const { columns } = this.answer;
      const at = typeof which === 'number' ? which - 1 : columns.findIndex(({ name }) => name === which);
      if (columns[at] === undefined) throw new Error('Given column name/index does not exist: ' + which);
      return at;
    }
    column(which) { return this.answer.columns[this.#at(which)]; }
    place(which) { return this.#at(which); }
    getColumnCount() { return this.answer.columns.length; }
    getColumnName(which) { return this.column(which).name; }
    getColumnScale(which) { return this.column(which).scale ?? 0; }
    getColumnType(which) { return this.column(which).jsType; }
    getColumnSqlType(which) { return this.column(which).sqlType; }
    isColumnNullable(which) { return this.column(which).nullable; }
    getQueryId() { return this.answer.queryId; }
    getRowCount() { return this.answer.rows.length; }
    getNumRowsAffected() { return this.answer.inserted + this.answer.updated + this.answer.deleted; }
  }
  for (const [name, types] of Object.entries({
    Text: ['text'], Number: ['fixed', 'real'], Boolean: ['boolean'], Date: ['date'], Time: ['time'], Binary: ['binary'],
    Variant: ['variant'], Object: ['object'], Array: ['array'],
    Timestamp: ['timestamp_ntz', 'timestamp_ltz', 'timestamp_tz'],
  })) {
    Columns.prototype['isColumn' + name] = function (which) { return types.includes(this.column(which).type); };
  }
  class ResultSet extends Columns {
    #row = -1;
    constructor(answer) { super(); this.answer = answer; }
    next() {
      this.#row += 1;
      return this.#row < this.answer.rows.length;
    }
    #cell(which) {
      const row = this.answer.rows[this.#row];
      if (row === undefined) throw new Error('ResultSet is empty or not prepared, call next() first');
      return row[this.place(which)];
    }
    getColumnValue(which) { return decode(this.#cell(which), this.column(which)); }
    getColumnValueAsString(which) { return shown(this.#cell(which), this.column(which)); }
  }
  class Statement extends Columns {
    #statement;
    constructor(command) {
      super();
      const { sqlText, binds = [] } = typeof command === 'string' ? { sqlText: command } : (command ?? {});
      if (typeof sqlText !== 'string' || sqlText.trim() === '') throw fault('empty argument passed');
      this.#statement = { sql: sqlText, binds: binds.map(bind) };
    }
    execute() { return this.run('Statement.execute'); }
    run(caller) {
      this.answer = execute(this.#statement, caller);
      return new ResultSet(this.answer);
    }
    getSqlText() { return this.#statement.sql; }
    getNumRowsInserted() { return this.answer.inserted; }
    getNumRowsUpdated() { return this.answer.updated; }
    getNumRowsDeleted() { return this.answer.deleted; }
    getNumDuplicateRowsUpdated() { return this.answer.duplicates; }
  }
  globalThis.snowflake = Object.freeze({
    createStatement: (command) => new Statement(command),
    execute: (command) => new Statement(command).run('Snowflake.execute'),
    log: () => undefined,
    addEvent: () => undefined,
    setSpanAttribute: () => undefined,
  });
  return (body) => {
    try {
      const value = body(...texts.map((text, at) => read(kinds[at], text)));
      return JSON.stringify({ done: true, value: write(returns, value) });
    } catch (error) {
      const place = error instanceof Error ? placeIn(error) : { line: 0, position: 0 };
      const thrown = { text: String(error), message: error?.message, trace: error?.stackTraceTxt, ...place };
      return JSON.stringify({ done: true, thrown });
    }
  };
})()`;
