import type { ParameterRows } from './parameter.js';

/** How long things may take, and how often they are tried. */
export const timeoutParameters = {
  login_timeout: {
    type: 'number',
    unit: 'seconds',
    minimum: 0,
    default: 120,
    about:
      'Longest time for signing in, retries included; 0 is no limit. Ways that wait for a person get that time on top.',
    effect: { kind: 'ours', how: 'deadline of the login' },
  },
  network_timeout: {
    type: 'number',
    unit: 'seconds',
    minimum: 0,
    about: 'Longest time for a statement and its results, retries included; no limit when it is 0 or not given.',
    effect: { kind: 'ours', how: 'deadline of every action; the statement is cancelled when it passes' },
  },
  socket_timeout: {
    type: 'number',
    unit: 'seconds',
    minimum: 0.001,
    default: 90,
    about: 'Longest time for one HTTP request.',
    effect: { kind: 'driver', name: 'timeout', convert: 'milliseconds' },
  },
  authentication_timeout: {
    type: 'number',
    unit: 'seconds',
    minimum: 1,
    default: 120,
    aliases: ['external_browser_timeout'],
    about: 'Longest time for the person to sign in at the browser.',
    effect: { kind: 'driver', name: 'browserActionTimeout', convert: 'milliseconds' },
  },
} as const satisfies ParameterRows;
