/**
 * The link of an invitation. Its secret stands behind #, which no browser sends: neither logs nor programs that open
 * links in mail get to know it.
 */
export function invitationLink(origin: string, secret: string): string {
  return `${origin}/invitation#${secret}`;
}
