import { brevo } from './brevo.ts';
import { BUTTONDOWN } from './buttondown.ts';
import { ghost } from './ghost.ts';
import { KIT } from './kit.ts';
import { listmonk } from './listmonk.ts';
import { MAILCHIMP } from './mailchimp.ts';
import { RESEND } from './resend.ts';
import type { Contract } from './server.ts';

/** Every platform that is asked over the network; `clock` where its server looks at one when it starts. */
export function contracts(clock?: () => Date): Contract[] {
  const now = () => (clock ? { now: clock().getTime() } : {});
  const timed = (made: (changes: { now?: number }) => Contract): Contract => ({
    ...made({}),
    start: () => made(now()).start(),
  });
  return [BUTTONDOWN, KIT, MAILCHIMP, RESEND, timed(ghost), listmonk(), timed(brevo)];
}
