import type { FetchRequest, Iso, RemoteStatus } from '../types.ts';

export interface PublishOptions {
  /** The platform's name. */
  to: string;
  /** Show the requests; send and write nothing. */
  dryRun?: boolean;
  /** Addresses that get a test mail: the editor's own, at most five. */
  test?: string[];
  schedule?: Iso;
  send?: boolean;
  /** Don't fetch the links first. */
  offline?: boolean;
}
export interface PublishResult {
  number: number;
  platform: string;
  /** The platform's own id; '' after a dry run of an issue that is not there yet. */
  id: string;
  where: string;
  status: RemoteStatus;
  /** In the order in which it was done; `nothing` where what was asked for had been done before. */
  did: ('found' | 'created' | 'updated' | 'tested' | 'scheduled' | 'sent' | 'nothing')[];
  /** When it was or will be sent, where the platform says. */
  at?: Iso;
  /** Of a dry run. */
  requests?: ShownRequest[];
  notes: string[];
}
/** A request as it would be sent, without its secret. */
export interface ShownRequest {
  /** What it is for: find, create, update, test, schedule, send. */
  step: string;
  method: NonNullable<FetchRequest['method']>;
  url: string;
  headers: Record<string, string>;
  body?: unknown;
}
