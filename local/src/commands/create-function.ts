import { unsupported } from '../compile/faults.js';
import { checkBody } from '../compile/user-functions.js';
import type { Token } from '../lexer.js';
import { TokenStream } from '../syntax/token-stream.js';
import type { Outcome, StatementContext } from './command.js';
import { readIfNotExists } from './if-not-exists.js';
import type { CreateOptions } from './create.js';
import { createRoutine, readHead } from './routines.js';

/** CREATE FUNCTION … AS '…': scalar and table functions in SQL and JavaScript. */
export async function createFunction(context: StatementContext, options: CreateOptions): Promise<Outcome> {
  const { grammar, compiler, catalog } = context;
  const { stream } = grammar;
  const ifNotExists = readIfNotExists(stream, options);
  const [database, schema, name] = compiler.qualify(grammar.objectName(), 'CREATE FUNCTION');
  context.refuseMissingSchema(database, schema);
  const { executeAs: _, ...head } = readHead(context, 'functions');
  if (head.language === 'SQL' && beginsBlock(stream.peek())) {
    throw unsupported('Snowflake Scripting in functions');
  }
  const written = stream.string();
  if (head.language === 'SQL' && beginsBlock(new TokenStream(written).peek())) {
    throw unsupported('Snowflake Scripting in functions');
  }
  const body = head.language === 'SQL' ? withoutEnd(written) : written;
  stream.finish();
  const entry = { database, schema, name, ...head, body, createdAt: Date.now() };
  checkBody(compiler, entry);
  return createRoutine(context, catalog.functions, entry, { ...options, ifNotExists });
}

/** A block may stand in the body's place, with or without quotes around it. */
function beginsBlock(first: Token | undefined): boolean {
  return first?.kind === 'word' && (first.value === 'DECLARE' || first.value === 'BEGIN');
}

/** A body in SQL is an expression or a query, without the semicolon it may end with. */
function withoutEnd(body: string): string {
  const stream = new TokenStream(body);
  let last = stream.peek();
  while (stream.peek() !== undefined) {
    last = stream.next();
  }
  return last?.text === ';' ? body.slice(0, last.start).trim() : body.trim();
}
