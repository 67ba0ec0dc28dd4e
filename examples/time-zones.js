// Real data that every Node has: the UTC offset of each IANA time zone in each month of a year.

/** Regions of the IANA time zone names, with a label for people. */
export const regions = [
  ['Africa', 'Africa'],
  ['America', 'The Americas'],
  ['Antarctica', 'Antarctica'],
  ['Arctic', 'Arctic'],
  ['Asia', 'Asia'],
  ['Atlantic', 'Atlantic Ocean'],
  ['Australia', 'Australia'],
  ['Europe', 'Europe'],
  ['Indian', 'Indian Ocean'],
  ['Pacific', 'Pacific Ocean'],
];

/**
 * @param {number} year
 * @returns {[zone: string, region: string, month: number, hours: number][]}
 */
export function utcOffsets(year) {
  return Intl.supportedValuesOf('timeZone').flatMap((zone) => {
    const formatter = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    return Array.from({ length: 12 }, (_value, month) => row(zone, month + 1, formatter, year));
  });
}

/** @type {(zone: string, month: number, formatter: Intl.DateTimeFormat, year: number) => [string, string, number, number]} */
function row(zone, month, formatter, year) {
  const parts = formatter.formatToParts(new Date(Date.UTC(year, month - 1, 15, 12)));
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return [
    zone,
    zone.split('/')[0] ?? '',
    month,
    Number(`${sign}1`) * (Number(hours) + Number(minutes) / 60),
  ];
}
