/** Something the user can mend: what was wrong, where, and what to do. Shown without a stack trace. */
export class UserError extends Error {
  override name = 'UserError';
  /** The exit code of the command: 2 usage or configuration, 3 nothing crawled, 4 refused by a model or platform, 75 locked. */
  readonly exitCode: number;
  constructor(message: string, exitCode = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** One source, page or request failed. It is reported and the run goes on (promise P7). */
export class SourceError extends Error {
  override name = 'SourceError';
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}
