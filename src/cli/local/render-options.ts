/**
 * The options of a started engine as an entry of `connections.toml`. What other languages need stands in comments, so
 * that the whole can be written into a file as it is.
 *
 * The password stands in it on purpose: it is random, made for this run, and worth nothing anywhere else.
 */
export function renderOptions(
  options: Readonly<Record<string, string | number>>,
  certificateFile: string | undefined,
): string {
  const entry = Object.entries(options).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const python = Object.entries(options).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const trust =
    certificateFile === undefined
      ? []
      : [
          '# Its certificate is its own: trust it for this run.',
          `#   Node:   NODE_EXTRA_CA_CERTS=${certificateFile}`,
          `#   Python: REQUESTS_CA_BUNDLE=${certificateFile}`,
        ];
  return [
    '# For connections.toml: Node, Python, Snowpark and the snow command read it.',
    '[local]',
    ...entry,
    '',
    `# Python: snowflake.connector.connect(${python.join(', ')})`,
    `# Go:     sql.Open("snowflake", "${goAddress(options)}")`,
    ...trust,
    '',
  ].join('\n');
}

/** A data source name of gosnowflake. */
function goAddress(options: Readonly<Record<string, string | number>>): string {
  const part = (name: string): string => encodeURIComponent(String(options[name] ?? ''));
  const query = ['account', 'protocol', 'warehouse', 'role'].map((name) => `${name}=${part(name)}`).join('&');
  return `${part('user')}:${part('password')}@${part('host')}:${part('port')}/${part('database')}/${part('schema')}?${query}`;
}
