/**
 * Hosts to which reports link: publishers of research, registers, code hosting and social media. A link to one of them is a reference unless
 * it is defused, because whoever means it as an indicator defuses it.
 */
const hosts = new Set(
  (
    'github.com githubusercontent.com gitlab.com bitbucket.org gist.github.com twitter.com x.com linkedin.com facebook.com youtube.com youtu.be medium.com ' +
    'reddit.com wikipedia.org wikimedia.org archive.org archive.is mastodon.social infosec.exchange t.co bsky.app substack.com ' +
    'mitre.org cve.org nist.gov cisa.gov us-cert.gov fbi.gov justice.gov nsa.gov ic3.gov treasury.gov state.gov defense.gov europa.eu cert.pl cert.ssi.gouv.fr ' +
    'cyber.gc.ca cyber.gov.au ncsc.gov.uk bsi.bund.de cert.gov.ua first.org oasis-open.org ietf.org rfc-editor.org w3.org iana.org icann.org owasp.org sans.org isc.sans.edu ' +
    'virustotal.com any.run hybrid-analysis.com joesandbox.com urlhaus.abuse.ch abuse.ch tria.ge shodan.io censys.io misp-project.org alienvault.com ' +
    'welivesecurity.com eset.com virusradar.com kaspersky.com securelist.com symantec.com broadcom.com mcafee.com trellix.com trendmicro.com sophos.com bitdefender.com fireeye.com mandiant.com ' +
    'crowdstrike.com paloaltonetworks.com talosintelligence.com cisco.com microsoft.com malwarebytes.com proofpoint.com recordedfuture.com checkpoint.com ' +
    'volexity.com sentinelone.com sentinelone.com secureworks.com f-secure.com withsecure.com avast.com avast.io gendigital.com group-ib.com cybereason.com elastic.co rapid7.com ' +
    'fortinet.com zscaler.com huntress.com redcanary.com thedfirreport.com bleepingcomputer.com krebsonsecurity.com thehackernews.com zdnet.com wired.com darkreading.com ' +
    'theregister.com arstechnica.com reuters.com bbc.com bbc.co.uk nytimes.com washingtonpost.com theguardian.com cyberscoop.com therecord.media vice.com ' +
    'sekoia.io intezer.com clearskysec.com dragos.com cloudflare.com blog.google googleblog.com google.com adobe.com apple.com oracle.com vmware.com mozilla.org ' +
    'threatpost.com securityaffairs.com securityweek.com virusbulletin.com blackhat.com defcon.org exploit-db.com packetstormsecurity.com zerodayinitiative.com'
  ).split(' '),
);

/** Whether a host is one of these, or lies below one. */
export function isReferenceHost(host: string): boolean {
  for (let name = host; ;) {
    if (hosts.has(name)) return true;
    const dot = name.indexOf('.');
    if (dot < 0) return false;
    name = name.slice(dot + 1);
  }
}
