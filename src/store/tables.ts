/** The tables as Kysely sees them. JSON stands in text columns, moments as ISO text, so that the same queries run on Postgres. */
import type { Generated, Kysely } from 'kysely';

export interface Tables {
  item: ItemRow;
  page: PageRow;
  response: ResponseRow;
  health: HealthRow;
  run: RunRow;
  verdict: VerdictRow;
  outbox: OutboxRow;
}
export type Db = Kysely<Tables>;

/** `data` is the whole Item; the other columns are what is asked for. */
export interface ItemRow {
  id: string;
  canonical_url: string;
  source_id: string;
  published_at: string;
  first_seen_at: string;
  /** The stored answers that the item was first seen in and that its words are from. */
  first_response: number | null;
  response: number | null;
  /** 1 where its feed did not bring its words, and they may be used; else 0. */
  wants_page: number;
  data: string;
}
/** `data` is the whole Page. */
export interface PageRow {
  canonical_url: string;
  url: string;
  captured_at: string;
  data: string;
}
export interface ResponseRow {
  id: Generated<number>;
  method: string;
  url: string;
  body_hash: string;
  request_body: string | null;
  final_url: string;
  status: number;
  headers: string;
  /** gzip (RFC 1952). */
  body: Uint8Array;
  sha256: string;
  at: string;
}
export interface HealthRow {
  source_id: string;
  last_success_at: string | null;
  last_tried_at: string;
  failures_in_a_row: number;
  last_error: string | null;
  items_a_week: number | null;
  silent_since: string | null;
  moved_to: string | null;
  /** A JSON list of URLs. */
  requests: string | null;
  requests_at: string | null;
  asked: string | null;
  /** JSON. */
  visits: string | null;
  reading: string | null;
}
export interface RunRow {
  id: Generated<number>;
  command: string;
  started_at: string;
  ended_at: string | null;
  outcome: string | null;
  detail: string | null;
}
/** `same` is 1 or 0. */
export interface VerdictRow {
  one: string;
  other: string;
  same: number;
  at: string;
}
/** `data` is the whole OutboxEntry. */
export interface OutboxRow {
  number: number;
  platform: string;
  data: string;
}
