/** A request the server will not serve: not an error of SQL, but of the session or of the request itself. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** HTTP status; what concerns a session is answered with 200, as the real server does, but for a token it never gave. */
  readonly status: number;
  /** Six digits, such as `390112`. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The user or the password is wrong; which of them is not told. */
export function wrongPassword(): Refusal {
  return new Refusal(200, '390100', 'Incorrect username or password was specified.');
}

/** The request carries no token. */
export function missingToken(): Refusal {
  return new Refusal(401, '390101', 'Authorization header not found in the request data.');
}

/** The token is none this server ever gave. */
export function invalidToken(): Refusal {
  return new Refusal(401, '390104', 'The session token is invalid. Log in again.');
}

/** The session was closed. */
export function sessionGone(): Refusal {
  return new Refusal(200, '390111', 'Session no longer exists. New login required to access the service.');
}

/** The session token is too old; the master token can still renew it. */
export function sessionTokenExpired(): Refusal {
  return new Refusal(200, '390112', 'The session token has expired. Renew it with the master token.');
}

/** The master token is too old as well. */
export function masterTokenExpired(): Refusal {
  return new Refusal(200, '390114', 'Authentication token has expired. The user must authenticate again.');
}

/** The request's body cannot be read. */
export function badRequest(why: string): Refusal {
  return new Refusal(400, '390142', `Incoming request does not contain a valid payload: ${why}`);
}

/** The statement an abort names does not run, or not yet, or no longer. */
export function notExecuting(): Refusal {
  return new Refusal(200, '000605', 'Identified SQL statement is not currently executing.');
}

/** The engine is closing. */
export function shuttingDown(): Refusal {
  return new Refusal(503, '390189', 'The local engine is shutting down.');
}
