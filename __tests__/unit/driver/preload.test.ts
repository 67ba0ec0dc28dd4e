import { expect, test } from '@jest/globals';

import { onDemand } from '../../../src/driver/preload.js';

test('a stand-in loads once, when something is first asked, and then is what it stands for', () => {
  let loads = 0;
  class Client {
    readonly isReal = true;
  }
  const real = Object.freeze({ Client, version: '1.0' });
  const standIn = onDemand(() => {
    loads++;
    return real;
  }) as typeof real;
  expect(loads).toBe(0);

  expect(new standIn.Client()).toBeInstanceOf(Client);
  expect({ ...standIn }).toEqual(real);
  expect('version' in standIn).toBe(true);
  expect(Object.keys(standIn)).toEqual(['Client', 'version']);
  expect(Object.getOwnPropertyDescriptor(standIn, 'other')).toBeUndefined();
  expect(loads).toBe(1);
});
