import { spawn } from 'node:child_process';
import { parse } from 'yaml';

export interface Step {
  name?: string;
  if?: string;
  run?: string;
  uses?: string;
  env?: Record<string, string>;
}
export interface Workflow {
  on: { schedule: { cron: string }[] };
  permissions: Record<string, string>;
  env: Record<string, string>;
  jobs: Record<
    string,
    { if: string; permissions: Record<string, string>; env?: Record<string, string>; steps: Step[] }
  >;
}
export interface StepRun {
  name: string;
  code: number | null;
  output: string;
}

export function readWorkflow(text: string): Workflow {
  return parse(text) as Workflow;
}

/** A text with its `${{ … }}` replaced. An expression that nobody gave a value for is an error. */
function evaluated(text: string, values: Record<string, string>): string {
  return text.replace(/\$\{\{ *(.+?) *\}\}/g, (_, expression: string) => {
    const value = expression.startsWith('secrets.') ? (values[expression] ?? '') : values[expression];
    if (value === undefined) throw new Error(`no value for ${expression}`);
    return value;
  });
}

/** Runs the steps of a job that are scripts, as GitHub's bash does, and stops where one fails. Left out: actions, and what installs. */
export async function runJob(
  { env: shared, jobs }: Workflow,
  name: string,
  o: { cwd: string; values: Record<string, string>; env: Record<string, string>; skip?: (step: Step) => boolean },
): Promise<StepRun[]> {
  const done: StepRun[] = [];
  const job = jobs[name];
  const all = (env: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(env).map(([key, value]) => [key, evaluated(value, o.values)]));
  for (const step of job?.steps ?? []) {
    if (step.run === undefined || step.name === 'Install' || o.skip?.(step)) continue;
    const env = { ...o.env, ...all(shared), ...all(job?.env), ...all(step.env) };
    const ran = await bash(step.run, { cwd: o.cwd, env });
    done.push({ name: step.name ?? '', ...ran });
    if (ran.code !== 0) break;
  }
  return done;
}

/** Runs a script as `shell: bash` does. */
export function bash(
  script: string,
  o: { cwd: string; env: Record<string, string> },
): Promise<{ code: number | null; output: string }> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], o);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}
