import { type Html, html } from '../pages/html.ts';

/** Width of every picture in its own units: at a phone's width its letters are still 10 px high. */
export const WIDTH = 440;

/** A picture with its name, what it shows in a sentence, and the table behind it. */
export function figure(
  o: { id: string; name: string; says: string; height: number; columns: string[]; rows: (string | number)[][] },
  drawing: Html,
): Html {
  return html`<figure class="chart" data-testid="chart-${o.id}">
    <figcaption><h3 class="part-title">${o.name}</h3><p class="hint">${o.says}</p></figcaption>
    <svg class="chart-picture" viewBox="0 0 ${WIDTH} ${o.height}" role="img" aria-labelledby="chart-${o.id}-title"><title id="chart-${o.id}-title">${o.name}: ${o.says}</title>${drawing}</svg>
    <details class="reasons"><summary>The figures</summary>${table(o.name, o.columns, o.rows)}</details>
  </figure>`;
}

/** A table; cells that are numbers stand to the right. */
export function table(name: string, columns: string[], rows: (string | number)[][]): Html {
  return html`<div class="table" tabindex="0" role="region" aria-label="${name}"><table><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, i) =>
        i === 0
          ? html`<th scope="row">${cell}</th>`
          : typeof cell === 'number'
            ? html`<td class="number">${cell.toLocaleString('en')}</td>`
            : html`<td>${cell}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}

/** A text cut so that it fits into so many units, by the mean width of a letter. */
export function fitted(text: string, width: number, size = 12): string {
  const most = Math.max(3, Math.floor(width / (size * 0.53)));
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

/** A coordinate with one decimal. */
export function at(value: number): string {
  return value.toFixed(1);
}
