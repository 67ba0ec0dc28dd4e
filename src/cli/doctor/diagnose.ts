import type { OptionLayer } from '../../config/options.js';
import { usesLocalEngine } from '../uses-local-engine.js';
import { packageVersion, ownVersion } from '../package-version.js';
import { checkCredentials } from './check-credentials.js';
import { checkHere } from './check-here.js';
import { TimeBound } from './in-time.js';
import type { Report, StepNotes } from './report.js';
import { stepIds, STEPS } from './steps.js';

/** How to diagnose. */
export interface DiagnoseOptions {
  readonly subject: string;
  readonly offline?: boolean;
  readonly verbose?: boolean;
  /** Longest time for everything, in seconds. */
  readonly timeout: number;
  readonly stop: AbortSignal;
}

/** Runs all steps: first what can be seen here, then the way to the server, then a session. */
export async function diagnose(
  report: Report,
  layers: readonly OptionLayer[],
  { subject, offline = false, verbose = false, timeout, stop }: DiagnoseOptions,
): Promise<void> {
  const bound = new TimeBound(stop, timeout);
  await report.run('environment', lookAround);
  const settings = await checkHere(report, layers, { subject, verbose });
  if (settings === undefined) {
    report.skipRest();
    return;
  }
  const isLocal = usesLocalEngine(settings);
  if (isLocal) {
    report.skip('credentials', 'local_testing: the engine hands out its own');
  } else {
    await checkCredentials(report, settings);
  }
  if (offline) {
    skipPhases(report, ['way', 'session'], 'not looked at, because of --offline');
    return;
  }
  if (isLocal) {
    skipPhases(report, ['way'], 'local_testing: the engine runs in this process');
  } else {
    // Loaded now: with --offline, or a connection that cannot be used, none of it is needed.
    const { checkWay } = await import('./check-way.js');
    await checkWay(report, settings, bound);
  }
  const { checkSession } = await import('./check-session.js');
  await checkSession(report, layers, settings, bound);
}

function skipPhases(report: Report, phases: readonly string[], why: string): void {
  for (const id of stepIds.filter((step) => phases.includes(STEPS[step].phase))) {
    report.skip(id, why);
  }
}

function lookAround(notes: StepNotes): void {
  const driver = packageVersion('snowflake-sdk') ?? 'missing';
  notes.found(`snowpark-session ${ownVersion()}, snowflake-sdk ${driver}`);
  notes.found(`Node ${process.versions.node} on ${process.platform} ${process.arch}`);
  notes.found(`the clock says ${new Date().toISOString()}`);
  const { NODE_EXTRA_CA_CERTS: authorities = '', NODE_TLS_REJECT_UNAUTHORIZED: reject } = process.env;
  if (authorities !== '') {
    notes.found(`certificates are trusted from NODE_EXTRA_CA_CERTS=${authorities} too`);
  }
  if (reject === '0') {
    notes.warn('NODE_TLS_REJECT_UNAUTHORIZED=0 switches the checking of certificates off', 'Remove that variable.');
  }
}
