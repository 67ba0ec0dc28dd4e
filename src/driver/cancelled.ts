/** The one kind of failure after which the driver does not try again for minutes, in a process that may be done. */
export function cancelled(): Error {
  return Object.assign(new Error('The connection was given up.'), { code: 'ERR_CANCELED' });
}
