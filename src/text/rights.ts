/** Reservations of rights in the words that carry them. */

/** Whether an answer's headers (lower-case names) ask that machines leave its words alone. */
export function headersReserve(headers: Record<string, string>): boolean {
  return isReserved('tdm-reservation', headers['tdm-reservation']) || isReserved('robots', headers['x-robots-tag']);
}

/** Whether `TDM-Reservation: 1` (W3C TDMRep) or `noai` among the words of a robots tag is said. */
export function isReserved(name: string, value: string | undefined): boolean {
  if (!value) return false;
  if (name === 'tdm-reservation') return value.trim() === '1';
  return (
    name === 'robots' &&
    value
      .toLowerCase()
      .split(/[\s,:;]+/)
      .includes('noai')
  );
}
