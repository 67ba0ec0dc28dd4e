// @ts-check
import { median } from './tasks.js';

/** @typedef {Map<string, Record<string, number>[]>} Samples By client. */

/**
 * The rows of the Markdown table for one measurement.
 *
 * @param {import('./plan.js').Measurement} measurement
 * @param {Samples} samples
 */
export function tableRows({ title, clients, numbers }, samples) {
  return numbers.flatMap(({ number, unit, goal }) => {
    /** @param {string} client */
    const middle = (client) => {
      const values = (samples.get(client) ?? []).map((sample) => sample[number] ?? Number.NaN);
      return values.length === 0 ? undefined : median(values);
    };
    const raw = middle('raw');
    return clients.map((client) => {
      const value = middle(client);
      const ratio = raw === undefined || value === undefined || client === 'raw' ? '' : (value / raw).toFixed(2);
      const isGoal = client === 'direct' || client === 'driver';
      return `| ${title} | ${client} | ${value === undefined ? 'failed' : format(value)} ${unit} | ${ratio} | ${isGoal ? goal : ''} |`;
    });
  });
}

export const tableHead = '| what | client | median | to raw | goal |\n|---|---|---:|---:|---|';

/** @param {number} value */
function format(value) {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1);
}
