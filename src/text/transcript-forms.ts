/** Which of several forms of one transcript is read first. */
import { shortHash } from './hash.ts';
import { canonicalUrl, youtubeId } from './url.ts';

/** A form of a transcript as its publisher offers it. */
export interface TranscriptForm {
  url: string;
  type?: string;
  language?: string;
}

/** Those with times first, since a quote from them links to its second; then those with more structure. */
const FORMS = [/vtt/i, /srt|subrip/i, /json/i, /html/i, /plain|txt/i];
const MOST = 10;

/** The forms in the order in which they are worth trying: a translation after what was said, timed ones before plain ones. */
export function rankTranscripts(forms: TranscriptForm[], language?: string): { url: string; type?: string }[] {
  const rank = (form: TranscriptForm) => {
    const foreign = language !== undefined && form.language !== undefined && main(form.language) !== main(language);
    return (foreign ? FORMS.length + 1 : 0) + formOf(form);
  };
  const ranked = forms.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST);
  return ranked.map(({ url, type }) => ({ url, ...(type ? { type } : {}) }));
}

/** What the type says counts before what the address looks like. */
function formOf({ url, type = '' }: TranscriptForm): number {
  const byType = FORMS.findIndex((form) => form.test(type));
  const path = url.replace(/[?#].*$/, '').slice(-20);
  const byUrl = FORMS.findIndex((form) => form.test(path));
  return byType >= 0 ? byType : byUrl >= 0 ? byUrl : FORMS.length;
}

/** `en` of `en-US`. */
function main(language: string): string {
  return language.toLowerCase().replace(/[-_].*$/, '');
}

/** The endings of transcripts that an editor puts into the workspace, in the order in which they are tried. */
export const EDITOR_FORMS = ['vtt', 'srt', 'json3', 'json', 'txt', 'html'];

/** What a recording's transcript is called in `transcripts/`: a YouTube video's id, else 16 hex digits of its canonical URL. */
export function transcriptKey(url: string): string {
  return youtubeId(url) ?? shortHash(canonicalUrl(url));
}
