import type { Size } from '../render/size.ts';
import { plural } from './print.ts';

/** The size of an email in a line: a bar of twenty marks, and how near it is to where Gmail cuts it. */
export function meter({ filled, tracked, limit, links, pictures }: Size): string {
  const marks = Math.min(20, Math.ceil((filled / limit) * 20));
  const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);
  const counted = tracked > filled ? `, ${kilobytes(tracked)} if the platform counts clicks` : '';
  const size = `${kilobytes(filled)} of ${kilobytes(limit)} KB${counted}`;
  return `Email [${'#'.repeat(marks)}${'.'.repeat(20 - marks)}] ${size}; ${plural(links, 'link')}, ${plural(pictures, 'picture')}.`;
}
