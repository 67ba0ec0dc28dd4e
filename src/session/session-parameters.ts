/** A session parameter's value. */
type ParameterValue = string | number | boolean;

/** The one statement that sets session parameters, or undefined when there are none. Names are already checked. */
export function alterSession(parameters: Readonly<Record<string, ParameterValue>>): string | undefined {
  const assignments = Object.entries(parameters).map(([name, value]) => `${name} = ${toLiteral(value)}`);
  return assignments.length === 0 ? undefined : `ALTER SESSION SET ${assignments.join(', ')}`;
}

function toLiteral(value: ParameterValue): string {
  return typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : String(value);
}
