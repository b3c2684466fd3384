/** `platforms:` of `newsletter.yaml`: what each mailing platform needs to know. Keys stand in the environment, as `<PLATFORM>_API_KEY`. */
import { z } from 'zod';
import { email, line, url } from './fields.ts';

const host = url.describe('Another address of its API').exactOptional();
const id = z.union([line, z.int().min(1).transform(String)], { error: 'an id, as the platform shows it' });
const wholeId = z.int().min(1);
const lists = z.array(wholeId).min(1).describe('The numbers of the lists that get it');
/** `Name <a@b>` or the address alone. */
const sender = line.refine(
  (value) => email.safeParse(/^[^<>]*<([^<>]+)>$/.exec(value)?.[1] ?? value).success,
  'must be an address such as mz@example.com, or “MZ <mz@example.com>”',
);

const buttondown = z.strictObject({
  url: host,
  template: z
    .enum(['classic', 'custom', 'modern', 'plaintext', 'naked'])
    .describe('Its template around the issue; naked sends the issue as it is')
    .exactOptional(),
});
const kit = z.strictObject({
  url: host,
  template: wholeId
    .describe('email_template_id: the layout around the issue, with the unsubscribe link')
    .exactOptional(),
  from: email.describe('A confirmed address; by default the account’s own').exactOptional(),
  public: z.boolean().describe('Whether Kit publishes it on the web as well').exactOptional(),
});
const mailchimp = z.strictObject({
  url: host,
  list: line.describe('The audience’s id, such as 1a2b3c4d5e'),
  segment: wholeId.describe('The id of a saved segment of the audience').exactOptional(),
  from: email.describe('reply_to: a verified address'),
  fromName: line.describe('By default the newsletter’s name').exactOptional(),
});
const ghost = z.strictObject({
  url: url.describe('The site’s address, such as https://digest.example.com'),
  newsletter: line
    .describe('The slug of the newsletter that is mailed; without one it is a post on the site')
    .exactOptional(),
  segment: line.describe('Who gets it, such as all or status:free').exactOptional(),
});
const listmonk = z.strictObject({
  url: url.describe('Where it runs, such as https://lists.example.com'),
  user: line.describe('The name of the API user; its token is LISTMONK_API_KEY'),
  lists,
  template: wholeId.describe('The template around the issue').exactOptional(),
  from: sender.describe('By default the instance’s own').exactOptional(),
});
const brevo = z.strictObject({
  url: host,
  sender: z
    .union(
      [
        z.strictObject({ name: line.describe('Its name').exactOptional(), email: email.describe('Its address') }),
        z.strictObject({ id: wholeId.describe('Its number') }),
      ],
      {
        error: 'a verified sender: `{ email: … }`, with `name` or not, or `{ id: … }`',
      },
    )
    .describe('A verified sender'),
  lists,
});
const resend = z.strictObject({
  url: host,
  segment: id.describe('The id of the segment that gets it'),
  from: sender.describe('On a verified domain'),
  replyTo: email.describe('Where answers go').exactOptional(),
});

/** A platform that needs nothing may be written with nothing behind its name. */
function allOptional<T extends z.ZodType<object>>(settings: T) {
  return settings.nullish().transform((given) => given ?? {});
}

const each = {
  file: allOptional(z.strictObject({})).describe('Files under out/, to paste anywhere'),
  buttondown: allOptional(buttondown),
  mailchimp,
  kit: allOptional(kit),
  ghost,
  listmonk,
  brevo,
  resend,
};
export type PlatformName = keyof typeof each;
/** The mailing platforms that an issue can be put on, by their names in newsletter.yaml. */
export const PLATFORMS = Object.keys(each) as PlatformName[];
/** What each platform may be told. */
export const PLATFORM_SHAPES = { file: z.strictObject({}), buttondown, mailchimp, kit, ghost, listmonk, brevo, resend };

export const platforms = z.strictObject({
  file: each.file.exactOptional(),
  buttondown: each.buttondown.describe('buttondown.com').exactOptional(),
  mailchimp: each.mailchimp.describe('mailchimp.com').exactOptional(),
  kit: each.kit.describe('kit.com, once ConvertKit').exactOptional(),
  ghost: each.ghost.describe('A Ghost site').exactOptional(),
  listmonk: each.listmonk.describe('A listmonk of your own').exactOptional(),
  brevo: each.brevo.describe('brevo.com').exactOptional(),
  resend: each.resend.describe('resend.com').exactOptional(),
});
