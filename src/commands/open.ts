import { spawn } from 'node:child_process';

/** Opens a file with the system's own browser; where there is none, nothing happens. */
export function openInBrowser(path: string): void {
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open', path]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', path]
        : ['xdg-open', path];
  const child = spawn(program as string, args, { detached: true, stdio: 'ignore' });
  child.on('error', () => process.stderr.write(`no browser could be started; open ${path} yourself.\n`));
  child.unref();
}
