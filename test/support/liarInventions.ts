/** What a lying model makes up: people, firms, addresses. */
export const PEOPLE = ['Zelmira Quastov', 'Obadiah Wrenfeldt', 'Ximo Tarkvale', 'Ludovica Brask'];
export const FIRMS = ['Norvane Systems', 'Gemflux-9', 'QuillHarbor', 'Ostrava Compute', 'VLX'];

/** An address in every spelling that some mail client or parser makes a link of. */
export const LINKS = [
  '[more](https://liar-md.test/a)',
  'https://liar-bare.test/b',
  '<a href="https://liar-tag.test/c">more</a>',
  '<https://liar-auto.test/d>',
  'https://xn--lar-jna.test/e',
  '[more](data:text/html;base64,PGI+bGlhcjwvYj4=)',
  '[more](javascript:liar)',
  'www.liar-www.test',
  'liar-domain.com/f',
  'liar-naked.io',
  '//liar-relative.test/g',
  '[more][liar-ref]',
  '<mailto:me@liar-mail.com>',
  'me@liar-post.com',
  'hxxps://liar-defanged.test',
  '![seen](https://liar-pixel.test/h.png)',
  'ftp://liar-ftp.test/i',
  'liär-idn.example',
  'HTTPS://LIAR-UPPER.TEST',
  '&#104;ttps://liar-entity.test',
  'bit.ly/liar-short',
];
