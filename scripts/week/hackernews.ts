import { escapeUTF8 } from 'entities';
import { toHtml } from './markdown.ts';
import type { Comment, Exchange, Thread } from './types.ts';

const ITEM = 'https://news.ycombinator.com/item?id=';

/** A thread's page and the pages of the comments that are recorded alone, in the shape that the site serves. */
export function threadPages(thread: Thread): Exchange[] {
  const story = `<tr class="athing submission" id="${thread.id}"><td align="right" valign="top" class="title"><span class="rank"></span></td><td class="title"><span class="titleline"><a href="${escapeUTF8(thread.url)}">${escapeUTF8(thread.title)}</a><span class="sitebit comhead"> (<a href="from?site=${new URL(thread.url).host}"><span class="sitestr">${new URL(thread.url).host}</span></a>)</span></span></td></tr>
<tr><td colspan="2"></td><td class="subtext"><span class="subline"><span class="score" id="score_${thread.id}">${thread.points} points</span> by <a href="user?id=${thread.by}" class="hnuser">${thread.by}</a> <span class="age" title="${thread.date.slice(0, 19)}"><a href="item?id=${thread.id}">on Nov ${Number(thread.date.slice(8, 10))}, 2026</a></span> | <a href="hide?id=${thread.id}&amp;goto=news">hide</a> | <a href="item?id=${thread.id}">${thread.replies}&nbsp;comments</a></span></td></tr>`;
  const pages = [exchange(thread.id, `${thread.title} | Hacker News`, story, rows(thread.comments, 0))];
  for (const comment of all(thread.comments)) {
    if (!comment.page) continue;
    const top = `<tr class="athing" id="${comment.id}"><td class="default">${meta(comment)}<br>${words(comment)}</td></tr>`;
    pages.push(
      exchange(comment.id, `${comment.by} on "${thread.title}" | Hacker News`, top, rows(comment.kids ?? [], 0)),
    );
  }
  return pages;
}

function exchange(id: number, title: string, top: string, comments: string): Exchange {
  const text = `<html lang="en" op="item"><head><meta name="referrer" content="origin"><meta name="viewport" content="width=device-width, initial-scale=1.0"><link rel="shortcut icon" href="y18.svg"><title>${escapeUTF8(title)}</title></head>
<body><center><table id="hnmain" border="0" cellpadding="0" cellspacing="0" width="85%" bgcolor="#f6f6ef">
<tr><td bgcolor="#ff6600"><table border="0" width="100%"><tr><td><span class="pagetop"><b class="hnname"><a href="news">Hacker News</a></b> <a href="newest">new</a> | <a href="front">past</a> | <a href="newcomments">comments</a> | <a href="ask">ask</a> | <a href="show">show</a> | <a href="jobs">jobs</a> | <a href="submit">submit</a></span></td><td><span class="pagetop"><a href="login?goto=item%3Fid%3D${id}">login</a></span></td></tr></table></td></tr>
<tr id="bigbox"><td><table class="fatitem" border="0">
${top}
</table><br>
<table border="0" class="comment-tree">
${comments}
</table></td></tr>
<tr><td><center><span class="yclinks"><a href="newsguidelines.html">Guidelines</a> | <a href="newsfaq.html">FAQ</a> | <a href="lists">Lists</a></span></center></td></tr>
</table></center></body></html>
`;
  return { url: ITEM + id, status: 200, mimeType: 'text/html; charset=utf-8', text };
}

function rows(comments: Comment[], depth: number): string {
  return comments
    .map((comment) => {
      const indent = `<td class="ind" indent="${depth}"><img src="s.gif" height="1" width="${depth * 40}"></td>`;
      const row = `<tr class="athing comtr" id="${comment.id}"><td><table border="0"><tr>${indent}<td valign="top" class="votelinks"></td><td class="default"><div>${meta(comment)}</div><br>${words(comment)}</td></tr></table></td></tr>`;
      return [row, rows(comment.kids ?? [], depth + 1)].filter(Boolean).join('\n');
    })
    .join('\n');
}

function meta(comment: Comment): string {
  return `<span class="comhead"><a href="user?id=${comment.by}" class="hnuser">${comment.by}</a> <span class="age"><a href="item?id=${comment.id}">${comment.age}</a></span> <span class="navs"> | <a href="#${comment.id}" class="clicky">next</a> <a class="togg clicky" id="${comment.id}" href="javascript:void(0)">[–]</a></span></span>`;
}

/** The first paragraph stands bare and the others open a `<p>`, as the site writes them. */
function words(comment: Comment): string {
  const html = toHtml(comment.text)
    .replace('<p>', '')
    .replaceAll('</p>', '')
    .replaceAll('<em>', '<i>')
    .replaceAll('</em>', '</i>');
  return `<div class="comment"><div class="commtext c00">${html.replaceAll('\n', '')}</div><div class="reply"><p><font size="1"><u><a href="reply?id=${comment.id}">reply</a></u></font></div></div>`;
}

function all(comments: Comment[]): Comment[] {
  return comments.flatMap((comment) => [comment, ...all(comment.kids ?? [])]);
}
