import { type ConnectionChoice, connectionLayers, defaultName } from '../connection-layers.js';
import { EXIT } from '../exit-codes.js';
import { ownVersion } from '../package-version.js';
import { ProgressLine, type Terminal, write } from '../terminal.js';
import { diagnose } from './diagnose.js';
import { renderHeading, renderStep, renderSummary } from './render-report.js';
import { Report, type StepResult } from './report.js';

/** What `doctor` takes. */
export interface DoctorOptions extends ConnectionChoice {
  readonly offline?: boolean;
  /** In seconds. */
  readonly timeout: number;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

/** `doctor`: fails when one of the steps does. */
export async function runDoctorCommand(options: DoctorOptions, terminal: Terminal): Promise<number> {
  const subject = subjectOf(options);
  const progress = new ProgressLine(terminal.stderr);
  const printing: Promise<void>[] = [];
  const print = (text: string): void => {
    printing.push(write(terminal.stdout, text, terminal.stop));
  };
  let shown: StepResult | undefined;
  const report = new Report({
    begun: (title) => progress.show(`${title} …`),
    ended(step) {
      progress.clear();
      if (options.json !== true) {
        print(renderStep(step, shown, terminal));
        shown = step.because === undefined ? step : shown;
      }
    },
  });
  if (options.json !== true) {
    print(renderHeading(subject, terminal));
  }
  try {
    await diagnose(report, connectionLayers(options), { ...options, subject, stop: terminal.stop });
  } finally {
    progress.clear();
  }
  const { results } = report;
  const ok = results.every(({ status }) => status !== 'failed');
  const json = { version: ownVersion(), subject, ok, steps: results };
  print(options.json === true ? `${JSON.stringify(json, undefined, 2)}\n` : renderSummary(results, terminal));
  await Promise.all(printing);
  return ok ? EXIT.ok : EXIT.failed;
}

function subjectOf(options: DoctorOptions): string {
  const layers = connectionLayers(options);
  const named = layers.find(({ options: given }) => 'connection_name' in given)?.options;
  const name = named !== undefined && 'connection_name' in named ? String(named.connection_name) : undefined;
  if (name !== undefined) {
    return `connection "${name}"`;
  }
  return (options.option ?? []).length > 0
    ? 'options of the command line'
    : `connection "${defaultName(options)}", the default one`;
}
